"""What a wheel and an sdist hold, and what is amiss with it: something missing, something that does not belong, other bytes."""

from __future__ import annotations

import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from email.parser import BytesParser
from pathlib import Path

# Each kind of file that the package reads when it runs, by one that stands for it.
LIVES_BY = (
    "py.typed",
    "case/chronicles/index.json",
    "case/chronicles/venezuela-2019.yaml",
    "intake/tables/rules.csv",
    "model/learned.yaml",
    "model/priors.yaml",
    "publish/page.css",
    "publish/page.html.j2",
    "publish/page.js",
    "web/static/main.js",
    "web/static/tokens.css",
    "web/templates/shell.html.j2",
)
_NO_PART = {"__pycache__", ".git", ".venv", "site-packages", "shots", "dist", "build", "artefacts", "site", "node_modules"}
_NO_ENDING = (".pyc", ".pyo", ".so", ".pyd", ".nbi", ".nbc", ".png", ".log")
_MADE = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE"}
_BESIDE = {"pyproject.toml", "PKG-INFO", ".gitignore"}
Held = Mapping[str, bytes]
Fields = Mapping[str, list[str]]


def held(archive: Path) -> dict[str, bytes]:
    """Every file of a wheel by its name, or of an sdist by its name below the one folder at the top."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(archive) as sdist:
        files = [member for member in sdist if member.isfile()]
        return {member.name.partition("/")[2]: _read(sdist, member) for member in files}


def _read(sdist: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    stream = sdist.extractfile(member)
    return b"" if stream is None else stream.read()


def amiss_in_wheel(wheel: Held, sources: Iterable[str]) -> list[str]:
    """What is wrong with the files of a wheel.

    Args:
        wheel: its files.
        sources: the names, below `src`, of the files it must hold: these and no others.
    """
    made = {name for name in wheel if name.partition("/")[0].endswith(".dist-info")}
    told = {name.partition("/")[2] for name in made}
    lives_by = {f"standoff/{name}" for name in LIVES_BY}
    wrong = [*_between(wheel.keys() - made, set(sources) | lives_by), *_between(told, _MADE), *foreign(wheel)]
    pure = b"Root-Is-Purelib: true\nTag: py3-none-any\n" in _file(wheel, "WHEEL")
    return wrong if pure else [*wrong, "not pure: its tag is not py3-none-any"]


def amiss_in_sdist(sdist: Held, sources: Iterable[str]) -> list[str]:
    """What is wrong with the files of an sdist; `sources` are the names of those it must hold, beside what the build adds."""
    return [*_between(sdist.keys(), set(sources) | _BESIDE), *foreign(sdist)]


def foreign(files: Iterable[str]) -> list[str]:
    """The files that belong into no archive: caches, pictures, environments, anything compiled."""
    return [f"does not belong: {name}" for name in sorted(files) if _NO_PART & {*name.split("/")} or name.endswith(_NO_ENDING)]


def differences(one: Held, other: Held) -> list[str]:
    """Files that only one of two archives holds, or whose bytes differ."""
    return [f"differs: {name}" for name in sorted(one.keys() | other.keys()) if one.get(name) != other.get(name)]


def metadata(wheel: Held) -> Fields:
    """The fields of a wheel's METADATA, each with all its values."""
    message = BytesParser().parsebytes(_file(wheel, "METADATA"))
    return {key: [str(value) for value in message.get_all(key, [])] for key in message}


def _file(wheel: Held, name: str) -> bytes:
    return next((content for path, content in wheel.items() if path.endswith(f".dist-info/{name}")), b"")


def _between(there: Iterable[str], expected: Iterable[str]) -> list[str]:
    there, expected = set(there), set(expected)
    missing = [f"missing: {name}" for name in sorted(expected - there)]
    return missing + [f"not asked for: {name}" for name in sorted(there - expected)]
