"""The waterfall: from the odds before any evidence to the odds now, in decibans that add up exactly."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from standoff.analysis.answer import Answer, EvidenceAnswer
from standoff.analysis.words import decibans, factor_words
from standoff.view.document import Figure
from standoff.view.drawing import OBEY, QUIET, REFUSE, spec
from standoff.view.figures.labels import MARK_DOWN, ROW, banded, label, names, numbers, tooltip
from standoff.view.phrases import ORDERS, count, day, event
from standoff.view.pieces import in_figure, rows_of, rows_of_all

MOST = 12
"""Pieces of evidence with a bar of their own."""
_HEADS = {"label": "step", "shown": "decibans", "start": "from", "end": "to", "words": "in words"}


def waterfall_figure(answer: Answer) -> Figure:
    """Prior, the pieces of evidence that moved most in the order they became known, all others, silence, drift, posterior."""
    steps = answer.waterfall
    rows = tuple(_rows(answer))
    return Figure(
        id="waterfall",
        title=f"From the prior to the answer, in decibans for an order to {ORDERS[answer.focus]} being refused",
        alt=f"Bars from {decibans(steps.prior)} decibans before any evidence to {decibans(steps.posterior)} now: evidence "
        f"{decibans(steps.evidence)}, silence {decibans(steps.silence)}, drift {decibans(steps.dynamics)}. {_largest(answer)}",
        spec=_spec(len(rows)),
        rows=rows,
        heads=_HEADS,
        how="Ten decibans are a factor of ten on the odds, three a factor of two. Each piece of evidence is weighed given all "
        "that came before it, so the steps add up exactly; in another order they would share the same total differently. "
        f"The {min(MOST, len(answer.evidence))} that moved most stand alone.",
    )


def _largest(answer: Answer) -> str:
    most = max(answer.evidence, key=lambda row: abs(row.decibans), default=None)
    if most is None:
        return "There was no evidence."
    return f"The largest single step is of {day(most.public)}: {event(most.code)}, {factor_words(most.decibans)}."


def _rows(answer: Answer) -> Iterator[dict[str, Any]]:
    """One row a bar, each starting where the last one ended."""
    at = 0.0
    for place, (name, value, told, total) in enumerate(_steps(answer)):
        start, end = (0.0, value) if total else (at, at + value)
        yield {
            "row": place,
            "evidence": in_figure(told),
            "label": name,
            "start": start,
            "end": end,
            "decibans": value,
            "shown": decibans(value),
            "way": "odds" if total else "towards refusal" if value > 0.0 else "towards obedience",
            "words": "the odds" if total else factor_words(value),
        }
        at = end


class _Step(NamedTuple):
    """Name, decibans, rows of the case that it tells of, and whether it is where the odds stand in place of a step."""

    name: str
    decibans: float
    told: tuple[str, ...] = ()
    total: bool = False


def _steps(answer: Answer) -> Iterator[_Step]:
    """From the odds before any evidence to those now."""
    steps, own = answer.waterfall, _own_bars(answer)
    rest = [row for row in answer.evidence if row not in own]
    yield _Step("before any evidence", steps.prior, total=True)
    for row in own:
        yield _Step(f"{_date(row.public, answer)}: {_what(row)}", row.decibans, rows_of(row))
    if rest:
        others = steps.evidence - sum(row.decibans for row in own)
        yield _Step(f"the other {count(len(rest), 'piece')} of evidence", others, rows_of_all(rest))
    yield _Step("what was not reported", steps.silence)
    yield _Step("drift of strength and loyalty", steps.dynamics)
    yield _Step("now", steps.posterior, total=True)


def _date(when: date, answer: Answer) -> str:
    """The date, without its year where the whole case lies in one: names are short of room."""
    whole = day(when)
    return whole.removesuffix(f" {when.year}") if answer.start.year == answer.as_of.year else whole


def _own_bars(answer: Answer) -> list[EvidenceAnswer]:
    ranked = sorted(range(len(answer.evidence)), key=lambda place: -abs(answer.evidence[place].decibans))
    return [answer.evidence[place] for place in sorted(ranked[:MOST])]


def _what(row: EvidenceAnswer) -> str:
    who = ", ".join(filter(None, (row.force, "" if row.tier == "none" else row.tier)))
    return label(f"{event(row.code)} ({who})" if who else event(row.code))


def _spec(rows: int) -> dict[str, Any]:
    colours = {"domain": ["towards refusal", "towards obedience", "odds"], "range": [REFUSE, OBEY, QUIET]}
    across = {"field": "start", "type": "quantitative", "title": "decibans for refusal", "axis": {"tickCount": 7, "grid": True}}
    bar = {
        "mark": {"type": "bar", "height": 10, "yOffset": MARK_DOWN, "cornerRadius": 1, "minBandSize": 1},
        "encoding": {
            "x": across,
            "x2": {"field": "end"},
            "color": {
                "field": "way",
                "type": "nominal",
                "scale": colours,
                "legend": {"title": None, "orient": "top", "direction": "horizontal"},
            },
            "tooltip": tooltip({"label": "step", "shown": "decibans", "words": "in words"}),
        },
    }
    end = {
        "mark": {"type": "tick", "size": 14, "thickness": 2, "yOffset": MARK_DOWN, "color": QUIET, "orient": "vertical"},
        "encoding": {"x": {"field": "end", "type": "quantitative"}},
    }
    nought = {"mark": {"type": "rule", "color": QUIET}, "encoding": {"x": {"datum": 0, "type": "quantitative"}}}
    return spec(height=rows * ROW, layer=[nought, *banded(bar, end, names(), numbers())])
