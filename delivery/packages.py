"""`make packages`: build sdist and wheel into dist/, and refuse them unless they hold what they must and come out alike twice.

They are built from the tree and again from the unpacked sdist, elsewhere and with other rights and times of files: both builds
must give the same bytes. What they must hold is what git knows of the folders that pyproject.toml names; where there is no git,
as in an unpacked sdist, it is what lies there.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.metadata import Metadata

from delivery import contents

ROOT = Path(__file__).resolve().parents[1]
DIST = ROOT / "dist"
_NO_TIME = "315532800"  # 1980, the first a zip file can tell


def main() -> int:
    """Build, check, and keep what passed."""
    with TemporaryDirectory() as folder:
        room = Path(folder)
        first = built(ROOT, room / "first")
        again = built(_unpacked(first[0], room / "tree"), room / "again", umask=0o077)
        wrong = [*amiss(*first), *unlike(first, again)]
        for line in wrong:
            print(line)
        if wrong:
            return 1
        _keep(first)
    for path in first:
        kept = DIST / path.name
        files = len(contents.held(kept))
        digest = hashlib.sha256(kept.read_bytes()).hexdigest()
        print(f"{kept.relative_to(ROOT)}: {files} files, {kept.stat().st_size / 1000:,.0f} kB, sha256 {digest}")
    return 0


def built(tree: Path, to: Path, umask: int = -1) -> tuple[Path, Path]:
    """The sdist and the wheel of a tree, both built from it."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--sdist", "--wheel", "--outdir", str(to), str(tree)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": epoch()}
    done = subprocess.run(command, env=environment, umask=umask, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise SystemExit(f"the build failed:\n{done.stdout}")
    return next(to.glob("*.tar.gz")), next(to.glob("*.whl"))


def epoch() -> str:
    """The time that archives carry: SOURCE_DATE_EPOCH if set, else that of the last commit, so that a commit has one pair."""
    return os.environ.get("SOURCE_DATE_EPOCH") or _git("log", "-1", "--format=%ct").strip() or _NO_TIME


def amiss(sdist: Path, wheel: Path) -> Iterator[str]:
    """What is wrong with a pair of archives: their files, or what the wheel tells of itself."""
    known = known_files()
    package = [name.removeprefix("src/") for name in known if name.startswith("src/")]
    files = contents.held(wheel)
    yield from (f"{wheel.name}: {line}" for line in contents.amiss_in_wheel(files, package))
    yield from (f"{sdist.name}: {line}" for line in contents.amiss_in_sdist(contents.held(sdist), known))
    told = next(content for name, content in files.items() if name.endswith(".dist-info/METADATA"))
    Metadata.from_email(told, validate=True)


def unlike(first: tuple[Path, Path], again: tuple[Path, Path]) -> Iterator[str]:
    """Where the second build gave other bytes than the first."""
    for one, other in zip(first, again, strict=True):
        if one.read_bytes() != other.read_bytes():
            lines = contents.differences(contents.held(one), contents.held(other)) or ["differs: rights or times of files"]
            yield from (f"{one.name}, built again from the sdist: {line}" for line in lines)


def known_files() -> list[str]:
    """The files of the folders and files that go into the sdist, as git knows them."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["sdist"]
    left_out = tuple(f"{folder}/" for folder in build["exclude"])
    names = _git("ls-files", "-z", "--", *build["include"]).split("\0")[:-1] or list(_lying(build["include"]))
    return [name for name in names if not name.startswith(left_out)]


def _git(*words: str) -> str:
    """What git says of this tree; nothing where it has none."""
    if not (ROOT / ".git").exists():
        return ""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout


def _lying(included: list[str]) -> Iterator[str]:
    for top in included:
        there = (ROOT / top).rglob("*") if (ROOT / top).is_dir() else [ROOT / top]
        yield from (path.relative_to(ROOT).as_posix() for path in there if path.is_file() and "__pycache__" not in path.parts)


def _unpacked(sdist: Path, to: Path) -> Path:
    with tarfile.open(sdist) as archive:
        archive.extractall(to, filter="data")
    return next(to.iterdir())


def _keep(pair: tuple[Path, Path]) -> None:
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    for path in pair:
        shutil.copy(path, DIST)


if __name__ == "__main__":
    raise SystemExit(main())
