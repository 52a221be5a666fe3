"""Fits and backtests killed at random moments and gone on with: the bytes of a run that nobody broke."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

DAY = re.compile(rb"20\d\d-\d\d-\d\d")
SOURCE = Path(__file__).parents[2] / "src"
KILLS = 8
WORDS = {
    "fit": ["fit", "spain-1981", "romania-1989", "ussr-1991", "--draws", "12", "--rounds", "1", "--threads", "2", "-q"],
    "backtest": ["backtest", "spain-1981", "romania-1989", "ussr-1991", "--worlds", "160", "--threads", "2", "-q"],
}


def start(words, to):
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-m", "standoff", *words, "--to", str(to)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def finished(words, to):
    """Run to the end; how long it took."""
    begun, process = time.monotonic(), start(words, to)
    said = process.communicate()[1]
    assert process.returncode == 0, said.decode()
    return time.monotonic() - begun


def killed(words, to, seconds):
    """Run, and kill it after so many seconds; whether it was still at work."""
    process = start(words, to)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
    said = process.communicate()[1]
    assert process.returncode in (0, -9), said.decode()
    return process.returncode == -9


@pytest.mark.slow
@pytest.mark.xdist_group("durability")
@pytest.mark.parametrize("name", sorted(WORDS))
def test_killed_at_random_moments(name, tmp_path):
    words, draw = WORDS[name], random.Random(name)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir(), broken.mkdir()
    finished(words, whole / "x")
    unbroken, seconds = (whole / "x").read_bytes(), finished(words, whole / "y")
    kills, grew = 0, 0
    while kills < KILLS:
        before = size_of(broken / "x.part")
        kills += killed(words, broken / "x", draw.uniform(0.1, 1.1) * seconds)
        grew += size_of(broken / "x.part") > before
        assert {path.name for path in broken.iterdir()} <= {"x", "x.part"} | {p.name for p in broken.glob(".x.*.tmp")}
        if (broken / "x").exists():  # done, perhaps before the kill: then begin once more
            assert (broken / "x").read_bytes() == unbroken
            (broken / "x").unlink()
            (broken / "x.part").unlink(missing_ok=True)
    assert grew >= 2  # kills came in the middle of the work
    finished(words, broken / "x")
    assert (broken / "x").read_bytes() == unbroken
    assert not (broken / "x.part").exists()


def size_of(path):
    return path.stat().st_size if path.exists() else 0


CLOCK = """
import sys, time
begun = time.time()
state = [begun]
def backwards():
    state[0] -= 3600.0
    return state[0]
time.time = backwards
from standoff.cli.main import main
time.monotonic = backwards
time.perf_counter = backwards
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.slow
@pytest.mark.xdist_group("durability")
@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_clock_that_goes_backwards_changes_nothing(name, tmp_path):
    """Every look at a clock says an hour less than the last: the bytes are the same, and so is the order of all lists."""
    to, back = tmp_path / "x", tmp_path / "y"
    finished(WORDS[name], to)
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-c", CLOCK, *WORDS[name][:-1], "--to", str(back)]
    done = subprocess.run(command, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert DAY.sub(b"", back.read_bytes()) == DAY.sub(b"", to.read_bytes())  # such a clock tells another day


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="no folder here that even an administrator cannot write")
@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_read_only_folder_is_told_before_the_work(name, capsys):
    from standoff.cli.main import main

    assert main([*WORDS[name], "--to", "/sys/kernel/x"]) == 2
    assert "/sys/kernel/x.part: the work done cannot be kept: Permission denied; choose another" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(WORDS))
def test_a_read_only_result_is_told_before_the_work(name, tmp_path, capsys):
    from standoff.cli.main import main

    to = tmp_path / "x"
    to.write_text("mine")
    to.chmod(0o444)
    assert main([*WORDS[name], "--to", str(to)]) == 2
    assert "x is read-only; choose another name" in capsys.readouterr().err
    assert to.read_text() == "mine"
