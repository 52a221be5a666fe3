"""Which cases there are: the library, the YAML files of the folder, and files named at the start.

A name in an address is looked up among these and never joined to a path, so that no name leads anywhere else. A link that
leads out of the folder, and what is no plain file, are not on the shelf.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from standoff.case.library import case_path, library_names

SUFFIXES = (".yaml", ".yml")
MOST_FILES = 2_000
_SCENARIO = re.compile(rb"^schema:\s*[\"']?standoff-scenario/", re.MULTILINE)
_HEAD = 4_096


@dataclass(frozen=True, slots=True)
class Entry:
    """A case on the shelf.

    Attributes:
        name: by which addresses name it; unique.
        path: of its file.
        library: of the built-in library, which is never written to.
        spoken: what a command line calls it: its name in the library, or its path.
    """

    name: str
    path: Path
    library: bool
    spoken: str


class Shelf:
    """The cases there are now; looked for anew each time, so that files come and go without a restart."""

    def __init__(self, folder: Path, files: tuple[Path, ...] = ()) -> None:
        self.folder = folder
        self._files = files

    def entries(self) -> tuple[Entry, ...]:
        """The library by name, then the user's own by name."""
        kept = [Entry(name, case_path(name), True, name) for name in library_names()]
        taken = {entry.name for entry in kept}
        own = [_entry(path, taken) for path in dict.fromkeys((*self._files, *folder_files(self.folder, scenarios=False)))]
        return (*kept, *sorted(own, key=lambda entry: entry.name))

    def find(self, name: str) -> Entry | None:
        """The case of that name, None where there is none."""
        return next((entry for entry in self.entries() if entry.name == name), None)

    def scenarios(self) -> dict[str, Path]:
        """Files of scenarios in the folder, by the name of the file without its ending."""
        return {path.stem: path for path in folder_files(self.folder, scenarios=True)}


def _entry(path: Path, taken: set[str]) -> Entry:
    """An own case under its file's name, with the ending or a number where that is taken."""
    tries = (path.stem, path.name, *(f"{path.name}~{number}" for number in range(2, MOST_FILES + 2)))
    name = next(tried for tried in tries if tried not in taken)
    taken.add(name)
    return Entry(name, path, False, spoken(path))


def spoken(path: Path) -> str:
    """A path as one would type it: relative where it lies below the present folder."""
    try:
        return os.fspath(path.absolute().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return os.fspath(path)


def folder_files(folder: Path, *, scenarios: bool) -> list[Path]:
    """Plain YAML files of a folder, in the order of their names: scenarios, or all others."""
    return [path for path in _plain_files(folder) if is_scenario(path) == scenarios]


def _plain_files(folder: Path) -> Iterator[Path]:
    root = os.path.realpath(folder)
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(SUFFIXES) and is_speakable(name))
    except OSError:
        return
    for name in names[:MOST_FILES]:
        path = folder / name
        if os.path.dirname(os.path.realpath(path)) == root and is_plain(path):
            yield path


def is_speakable(name: str) -> bool:
    """Whether a file's name can stand in an address and in a message: printable, and not hidden."""
    return name.isprintable() and not name.startswith(".") and "/" not in name and "\\" not in name


def is_plain(path: Path) -> bool:
    """Whether a path leads to a plain file; pipes, devices and folders do not count, and are not opened."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def is_scenario(path: Path) -> bool:
    """Whether a file calls itself a scenario, by its first lines."""
    try:
        with path.open("rb") as stream:
            return bool(_SCENARIO.search(stream.read(_HEAD)))
    except OSError:
        return False
