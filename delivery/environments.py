"""An empty environment with the package in it, for one row of the matrix: which Python, which extra, which releases."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOWEST, NEWEST = "lowest", "newest"
_BOUND = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)(?:; extra == '(?P<extra>\w+)')?")
_EPOCH = 1_600_000_000


@dataclass(frozen=True)
class Row:
    """One row of the matrix: an interpreter, lowest or newest releases, and the extra (empty: none)."""

    python: str
    bounds: str
    extra: str

    @property
    def name(self) -> str:
        """The row in words."""
        return f"Python {version(self.python)}, {self.bounds}, {self.extra or 'core'}"


@dataclass(frozen=True)
class Environment:
    """A virtual environment, the folder to work in, and the kernels that all rows share."""

    folder: Path
    work: Path
    kernels: Path

    def command(self, *words: str) -> list[str]:
        """The words of a command whose program lies in the environment."""
        return [str(self.folder / "bin" / words[0]), *words[1:]]

    def variables(self) -> dict[str, str]:
        """The variables of a user who knows nothing of this tree."""
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            "STANDOFF_CACHE_DIR": str(self.kernels),
            "COLUMNS": "100",
        }

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment in the working folder; nothing is asked of how it ends."""
        return subprocess.run(self.command(*words), cwd=self.work, env=self.variables(), capture_output=True, text=True)

    def releases(self) -> dict[str, str]:
        """What is installed, by distribution."""
        told = json.loads(self.run("python", "-m", "pip", "list", "--format", "json").stdout)
        return {plain(entry["name"]): entry["version"] for entry in told}


@cache
def version(python: str) -> str:
    """The version of an interpreter."""
    return subprocess.run([python, "-V"], capture_output=True, text=True, check=True).stdout.split()[1]


def plain(distribution: str) -> str:
    """The one spelling of a distribution's name."""
    return re.sub(r"[-_.]+", "-", distribution).lower()


def lower_bounds(requirements: Sequence[str], extra: str) -> list[str]:
    """The lowest allowed release of each direct dependency of the core, and of the extra: `name==version`."""
    bounds = [_BOUND.fullmatch(line) for line in requirements]
    unread = [line for line, bound in zip(requirements, bounds, strict=True) if bound is None]
    if unread:
        raise ValueError(f"no plain lower bound: {', '.join(unread)}")
    return [f"{bound['name']}=={bound['version']}" for bound in bounds if bound and bound["extra"] in (None, extra)]


def installed(row: Row, archive: Path, requirements: Sequence[str], to: Environment) -> str:
    """Make the environment anew with the package in it, from wheels alone; what went wrong, or nothing.

    The environment always lies in one place, and its sources carry one time, so that kernels compiled for one row serve the
    next: numba asks for both.
    """
    shutil.rmtree(to.folder, ignore_errors=True)
    subprocess.run([row.python, "-m", "venv", str(to.folder)], check=True)
    wanted = [f"{archive}[{row.extra}]" if row.extra else str(archive)]
    wanted += lower_bounds(requirements, row.extra) if row.bounds == LOWEST else []
    done = to.run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", *wanted)
    if done.returncode:
        return _last(done.stderr)
    for source in to.folder.glob("lib/*/site-packages/standoff/**/*.py"):
        os.utime(source, (_EPOCH, _EPOCH))
    checked = to.run("python", "-m", "pip", "check")
    return _last(checked.stdout) if checked.returncode else ""


def _last(text: str) -> str:
    """The last line that tells something."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("WARNING")]
    return lines[-1] if lines else "failed without a word"
