"""Commands that run worlds: each takes a cluster, and refuses what is none before any work."""

from __future__ import annotations

import pytest

from standoff.cli.main import main

WORDS = ["ussr-1991", "--as-of", "1991-08-19", "--worlds", "160", "-q"]
DONE = ["--do", "1991-08-20 kill_protesters"]
COMMANDS = {"ask": [], "explain": [], "why-not": [], "simulate": ["--days", "3"], "what-if": DONE, "sensitivity": []}


@pytest.mark.parametrize("command", [*COMMANDS, "report"])
def test_what_is_no_address_is_refused(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, *WORDS, *COMMANDS.get(command, []), "--cluster", "somewhere"]) == 2
    assert "--cluster: 'somewhere' given; allowed: local, or a scheduler's address" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.xdist_group("cluster")
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("command", ["explain", "what-if"])
def test_a_local_cluster_prints_what_threads_print(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed")
    words = [command, *WORDS, *COMMANDS[command], "--json"]
    assert main(words) == 0
    here = capsys.readouterr().out
    assert main([*words, "--cluster", "local", "--threads", "2"]) == 0
    assert capsys.readouterr().out == here
