"""What comes next: how the standoff ends, after a week, a month, a quarter and at last."""

from __future__ import annotations

from math import exp

from standoff.analysis.answer import Answer, Horizon, RecordAnswer
from standoff.analysis.words import judgement, percent
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import OUTCOMES, count, span_words

WHAT_NEXT = "What comes next"
THIN, EVEN = 0.2, 0.2
"""Below: how much of the signs is believed where the record is thin; a ratio of acts that is about even (its logarithm)."""


def out_sentence(answer: Answer) -> str:
    """Whether the order-giver is out when it ends, in ICD 203 words and the number."""
    start = judgement(answer.order_giver_out.p, answer.worlds)
    return f"{start[0].upper()}{start[1:]} that {answer.order_giver} is out when the standoff ends."


def out_interval(answer: Answer) -> str:
    """The interval of that number, in its own sentence."""
    out = answer.order_giver_out
    return f"The interval around the {percent(out.p, answer.worlds)} runs {span_words(out)}."


def outcomes_section(answer: Answer) -> Section:
    """Kinds of outcome by horizon; what no world showed is printed as less than one in that many worlds."""
    heads = tuple(_head(horizon) for horizon in answer.outcomes)
    columns = (Column("outcome"), *(Column(head, "number") for head in heads), Column("", "bar", optional=True))
    rows = tuple(_row(kind, words, answer.outcomes) for kind, words in OUTCOMES.items())
    sentences = (
        "Shares of the worlds in which the standoff has ended so, counted from the as-of date. "
        f"All but the first and the last line mean that {answer.order_giver} is out.",
    )
    return Section(WHAT_NEXT, sentences, Table(columns, rows), (out_interval(answer), *record_sentences(answer)))


def record_sentences(answer: Answer) -> tuple[str, ...]:
    """How the record of past forecasts moved the chance that he is out; nothing where no record was used."""
    record = answer.record
    if record is None:
        return ()
    moved = (
        f"The worlds alone say {percent(record.worlds_alone.p, answer.worlds)}; what became of forecasts of "
        f"{count(record.cases, 'past standoff')} makes it {percent(answer.order_giver_out.p, answer.worlds)}; "
        f"so few leave open {100 * record.interval[0]:.0f} to {100 * record.interval[1]:.0f} % (90 %, normal in log odds). "
        f"{_acting(record, answer)}"
    )
    if record.weight >= THIN:
        return (moved,)
    return (
        moved,
        f"The record here is thin ({count(answer.rows_known, 'piece')} of evidence): that number is held near how often "
        f"order-givers fell, {percent(record.fell)}.",
    )


def _acting(record: RecordAnswer, answer: Answer) -> str:
    """Who has the initiative."""
    if abs(record.initiative) < EVEN:
        return "Of late the two sides at home have acted about equally often."
    more = answer.challenger if record.initiative > 0.0 else answer.order_giver
    return f"Of late the side of {more} has acted more ({exp(abs(record.initiative)):.1f} to 1)."


def _head(horizon: Horizon) -> str:
    return "at the end" if horizon.days is None else count(horizon.days, "day")


def _row(kind: str, words: str, horizons: tuple[Horizon, ...]) -> tuple[Cell, ...]:
    cells = tuple(Cell(_share(horizon, kind)) for horizon in horizons)
    return (Cell(words), *cells, Cell(bar=Bar(horizons[-1].by_kind()[kind])))


def _share(horizon: Horizon, kind: str) -> str:
    return percent(horizon.by_kind()[kind], horizon.worlds)
