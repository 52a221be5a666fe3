"""What comes next: how the standoff ends, after a week, a month, a quarter and at last."""

from __future__ import annotations

from standoff.analysis.answer import Answer, Horizon
from standoff.analysis.words import judgement, percent
from standoff.view.document import Bar, Cell, Column, Section, Table
from standoff.view.phrases import OUTCOMES, count, span_words

WHAT_NEXT = "What comes next"


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
    return Section(WHAT_NEXT, sentences, Table(columns, rows), (out_interval(answer),))


def _head(horizon: Horizon) -> str:
    return "at the end" if horizon.days is None else count(horizon.days, "day")


def _row(kind: str, words: str, horizons: tuple[Horizon, ...]) -> tuple[Cell, ...]:
    cells = tuple(Cell(_share(horizon, kind)) for horizon in horizons)
    return (Cell(words), *cells, Cell(bar=Bar(horizons[-1].by_kind()[kind])))


def _share(horizon: Horizon, kind: str) -> str:
    return percent(horizon.by_kind()[kind], horizon.worlds)
