"""Which rows of the case a piece of evidence is, so that a face can show the same piece wherever a page tells of it."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.analysis.answer import EvidenceAnswer


def rows_of(piece: EvidenceAnswer) -> tuple[str, ...]:
    """Ids of the rows of the case that tell a piece of evidence: its own first, then those that only repeat it."""
    return (piece.id, *piece.echoes)


def rows_of_all(pieces: Iterable[EvidenceAnswer]) -> tuple[str, ...]:
    """The same of several pieces, one after the other."""
    return tuple(row for piece in pieces for row in rows_of(piece))


def rows_named(names: Iterable[Iterable[str]], pieces: Iterable[EvidenceAnswer]) -> tuple[tuple[str, ...], ...]:
    """The same of sets of pieces told by their ids, one tuple a set."""
    known = {piece.id: rows_of(piece) for piece in pieces}
    return tuple(tuple(row for name in each for row in known[name]) for each in names)


def in_figure(rows: Iterable[str]) -> str:
    """Ids of rows as a datum of a figure has them under `evidence`: one text, parted by blanks, which no id holds.

    Example:
        >>> in_figure(("2019-01-21-mutiny-1", "row-7"))
        '2019-01-21-mutiny-1 row-7'
    """
    return " ".join(rows)
