"""The journal of long work: nothing kept is lost, nothing half-written is believed, nobody else's file is touched."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from standoff._version import __version__
from standoff.analysis.history import journal as module
from standoff.analysis.history.journal import Journal, Work, done_once, open_journal
from standoff.errors import CaseError

WORK = Work("fit", 1, "0123456789abcdef", date(2026, 11, 25))
TASKS = {f"draws {k}, case": partial(pow, 1.1, k) for k in range(6)}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "x.yaml.part"


def filled(path, tasks=TASKS):
    with ThreadPoolExecutor(2) as pool:
        return done_once(open_journal(path, WORK), tasks, pool)


def test_what_is_kept_comes_back_to_the_bit_and_is_not_done_again(path):
    first = filled(path)
    assert list(first) == list(TASKS)
    never = {key: partial(int, "no number") for key in TASKS}
    assert filled(path, never) == first
    kept = open_journal(path, WORK)
    assert (kept.kept, kept.spoiled, kept.words, kept.pieces("draws"), kept.pieces("forecast")) == (first, 0, "", 6, 0)


def test_the_first_line_says_what_it_is(path):
    open_journal(path, WORK)
    told = {"schema": "standoff-journal/1", "of": "fit", "version": __version__, "seed": 1}
    assert json.loads(path.read_text()) == told | {"digest": WORK.digest, "begun": "2026-11-25"}


def test_a_journal_cut_anywhere_goes_on_to_the_same(path):
    whole = filled(path)
    data = path.read_bytes()
    for size in range(len(data)):
        path.write_bytes(data[:size])
        assert filled(path) == whole, size
        assert sorted(path.read_bytes().splitlines()) == sorted(data.splitlines()), size


def test_a_spoiled_line_is_done_again_and_told(path):
    whole = filled(path)
    lines = path.read_text().splitlines(keepends=True)
    place = next(k for k, line in enumerate(lines) if "1.21" in line)
    lines[place] = lines[place].replace("1.21", "1.31")
    nonsense = ["\x00\x00\n", "[1]\n", '{"key": "draws 3, case", "value": 1, "check": 1}\n']
    path.write_text("".join([*lines[:2], *nonsense, *lines[2:]]))
    kept = open_journal(path, WORK)
    assert kept.kept == {key: value for key, value in whole.items() if key != "draws 2, case"}
    assert kept.words == f"{path}: 4 lines spoiled, done again"
    assert filled(path) == whole


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (Work("backtest", 1, WORK.digest), "keeps work done by `standoff fit`, not backtest"),
        (Work("fit", 2, WORK.digest), "keeps work done with seed 1, not 2"),
        (Work("fit", 1, "fedcba9876543210"), "on other cases, priors or sizes (digest 0123456789abcdef, not fedcba9876543210)"),
    ],
)
def test_other_work_is_refused_by_name_and_stays(path, work, said):
    filled(path)
    before = path.read_bytes()
    with pytest.raises(CaseError) as caught:
        open_journal(path, work)
    assert said in str(caught.value)
    assert "remove it to begin anew, or choose another place with --to" in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("standoff-journal/1", "standoff-journal/2", "as standoff-journal/2, and this version reads standoff-journal/1"),
        (f'"version": "{__version__}"', '"version": "0.0.9"', f"by version 0.0.9, not {__version__}"),
        ('"seed"', '"sead"', "its first line is spoiled"),
        ('{"schema"', "{schema", "is no journal of work done"),
    ],
)
def test_another_version_or_a_spoiled_head_is_refused_by_name(path, old, new, said):
    filled(path)
    path.write_text(path.read_text().replace(old, new, 1))
    before = path.read_bytes()
    with pytest.raises(CaseError) as caught:
        open_journal(path, WORK)
    assert said in str(caught.value)
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"schema: standoff-case/1\nid: x\n", b"no line feed", b"{}\n", b"\n"])
def test_a_file_that_is_no_journal_is_never_written_over(path, data):
    path.write_bytes(data)
    with pytest.raises(CaseError, match="is no journal of work done; choose another place with --to"):
        open_journal(path, WORK)
    assert path.read_bytes() == data


def test_a_full_disk_takes_back_the_half_line_and_loses_nothing(path, monkeypatch):
    kept, write = open_journal(path, WORK), os.write
    kept.keep("draws 0", 1.5)
    before = path.read_bytes()

    def full(handle, data):
        if len(data) < 10:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data[: len(data) // 2])

    monkeypatch.setattr(module.os, "write", full)
    with pytest.raises(CaseError, match="No space left on device; 1 pieces of work are kept; start again with the same words"):
        kept.keep("draws 1", 2.5)
    assert path.read_bytes() == before
    monkeypatch.undo()
    assert open_journal(path, WORK).kept == {"draws 0": 1.5}


def test_a_disk_that_fails_to_keep_is_told(path, monkeypatch):
    kept = open_journal(path, WORK)

    def broken(_handle):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(module.os, "fsync", broken)
    before = path.read_bytes()
    with pytest.raises(CaseError, match="cannot be kept: Input/output error"):
        kept.keep("draws 1", 2.5)
    assert path.read_bytes() == before


LIMITED = """
import resource, sys
from pathlib import Path
from datetime import date
from standoff.analysis.history.journal import Work, open_journal
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))
kept = open_journal(Path({path!r}), Work("fit", 1, "0123456789abcdef", date(2026, 11, 25)))
for k in range(100):
    kept.keep(f"draws {{k}}", [0.1] * 20)
"""


def test_what_the_system_itself_refuses_in_the_middle_of_a_line(path):
    """A file that may not grow further takes the first part of a line: that part is taken back."""
    code = LIMITED.format(limit=2000, path=str(path))
    environment = os.environ | {"PYTHONPATH": str(Path(module.__file__).parents[3])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert "the work done cannot be kept: File too large" in done.stderr
    data = path.read_bytes()
    assert data.endswith(b"\n")
    kept = open_journal(path, WORK)
    assert list(kept.kept) == [f"draws {k}" for k in range(len(kept.kept))]
    assert len(kept.kept) > 3
    assert path.read_bytes() == data


@pytest.mark.parametrize("reason", [errno.EROFS, errno.EACCES])
def test_a_folder_that_cannot_be_written_is_told_before_the_work(path, monkeypatch, reason):
    def refused(*_args, **_more):
        raise OSError(reason, os.strerror(reason))

    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(CaseError, match=f"{os.strerror(reason)}; choose another place with --to"):
        open_journal(path, WORK)
    assert not path.exists()


def test_the_day_is_that_on_which_the_work_was_begun_whatever_the_clock_says_later(path):
    filled(path)
    for day in (date(1970, 1, 1), date(2099, 1, 1)):
        assert open_journal(path, Work("fit", 1, WORK.digest, day)).begun == WORK.begun


def test_the_longest_work_goes_first_and_results_come_in_the_order_of_the_tasks():
    begun: list[str] = []
    tasks = {key: partial(begun.append, key) for key in ("short", "long", "middle")}
    with ThreadPoolExecutor(1) as pool:
        done = done_once(Journal(), tasks, pool, effort={"short": 1.0, "long": 3.0, "middle": 2.0}.__getitem__)
    assert begun == ["long", "middle", "short"]
    assert list(done) == list(tasks)


def test_without_a_file_nothing_is_written(tmp_path):
    kept = open_journal(None, WORK)
    kept.keep("draws 0", 1.0)
    assert kept == Journal(None, {"draws 0": 1.0}, WORK.begun)
    assert list(tmp_path.iterdir()) == []
