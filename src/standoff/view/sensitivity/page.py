"""The page that `standoff sensitivity` prints: what drives the answer, what the spread rests on, prior against evidence."""

from __future__ import annotations

import shlex
from math import isfinite

from standoff.analysis.sensitivity.values import End, Index, Input, Scaled, Sensitivity, TornadoBar
from standoff.analysis.words import judgement, percent
from standoff.view.document import Bar, Cell, Column, Document, Section, Table
from standoff.view.phrases import command_to, count, day, listed
from standoff.view.sensitivity.figures import indices_figure, share_words, tornado_figure
from standoff.view.sensitivity.names import PARTS, bar_words, input_words

DRIVES = "What drives the answer"
SPREAD = "What the spread of the answer rests on"
AGAINST = "Prior against evidence"
_REPEAT = "To repeat this"
MOST_BARS, MOST_INPUTS = 16, 12
VERDICTS = {
    "prior-data conflict": "Prior and evidence pull apart: the answer moves with the weight of either (prior-data conflict).",
    "strong prior or weak evidence": "The answer moves with the weight of the prior and hardly with that of the evidence: the "
    "prior is strong, or the evidence weak.",
    "none": "The answer does not hang on the weight of the prior.",
}


def sensitivity_sections(found: Sensitivity) -> tuple[Section, ...]:
    """The tornado, the first-order indices, and power-scaling."""
    return _tornado(found), _spread(found), _against(found)


def sensitivity_page(found: Sensitivity, *, case: str = "") -> Document:
    """What drives the answer as a page; `case` as the user named it, for the command that repeats it."""
    asked = command_to(found.order, found.challenger)
    headline = f"As of {day(found.as_of)} {judgement(found.obeyed.p)} that an order to {asked} would be obeyed."
    summary = (_drivers(found), _verdict(found))
    return Document(
        found.title, "What drives the answer?", headline, summary, (*sensitivity_sections(found), _repeat(found, case))
    )


def _drivers(found: Sensitivity) -> str:
    """What moves the answer furthest beyond the Monte Carlo error."""
    told = [bar for bar in found.tornado() if bar.told_apart][:3]
    if not told:
        return "Nothing alone moves the answer by more than the Monte Carlo error."
    return f"Alone, these move it furthest: {listed(tuple(f'{bar_words(bar)} ({_ends(bar)})' for bar in told))}."


def _ends(bar: TornadoBar) -> str:
    return ", ".join(f"{end.what} {percent(end.p)}" for end in bar.ends)


def _tornado(found: Sensitivity) -> Section:
    told = [bar for bar in found.tornado() if bar.told_apart]
    shown = told[:MOST_BARS]
    columns = (
        Column("what"),
        Column("moved to"),
        Column("obeyed", "number"),
        Column("difference, points", "number"),
        Column("", "bar", optional=True),
    )
    scale = max([0.02, *(abs(end.difference) for bar in shown for end in bar.ends)])
    rows = tuple(row for bar in shown for row in _bar_rows(bar, scale))
    figures = (tornado_figure(found, shown),) if shown else ()
    return Section(DRIVES, (_drivers(found),), Table(columns, rows) if rows else None, _tornado_notes(found, told), (), figures)


def _tornado_notes(found: Sensitivity, told: list[TornadoBar]) -> tuple[str, ...]:
    quiet, more = len(found.bars) - len(told), max(len(told) - MOST_BARS, 0)
    graded = any(bar.kind in ("grade", "source") for bar in found.bars)
    left = count(found.outlets_left, "source")
    return (
        "± is the Monte Carlo standard error of the difference. Grades and assumptions: the same worlds lived again, every "
        "draw shared. Thirds: the answer over the draws of the coefficients in which that one is lowest or highest, given the "
        "evidence; these move together with whatever else the evidence ties to them.",
        *((f"{count(quiet, 'other thing')} looked at did not move it beyond the Monte Carlo error.",) if quiet else ()),
        *((f"{count(more, 'more thing')} moved it, each by less.",) if more else ()),
        *((f"{left} told fewer rows and were not graded otherwise one by one: --outlets N.",) if found.outlets_left else ()),
        *(() if graded else ("No row was graded otherwise: there is none, or no letter to move to.",)),
    )


def _bar_rows(bar: TornadoBar, scale: float) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(bar_words(bar), repeats=place > 0),
            Cell(end.what),
            Cell(percent(end.p)),
            Cell(difference_words(end)),
            Cell(bar=Bar(end.difference, -scale, scale)),
        )
        for place, end in enumerate(bar.ends)
    )


def difference_words(end: End) -> str:
    """A difference in percentage points with its standard error.

    >>> difference_words(End("without", 0.7, -0.0312, 0.005))
    '-3.1 ± 0.5'
    """
    error = f"{100 * end.error:.1f}" if end.error < 1.0 else "unknown"
    moved = f"{100 * end.difference:+.1f}" if abs(end.difference) >= 0.0005 else "0.0"
    return f"{moved} ± {error}"


def _spread(found: Sensitivity) -> Section:
    draws = [one for one in found.inputs if one.kind != "hidden"]
    ordered = sorted(draws, key=lambda one: -_sortable(one.posterior.value))
    shown = tuple(ordered[:MOST_INPUTS])
    hidden = tuple(one for one in found.inputs if one.kind == "hidden")
    columns = (Column("input"), Column("given the evidence", "number"), Column("without it", "number"), Column("told apart"))
    table = Table(columns, tuple(_input_row(one) for one in (*shown, *hidden)))
    usable = [one for one in shown if isfinite(one.posterior.value)]
    figures = (indices_figure(found, usable),) if usable else ()
    return Section(SPREAD, _spread_words(found, draws, hidden), table, _spread_notes(found, draws), (), figures)


def _sortable(value: float) -> float:
    return value if isfinite(value) else -1.0


def _spread_words(found: Sensitivity, draws: list[Input], hidden: tuple[Input, ...]) -> tuple[str, ...]:
    told = sorted((one for one in draws if one.posterior.told_apart), key=lambda one: -one.posterior.value)
    named = listed(tuple(f"{input_words(one)} ({share_words(one.posterior.value)})" for one in told[:4]))
    apart = f"Of the spread over draws, these alone explain what is told apart from noise: {named}."
    none = f"No single coefficient is told apart from noise by {found.draws[1]:.0f} effective draws: the spread rests on many."
    largest = max(hidden, key=lambda one: _sortable(one.posterior.value))
    return (
        f"Knowing all coefficients would take away about {share_words(found.between)} of the uncertainty about whether the "
        "order would be obeyed; the rest is hidden in the world itself.",
        apart if told else none,
        f"Of what is hidden in a world, {input_words(largest)} says most: {share_words(largest.posterior.value)} by itself.",
    )


def _spread_notes(found: Sensitivity, draws: list[Input]) -> tuple[str, ...]:
    noise = draws[0].posterior.noise
    level = share_words(noise) if noise < 1.0 else "anything"
    return (
        "First-order Sobol indices from the draws there are, ± standard error: the share of the variance that goes if that "
        "input alone were known. Of coefficients, of P(obeyed) over draws, by a parabola; of hidden quantities, of whether a "
        "world obeys. Without the evidence they are of the prior's worlds.",
        f"With {found.draws[1]:.0f} effective draws, the largest of {len(draws)} coefficients without any effect shows more "
        f"than {level} once in twenty times; only what lies beyond is told apart. More --worlds lower that.",
        f"At least {share_words(found.within_noise)} of the spread over draws is Monte Carlo noise within blocks of worlds.",
    )


def _input_row(one: Input) -> tuple[Cell, ...]:
    told = one.posterior.told_apart
    words = _index_words(one.posterior), _index_words(one.prior)
    return Cell(input_words(one), strong=told), Cell(words[0]), Cell(words[1]), Cell("yes" if told else "no")


def _index_words(index: Index) -> str:
    if not isfinite(index.value):
        return "too few draws"
    error = f"{100 * index.error:.0f}" if isfinite(index.error) else "unknown"
    return f"{share_words(index.value)} ± {error}"


def _verdict(found: Sensitivity) -> str:
    prior, likelihood = found.part("prior"), found.part("likelihood")
    near = [part for part in (prior, likelihood) if abs(part.distance - found.threshold) < 2.0 * part.error]
    hedge = f" That is close: {listed(tuple(PARTS[part.part] for part in near))} within two standard errors of the threshold."
    return VERDICTS[found.verdict] + (hedge if near else "")


def _against(found: Sensitivity) -> Section:
    low, high = (f"power {power:g}" for power in found.powers)
    columns = (
        Column("raised to a power"),
        Column(f"obeyed, {low}", "number"),
        Column(f"obeyed, {high}", "number"),
        Column("distance", "number"),
        Column("sensitive"),
    )
    rows = tuple(_part_row(part, found.threshold) for part in found.scaled)
    notes = (
        "Power-scaling (Kallioinen et al. 2024): below 1 a part counts for less, above 1 for more, every world lived again. "
        "Brackets: the difference in points, ± Monte Carlo standard error. Distance: cumulative Jensen-Shannon distance of the "
        f"margin between strength and the order's threshold, per doubling of the power; sensitive from {found.threshold:g} on.",
        "What an event causes stays as it is: only what it tells is raised to the power.",
    )
    return Section(AGAINST, (_verdict(found),), Table(columns, rows), notes)


def _part_row(part: Scaled, threshold: float) -> tuple[Cell, ...]:
    sensitive = part.distance >= threshold
    return (
        Cell(PARTS[part.part], strong=sensitive),
        Cell(_end_words(part.low)),
        Cell(_end_words(part.high)),
        Cell(f"{part.distance:.3f} ± {part.error:.3f}" if isfinite(part.distance + part.error) else "not known"),
        Cell("yes" if sensitive else "no"),
    )


def _end_words(end: End | None) -> str:
    return "no world left" if end is None else f"{percent(end.p)} ({difference_words(end)})"


def _repeat(found: Sensitivity, case: str) -> Section:
    told = f"Standoff {found.version}, seed {found.seed}, {found.worlds:,} worlds, digest of what was read {found.digest}."
    words = ("standoff", "sensitivity", shlex.quote(case or found.case), f"--as-of {found.as_of.isoformat()}")
    more = (f"--order {found.order}", f"--outlets {found.outlets}", f"--worlds {found.worlds}", f"--seed {found.seed}")
    return Section(_REPEAT, (told,), command=(*words, *more))


__all__ = ["AGAINST", "DRIVES", "SPREAD", "difference_words", "sensitivity_page", "sensitivity_sections"]
