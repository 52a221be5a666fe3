"""The track record as a page: scores by fraction beside every rival's, whether forecasts mean what they say, worst misses."""

from __future__ import annotations

from math import exp, isfinite

from standoff.analysis.answer import EvidenceAnswer
from standoff.analysis.history.backtest import Forecast
from standoff.analysis.history.track_record import STANDOFF, Bin, Score, TrackRecord, worst_misses
from standoff.analysis.scoring import Interval
from standoff.analysis.words import percent
from standoff.view.document import Bar, Cell, Column, Document, Section, Table
from standoff.view.phrases import OUTCOMES, count

FORECASTERS = {
    "standoff": "Standoff",
    "worlds": "worlds alone",
    "prior_only": "worlds, no evidence",
    "base_rate": "base rate",
    "logit": "logit on codes",
    "bayes_factor_product": "product of Bayes factors",
}
TAUGHT = {
    "prior": "Coefficients are the priors; nothing was learned.",
    "unseen": "Coefficients were learned from other cases.",
    "leave-one-out": "Coefficients were learned from all cases of the library but the one forecast (leave-one-out).",
    "in-sample": "In sample: coefficients were learned from the cases forecast as well, so that scores flatter.",
}


def track_record_page(record: TrackRecord, worlds: int, seed: int, how: str) -> Document:
    """The whole page; `how` is a key of `TAUGHT`."""
    cases = len({each.case for each in record.forecasts})
    return Document(
        title="Track record",
        question="Would the order-giver fall? Forecast from what was public by the day, scored against what came.",
        headline=_headline(record),
        summary=_summary(record, cases, worlds, seed, how),
        sections=(
            *(_glance(record), *(_scores(record, fraction) for fraction in record.fractions)),
            *(_meaning(record), _misses(record)),
        ),
    )


def _headline(record: TrackRecord) -> str:
    """Failures first: at which fractions the model does no better than the base rate, or may have by chance."""
    behind = [each for each in record.fractions if record.score(STANDOFF, each).brier_gain.value <= 0.0]
    if not behind:
        chance = [f"{each:g}" for each in record.fractions if record.score(STANDOFF, each).brier_gain.low <= 0.0]
        doubt = f"; by so little that it may be chance at {', '.join(chance)}" if chance else ""
        return f"At every fraction of their span the model's forecasts were better than the base rate{doubt}."
    told = ", ".join(f"{fraction:g}" for fraction in behind)
    return f"At these fractions of their span the model's forecasts were no better than the base rate: {told}."


def _summary(record: TrackRecord, cases: int, worlds: int, seed: int, how: str) -> tuple[str, ...]:
    fell = len({each.case for each in record.forecasts if each.out})
    return (
        f"{count(cases, 'case')}, of which the order-giver fell in {fell}. {TAUGHT[how]} Rivals learn from the library "
        "less the case they forecast.",
        "The cases were coded by people who knew how they ended, from public sources and memory; they are few, and chosen.",
        "Brier: squared error, 0 is best. Lead: Brier score that Standoff saves against each, with its interval. Log: the log "
        "score's loss. Slope: 1 where odds mean what they say, below 1 where they claim too much. Rank: chance that of two "
        "cases the one in which he fell was given the higher forecast; a rival that learns from all cases but one and knows "
        "little else ranks below half by that alone.",
        f"{count(worlds, 'world')} a forecast, seed {seed}. Intervals: 90 % equal-tailed, bootstrap over cases.",
    )


def _glance(record: TrackRecord) -> Section:
    """Brier scores of all by fraction, and the slope of the model's own."""
    columns = (Column("Brier score at"), *(Column(f"{fraction:g}", "number") for fraction in record.fractions))
    rows = [_glance_row(record, name) for name in (STANDOFF, *record.forecasts[0].rivals)]
    slopes = tuple(Cell(_number(record.score(STANDOFF, fraction).slope, ".2f")) for fraction in record.fractions)
    return Section("At a glance", (), Table(columns, (*rows, (Cell("slope of Standoff's odds"), *slopes))))


def _glance_row(record: TrackRecord, name: str) -> tuple[Cell, ...]:
    own = name == STANDOFF
    scores = (Cell(_number(record.score(name, fraction).brier.value), strong=own) for fraction in record.fractions)
    return (Cell(FORECASTERS.get(name, name), strong=own), *scores)


def _scores(record: TrackRecord, fraction: float) -> Section:
    columns = (
        *(Column("forecaster"), Column("Brier", "number"), Column("", "bar", optional=True), Column("lead", "number")),
        *(Column("interval", "number"), Column("log", "number"), Column("slope", "number"), Column("rank", "number")),
    )
    rows = tuple(_score_row(record.score(name, fraction)) for name in (STANDOFF, *record.forecasts[0].rivals))
    notes = (
        f"Ranked score over kinds of end: {_number(record.ranked[fraction].value)}, {_span(record.ranked[fraction])}.",
        "Brier score of whether the forces obeyed to the end: "
        f"{_number(record.forsaken[fraction].value)}, {_span(record.forsaken[fraction])}.",
    )
    return Section(_title(fraction), (), Table(columns, rows), notes)


def _title(fraction: float) -> str:
    return "With all that was public the day before the end" if fraction >= 1.0 else f"At {percent(fraction)} of the span"


def _score_row(score: Score) -> tuple[Cell, ...]:
    own = score.forecaster == STANDOFF
    name = FORECASTERS.get(score.forecaster, score.forecaster)
    return (
        Cell(name, strong=own),
        Cell(_number(score.brier.value)),
        Cell(bar=Bar(score.brier.value, 0.0, 0.5)),
        Cell("" if own else f"{score.lead.value:+.3f}"),
        Cell("" if own else _span(score.lead, "+.3f")),
        Cell(_number(score.log_loss.value)),
        Cell(_number(score.slope, ".2f")),
        Cell(_number(score.auc, ".2f")),
    )


def _meaning(record: TrackRecord) -> Section:
    """The reliability diagram of the last fraction as a table."""
    last = record.fractions[-1]
    columns = (Column("forecast"), Column("said", "number"), Column("came", "number"), Column("", "bar"))
    rows = tuple(_bin_row(each) for each in record.reliability[last])
    told = f"Forecasts of a fall {_title(last)[0].lower()}{_title(last)[1:]}, by what was said, and how often it came."
    return Section("Do forecasts mean what they say?", (told,), Table(columns, rows))


def _bin_row(each: Bin) -> tuple[Cell, ...]:
    said = f"{100 * each.low:.0f} to {100 * each.high:.0f} %"
    came = f"{round(each.came * each.cases)} of {each.cases}"
    return (Cell(said), Cell(percent(each.forecast)), Cell(came), Cell(bar=Bar(each.came)))


def _misses(record: TrackRecord) -> Section:
    last = record.fractions[-1]
    columns = (
        *(Column("case"), Column("as of"), Column("said", "number"), Column("worlds", "number"), Column("acts", "number")),
        *(Column("what came"), Column("what misled most")),
    )
    rows = tuple(_miss_row(each, record.misled.get(each.case)) for each in worst_misses(record, last))
    told = (
        f"{_title(last)}. Said: of a fall; worlds: the same by the worlds alone; acts: of the challenger's side at home to one "
        "of the order-giver's, of late. What misled most: the row that moved the odds furthest from what the forces then did, "
        "in decibans for refusal.",
    )
    return Section("The worst misses", told, Table(columns, rows))


def _miss_row(each: Forecast, misled: EvidenceAnswer | None) -> tuple[Cell, ...]:
    row = "" if misled is None else f"{misled.date.isoformat()} {misled.code} ({misled.decibans:+.1f})"
    return (
        *(Cell(each.case), Cell(each.as_of.isoformat()), Cell(percent(each.p_out), strong=True)),
        *(Cell(percent(each.p_worlds)), Cell(f"{exp(each.signs.initiative):.1f}"), Cell(OUTCOMES[each.kind]), Cell(row)),
    )


def _number(value: float, form: str = ".3f") -> str:
    return format(value, form) if isfinite(value) else "none"


def _span(interval: Interval, form: str = ".3f") -> str:
    return f"{interval.low:{form}} to {interval.high:{form}}"
