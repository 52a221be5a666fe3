from __future__ import annotations

import io

import pytest

from standoff.cli.progress import plain_lines, progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_plain_lines_come_at_most_every_five_seconds() -> None:
    paper, now = io.StringIO(), 0.0
    report = plain_lines(paper, lambda: now)
    for now in (0.0, 1.0, 4.9, 5.0, 7.0, 30.0):
        report(int(now * 100), 3_000, "worlds")
    assert paper.getvalue() == "worlds: 0 of 3,000\nworlds: 500 of 3,000\nworlds: 3,000 of 3,000\n"


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    paper = Terminal()
    with progress(stream=paper) as report:
        report(0, 40, "compiling, the first run only")
        report(40, 40, "[bold]worlds")
    assert "[bold]worlds" in paper.getvalue()
    assert "40/40" in paper.getvalue()


def test_no_bar_on_a_dumb_terminal_and_nothing_when_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    paper = Terminal()
    with progress(stream=paper) as report:
        report(1, 40, "worlds")
    assert paper.getvalue() == "worlds: 1 of 40\n"
    with progress(quiet=True, stream=paper) as report:
        report(2, 40, "worlds")
    assert paper.getvalue() == "worlds: 1 of 40\n"
