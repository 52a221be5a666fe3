"""What past standoffs taught, as a page: each coefficient before and after."""

from __future__ import annotations

from math import exp

from standoff.analysis.scoring import Z_90
from standoff.model.learned import RECORD_NAMES, Learned, Record
from standoff.model.priors import CoefficientPrior, load_priors
from standoff.view.document import Cell, Column, Document, Section, Table
from standoff.view.phrases import count


def fit_page(learned: Learned, where: str) -> Document:
    """The whole page; `where` is the file that was written."""
    made = learned.made
    return Document(
        title="What past standoffs taught",
        question="How far should the model's coefficients be from what was assumed?",
        headline=f"Learned from {count(len(learned.without), 'case')}; written to {where}.",
        summary=(
            f"{count(made.draws, 'draw')} of the coefficients, {count(made.worlds, 'world')} a case and draw, "
            f"seed {made.seed}, digest of what was read {made.digest}.",
            "Values are medians with 90 % equal-tailed intervals, normal in the unit of the prior (logarithms of factors).",
        ),
        sections=(Section("Coefficients", (), _table(learned)), *_record(learned.record)),
    )


def _record(record: Record | None) -> tuple[Section, ...]:
    """What became of forecasts, in words and numbers; nothing where it was not learned."""
    if record is None:
        return ()
    told = (
        f"The order-giver fell in {len(record.fell)} of {count(len(record.without), 'case')}. Log odds of a fall are the "
        "level, plus the trust times those of the worlds, plus the initiative times the logarithm of acts of the "
        "challenger's side at home over the order-giver's; both signs count by how much is on record.",
    )
    columns = (Column("what became of forecasts"), Column("mean", "number"), Column("sd", "number"))
    parts = zip(RECORD_NAMES, record.mean, record.sd, strict=True)
    rows = tuple((Cell(name), Cell(f"{mean:.2f}", strong=True), Cell(f"{sd:.2f}")) for name, mean, sd in parts)
    return (Section("The record", told, Table(columns, rows)),)


def _table(learned: Learned) -> Table:
    numbers = ("before", "", "after", "interval")
    columns = (Column("coefficient"), *(Column(name, "number") for name in numbers))
    parts = zip(learned.names, learned.mean, learned.sd, strict=True)
    rows = tuple(_row(name, load_priors().coefficients[name], mean, sd) for name, mean, sd in parts)
    return Table(columns, rows)


def _row(name: str, prior: CoefficientPrior, mean: float, sd: float) -> tuple[Cell, ...]:
    before = Cell(_value(prior, 0.0)), Cell(_interval(prior, 0.0, 1.0))
    return (Cell(name), *before, Cell(_value(prior, mean), strong=True), Cell(_interval(prior, mean, sd)))


def _value(prior: CoefficientPrior, z: float) -> str:
    value = prior.centre * exp(prior.spread * z) if prior.family == "log_normal" else prior.centre + prior.spread * z
    return f"{value:.3g}"


def _interval(prior: CoefficientPrior, mean: float, sd: float) -> str:
    return f"{_value(prior, mean - Z_90 * sd)} to {_value(prior, mean + Z_90 * sd)}"
