"""What `make packages` says of an archive: invented ones, each with one thing amiss."""

from __future__ import annotations

import io
import tarfile
import zipfile

import pytest

from delivery import contents

TOLD = b"Name: standoff\nProvides-Extra: view\nProvides-Extra: web\n\ntext"
PURE = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
SOURCES = [f"standoff/{name}" for name in (*contents.LIVES_BY, "__init__.py")]
SDIST = ["src/standoff/__init__.py", "LICENSE"]


def wheel():
    info = "standoff-0.1.0.dist-info"
    made = {"METADATA": TOLD, "WHEEL": PURE, "RECORD": b"", "entry_points.txt": b"", "licenses/LICENSE": b""}
    return {**dict.fromkeys(SOURCES, b""), **{f"{info}/{name}": told for name, told in made.items()}}


def without(files, end):
    return {name: content for name, content in files.items() if not name.endswith(end)}


def test_a_whole_wheel_has_nothing_amiss():
    assert contents.amiss_in_wheel(wheel(), SOURCES) == []


@pytest.mark.parametrize("name", [*contents.LIVES_BY, "LICENSE", "METADATA", "RECORD", "entry_points.txt"])
def test_each_file_is_missed(name):
    """Also where git does not know of it: what the package lives by is asked for by name."""
    sources = [source for source in SOURCES if not source.endswith(name)]
    [line] = contents.amiss_in_wheel(without(wheel(), name), sources)
    assert line.startswith("missing: ")
    assert line.endswith(name)


@pytest.mark.parametrize("name", ["standoff/more.py", "tests/test_layers.py", "standoff-0.1.0.dist-info/more.txt"])
def test_nothing_else_is_let_in(name):
    assert contents.amiss_in_wheel({**wheel(), name: b""}, SOURCES) == [f"not asked for: {name.split('.dist-info/')[-1]}"]


@pytest.mark.parametrize("name", ["a/__pycache__/b.py", ".venv/bin/x", "docs/shots/a.md", "a.png", "standoff/a.so", "a.pyc"])
def test_caches_and_pictures_and_machine_code_never_belong(name):
    assert contents.foreign([name, "docs/shots.py", "src/standoff/web/static/a.js"]) == [f"does not belong: {name}"]


def test_a_wheel_of_one_machine_is_not_pure():
    files = {name: content.replace(b"py3-none-any", b"cp311-cp311-linux_x86_64") for name, content in wheel().items()}
    assert contents.amiss_in_wheel(files, SOURCES) == ["not pure: its tag is not py3-none-any"]


def test_an_sdist_holds_what_is_asked_for_and_what_the_build_adds():
    files = dict.fromkeys([*SDIST, "pyproject.toml", "PKG-INFO", ".gitignore"], b"")
    assert contents.amiss_in_sdist(files, SDIST) == []
    assert contents.amiss_in_sdist(without(files, "LICENSE") | {"notes.txt": b""}, SDIST) == [
        "missing: LICENSE",
        "not asked for: notes.txt",
    ]


def test_differences_are_named():
    one = {"a": b"1", "b": b"2", "c": b"3"}
    assert contents.differences(one, one) == []
    assert contents.differences(one, {"a": b"1", "b": b"", "d": b"4"}) == ["differs: b", "differs: c", "differs: d"]


def test_the_metadata_tells_every_value_of_a_field():
    assert contents.metadata(wheel()) == {"Name": ["standoff"], "Provides-Extra": ["view", "web"]}


def test_both_kinds_of_archive_are_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.whl", "w") as archive:
        archive.writestr("standoff/__init__.py", "1")
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("standoff-0.1.0/src/standoff/__init__.py")
        member.size = 1
        archive.addfile(member, io.BytesIO(b"1"))
    assert contents.held(tmp_path / "a.whl") == {"standoff/__init__.py": b"1"}
    assert contents.held(tmp_path / "a.tar.gz") == {"src/standoff/__init__.py": b"1"}
