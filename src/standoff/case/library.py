"""The built-in library of historical standoffs, and the one way to get a case by name or path."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from standoff.case.index import CHRONICLES, Summary, read_index
from standoff.case.problems import close_words, quoted, whole_file
from standoff.case.reader import read_case
from standoff.case.values import Case
from standoff.errors import CaseError

_SUFFIXES = (".yaml", ".yml")


@cache
def library_names() -> tuple[str, ...]:
    """The names of every case in the built-in library, in alphabetical order.

    Example:
        >>> "venezuela-2019" in library_names()
        True
    """
    return tuple(sorted(path.stem for path in CHRONICLES.glob("*.yaml")))


def library_table() -> tuple[Summary, ...]:
    """Title, start, length, rows and forces of every library case; nothing about how it ended."""
    return read_index()


def case_path(name: str) -> Path:
    """The file of a library case.

    Raises:
        CaseError: the library has no such case; the text names the nearest ones.
    """
    if name not in library_names():
        raise _unknown(name)
    return CHRONICLES / f"{name}.yaml"


def load_case(name_or_path: str | os.PathLike[str], *, check: bool = True) -> Case:
    """A case by its name in the library or by the path of its file; the library's name wins.

    Args:
        name_or_path: such as `"venezuela-2019"` or `"my/case.yaml"`.
        check: also look for contradictions (dates out of order, unknown forces, impossible numbers).

    Raises:
        CaseError: no such case or file, or the file has problems; all of them are in the text, one a line.

    Example:
        >>> load_case("venezuela-2019").forces[0].name
        'Bolivarian Army'
    """
    if isinstance(name_or_path, str):
        if name_or_path in library_names():
            return read_case(case_path(name_or_path), check=check)
        if not _looks_like_a_path(name_or_path):
            raise _unknown(name_or_path)
    return read_case(name_or_path, check=check)


def _looks_like_a_path(text: str) -> bool:
    return text.endswith(_SUFFIXES) or os.sep in text or os.path.lexists(text)


def _unknown(name: str) -> CaseError:
    if not name.strip():
        return whole_file(repr(name), "neither a library case nor a file; `standoff cases` lists the library")
    near = close_words(name, library_names())
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return CaseError(
        f"{quoted(name)} is neither one of the {len(library_names())} library cases nor a file{hint} "
        "(`standoff cases` lists the library)"
    )
