"""The page that `standoff sensitivity` prints, and its sections for the report."""

from __future__ import annotations

from standoff.analysis.sensitivity.values import CONFLICT, STRONG_PRIOR, THRESHOLD, Index, Scaled, Sensitivity, Swing
from standoff.analysis.words import judgement, percent
from standoff.view.document import Bar, Cell, Column, Document, Section, Table
from standoff.view.phrases import command_to, count, day, listed
from standoff.view.repeat import repeat_section
from standoff.view.sensitivity.figures import indices_figure, tornado_figure
from standoff.view.sensitivity.names import KINDS, input_words, swing_words

DRIVES = "What drives the answer"
VARIANCE = "Where the spread of the answer comes from"
PULL = "Do prior and evidence pull apart?"
MOST, MOST_OF_A_KIND, SURE = 14, 7, 3.0
"""Rows shown, of indices and of each kind of swing; standard errors beyond which a difference among forty is no chance."""


def sensitivity_sections(found: Sensitivity) -> tuple[Section, ...]:
    """The tornado, the Sobol indices, power-scaling."""
    return (_tornado(found), _indices(found), _power(found))


def sensitivity_page(found: Sensitivity, *, case: str = "") -> Document:
    """What drives the answer as a page; `case` as the user named it, for the command that repeats it."""
    order, start = command_to(found.order, found.challenger), judgement(found.obeyed.p, found.worlds)
    headline = f"As of {day(found.as_of)}, {start} that the forces would obey an order to {order}. {_first(found)}"
    again = repeat_section(found, "sensitivity", case)
    return Document(found.title, DRIVES + "?", headline, (), (*sensitivity_sections(found), again))


def _first(found: Sensitivity) -> str:
    """What moves it most, beyond its Monte Carlo error."""
    sure = [swing for swing in found.swings if swing.width > SURE * swing.error]
    if not sure:
        return "Nothing looked at moves this by clearly more than its Monte Carlo error."
    first = sure[0]
    ends = f"{percent(first.p_low)} ({first.low}), {percent(first.p_high)} ({first.high})"
    return f"What moves this most is {swing_words(first)}: {ends}."


def shown_swings(found: Sensitivity) -> tuple[Swing, ...]:
    """The widest of each kind, so that noisy coefficients do not crowd out what is known to a tenth of a point."""
    kinds = dict.fromkeys(swing.kind for swing in found.swings)
    chosen = [swing for kind in kinds for swing in [one for one in found.swings if one.kind == kind][:MOST_OF_A_KIND]]
    return tuple(sorted(chosen, key=lambda swing: -swing.width))


def _tornado(found: Sensitivity) -> Section:
    shown = shown_swings(found)
    columns = (
        Column("what"),
        Column("kind", optional=True),
        Column("low", "number"),
        Column("high", "number"),
        Column("difference", "number"),
    )
    notes = [
        "Coefficients: P(obeyed) where the draw lies in its lowest and in its highest third, from the draws there are. Grades: "
        "the source a letter worse and a letter better, the worlds lived again. Assumptions of the case: with the package's "
        "prior "
        "instead, and as held. ± is the Monte Carlo standard error of the difference, in points; bold: beyond three of them.",
    ]
    if len(found.swings) > len(shown):
        notes.append(f"The widest of each kind; {len(found.swings) - len(shown)} more swing less.")
    if found.sources_left_out:
        notes.append(f"{count(found.sources_left_out, 'source')} that told fewer rows were not graded anew one by one.")
    sentences = (f"P(obeyed) is {percent(found.obeyed.p)}. How it would be with one thing otherwise, the widest first:",)
    table = Table(columns, tuple(_swing(swing) for swing in shown))
    return Section(DRIVES, sentences, table, tuple(notes), figures=(tornado_figure(found, shown),))


def _swing(swing: Swing) -> tuple[Cell, ...]:
    sure = swing.width > SURE * swing.error
    return (
        Cell(swing_words(swing), strong=sure),
        Cell(KINDS[swing.kind]),
        Cell(percent(swing.p_low)),
        Cell(percent(swing.p_high)),
        Cell(f"{100 * (swing.p_high - swing.p_low):+.1f} ± {100 * swing.error:.1f}", strong=sure),
    )


def _indices(found: Sensitivity) -> Section:
    shown = found.indices[:MOST]
    heads = (Column("input"), Column("kind", optional=True), Column("share", "number"), Column("", "bar"))
    table = Table((*heads, Column("told apart")), tuple(_index(one, max(0.05, shown[0].share)) for one in shown))
    sure = [index for index in shown if index.told_apart]
    sentence = (
        f"Alone, {input_words(sure[0].name)} accounts for {percent(sure[0].share)} of the spread of margins over worlds."
        if sure
        else f"No input alone can be told apart from nothing with {count(found.draws, 'draw')} of the coefficients."
    )
    notes = (
        "First-order Sobol indices from the worlds already run, corrected for what chance explains: shares of the variance of "
        "strength less threshold over all worlds. Not told apart: no more than chance makes of nothing. "
        f"Coefficients rest on {count(found.draws, 'draw')}; more worlds are more draws.",
    )
    return Section(VARIANCE, (sentence,), table, notes, figures=(indices_figure(shown),))


def _index(index: Index, scale: float) -> tuple[Cell, ...]:
    return (
        Cell(input_words(index.name), strong=index.told_apart),
        Cell(KINDS[index.kind]),
        Cell(f"{100 * index.share:.1f} ± {100 * index.error:.1f} %"),
        Cell(bar=Bar(max(index.share, 0.0), high=scale)),
        Cell("yes" if index.told_apart else "no"),
    )


def _power(found: Sensitivity) -> Section:
    low, high = found.prior.powers
    columns = (
        Column("raised to a power"),
        Column(f"obeyed at {low:g}", "number"),
        Column("at 1", "number"),
        Column(f"at {high:g}", "number"),
        Column("distance", "number"),
    )
    rows = tuple(_scaled(found, scaled) for scaled in (found.prior, found.likelihood))
    notes = (
        "Power-scaling (Kallioinen and others 2024), done by living the worlds again and not by reweighting: the priors' "
        "normal "
        "distributions and the likelihood raised to a power. Distance: cumulative Jensen-Shannon, of the distribution of "
        f"margins, per doubling of the power; from {THRESHOLD:g} on a quantity is called sensitive. ± is the Monte Carlo "
        "standard error, of P(obeyed) that of the difference from power 1, in points.",
    )
    return Section(PULL, (_diagnosis(found), *_near(found)), Table(columns, rows), notes)


def _near(found: Sensitivity) -> tuple[str, ...]:
    """Said where Monte Carlo error leaves the diagnosis open."""
    near = tuple(f"the {scaled.what}'s" for scaled in (found.prior, found.likelihood) if scaled.near)
    if not near:
        return ()
    verb = "lies" if len(near) == 1 else "lie"
    return (f"Of the distances {listed(near)} {verb} too near {THRESHOLD:g} for so many worlds to say; more would settle it.",)


def _diagnosis(found: Sensitivity) -> str:
    if found.diagnosis == CONFLICT:
        return "Prior-data conflict: the answer gives way both to the prior and to the evidence, which pull apart."
    if found.diagnosis == STRONG_PRIOR:
        return "Strong prior or weak evidence: the answer gives way to the prior and hardly to the evidence."
    if found.likelihood.distance >= THRESHOLD:
        return "No conflict: the answer gives way to the evidence and hardly to the prior."
    return "No conflict: a prior or evidence somewhat stronger or weaker would hardly change the answer."


def _scaled(found: Sensitivity, scaled: Scaled) -> tuple[Cell, ...]:
    return (
        Cell(scaled.what),
        Cell(f"{percent(scaled.p[0])} ± {100 * scaled.p_error[0]:.1f}"),
        Cell(percent(found.obeyed.p)),
        Cell(f"{percent(scaled.p[1])} ± {100 * scaled.p_error[1]:.1f}"),
        Cell(f"{scaled.distance:.3f} ± {scaled.error:.3f}", strong=scaled.distance >= THRESHOLD),
    )
