"""The file of learned coefficients, `standoff-coefficients/1`: problems are told at their line; people can read it.

Its parts: `made` (where it comes from), `coefficients` (mean and sd of each, in standard deviations of the prior from its
middle), `correlations` (a square, in the order of the coefficients), `cases` (the means that all cases but one give), `record`
(what became of forecasts made with them; may be left out).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from standoff.case.complaints import locate, repeated_keys, schema_problems
from standoff.case.problems import CaseFileError, Problem, nearest, path_text, quoted
from standoff.case.reader import decode, read_bytes
from standoff.case.yaml_tree import Mapping, YamlFault, parse_tree
from standoff.model.learned import RECORD_NAMES, Learned, Made, Record
from standoff.model.priors import Coefficients, Priors, load_priors

SCHEMA = "standoff-coefficients/1"
SHIPPED = "learned.yaml"
Number = Annotated[float, Field(allow_inf_nan=False)]
_SYMMETRIC = 1e-6


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class MadeModel(_Strict):
    """Where the numbers come from."""

    standoff: str
    on: str
    seed: int = Field(ge=0)
    draws: int = Field(ge=1)
    worlds: int = Field(ge=1)
    digest: str


class CoefficientModel(_Strict):
    """One coefficient's standard number."""

    mean: Number
    sd: Annotated[Number, Field(gt=0.0)]


class RecordModel(_Strict):
    """What became of forecasts."""

    fell: list[str]
    level: CoefficientModel
    trust: CoefficientModel
    initiative: CoefficientModel
    cases: dict[str, list[Number]]


class LearnedModel(_Strict):
    """The whole file."""

    schema_: Literal["standoff-coefficients/1"] = Field(alias="schema")
    made: MadeModel
    coefficients: dict[str, CoefficientModel] = Field(min_length=1)
    correlations: list[list[Number]]
    cases: dict[str, list[Number]]
    record: RecordModel | None = None


@cache
def shipped() -> Learned:
    """What the package has learned from its own library."""
    return parse_learned(files("standoff.model").joinpath(SHIPPED).read_bytes(), SHIPPED)


def usual_priors(case: str) -> Priors:
    """The priors with what the package learned from its library, less what the case of that name taught itself."""
    return replace(load_priors(), learned=shipped().forgetting(case))


def read_learned(path: str | Path) -> Learned:
    """What a file written by `standoff fit` says.

    Raises:
        CaseFileError: it cannot be read or has problems; all of them are in its text, one a line.
    """
    return parse_learned(read_bytes(path), str(path))


def parse_learned(data: bytes, name: str) -> Learned:
    """The same from bytes; `name` stands for the file in messages."""
    try:
        tree = parse_tree(decode(data, name))
    except YamlFault as fault:
        place = (fault.mark.line, fault.mark.column) if fault.mark else (0, 0)
        raise CaseFileError([Problem(name, *place, "", fault.what)]) from None
    problems = [] if not isinstance(tree, Mapping) else list(repeated_keys(tree, name))
    try:
        model = LearnedModel.model_validate(tree.plain())
    except ValidationError as error:
        raise CaseFileError([*problems, *schema_problems(error, tree, name, LearnedModel)]) from None
    for path, what, near in _contradictions(model):
        mark = locate(tree, path)
        problems.append(Problem(name, mark.line, mark.column, path_text(path), what, (), near))
    if problems:
        raise CaseFileError(problems)
    return _built(model)


def _contradictions(model: LearnedModel) -> Iterator[tuple[tuple[str | int, ...], str, str | None]]:
    """What the schema cannot see: path, words, nearest name."""
    size, record = len(model.coefficients), model.record
    for name in model.coefficients:
        if name not in Coefficients._fields:
            yield ("coefficients", name), f"{quoted(name)} is not a coefficient", nearest(name, Coefficients._fields)
    for case, mean in model.cases.items():
        if len(mean) != size:
            yield ("cases", case), f"{len(mean)} numbers given; allowed: {size}, one a coefficient", None
    if record is not None:
        yield from _record_contradictions(record, tuple(model.cases))
    if [len(row) for row in model.correlations] != [size] * size:
        yield ("correlations",), f"not a square of {size} rows of {size} numbers, one a coefficient", None
    elif not _is_correlation(np.array(model.correlations)):
        yield ("correlations",), "not a correlation matrix (symmetric, 1 on the diagonal, positive definite)", None


def _record_contradictions(
    record: RecordModel, cases: tuple[str, ...]
) -> Iterator[tuple[tuple[str | int, ...], str, str | None]]:
    for case, mean in record.cases.items():
        if len(mean) != len(RECORD_NAMES):
            yield ("record", "cases", case), f"{len(mean)} numbers given; allowed: {len(RECORD_NAMES)}", None
    if set(record.cases) != set(cases):
        yield ("record", "cases"), "not the cases that the coefficients were learned from", None
    for place, name in enumerate(record.fell):
        if name not in record.cases:
            yield ("record", "fell", place), f"{quoted(name)} is not a case that was learned from", nearest(name, record.cases)


def _is_correlation(matrix: Any) -> bool:
    even = np.allclose(matrix, matrix.T, atol=_SYMMETRIC) and np.allclose(np.diag(matrix), 1.0, atol=_SYMMETRIC)
    return bool(even and np.linalg.eigvalsh(matrix)[0] > 0.0)


def _built(model: LearnedModel) -> Learned:
    return Learned(
        names=tuple(model.coefficients),
        mean=tuple(each.mean for each in model.coefficients.values()),
        sd=tuple(each.sd for each in model.coefficients.values()),
        correlation=tuple(tuple(row) for row in model.correlations),
        without={case: tuple(mean) for case, mean in model.cases.items()},
        made=Made(**model.made.model_dump()),
        record=None if model.record is None else _built_record(model.record),
    )


def _built_record(model: RecordModel) -> Record:
    parts = [getattr(model, name) for name in RECORD_NAMES]
    without = {case: tuple(mean) for case, mean in model.cases.items()}
    return Record(tuple(part.mean for part in parts), tuple(part.sd for part in parts), without, tuple(model.fell))


def learned_text(learned: Learned) -> str:
    """The file, ending with a newline; numbers to four decimals."""
    made = ", ".join(f"{name}: {getattr(learned.made, name)}" for name in MadeModel.model_fields if name != "digest")
    parts = zip(learned.names, learned.mean, learned.sd, strict=True)
    lines = [
        "# What `standoff fit` learned from past standoffs. Numbers are in standard deviations of each coefficient's prior,",
        "# counted from its middle; mean 0 and sd 1 would be the prior itself. `cases`: the means that all cases but one give.",
        f"schema: {SCHEMA}",
        f'made: {{{made}, digest: "{learned.made.digest}"}}',
        "coefficients:",
        *(f"  {name}: {{mean: {mean:.4f}, sd: {sd:.4f}}}" for name, mean, sd in parts),
        "correlations:",
        *(f"  - {_numbers(row)}" for row in learned.correlation),
        "cases:" if learned.without else "cases: {}",
        *(f"  {case}: {_numbers(mean)}" for case, mean in learned.without.items()),
        *(_record_lines(learned.record) if learned.record else ()),
    ]
    return "\n".join(lines) + "\n"


def _record_lines(record: Record) -> Iterator[str]:
    yield "# Log odds of a fall = level + trust x those of the worlds + initiative x its sign, both by how much is on record."
    yield "record:"
    yield f"  fell: [{', '.join(record.fell)}]"
    for name, mean, sd in zip(RECORD_NAMES, record.mean, record.sd, strict=True):
        yield f"  {name}: {{mean: {mean:.4f}, sd: {sd:.4f}}}"
    yield "  cases:" if record.without else "  cases: {}"
    yield from (f"    {case}: {_numbers(mean)}" for case, mean in record.without.items())


def _numbers(row: tuple[float, ...]) -> str:
    return "[" + ", ".join(f"{value:.4f}" for value in row) + "]"
