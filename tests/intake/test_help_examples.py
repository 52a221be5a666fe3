"""The examples of the four commands' help run as they stand, in the folder of the example files, one after the other."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from standoff.cli.main import app, main

EXAMPLES = Path(__file__).parents[2] / "examples/intake"
COMMANDS = ("draft", "import", "merge", "outlets")


def examples(command):
    told = CliRunner().invoke(app, [command, "--help"], terminal_width=200).output
    return re.findall(r"^ +standoff (.+)$", told, re.MULTILINE)


def run(line, monkeypatch):
    words, _, given = line.partition(" < ")
    if given:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(given.strip()).read_bytes())))
    return main(shlex.split(words))


@pytest.fixture
def in_the_folder(tmp_path, monkeypatch):
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    monkeypatch.chdir(tmp_path / "examples")


def test_every_example_of_the_four_commands_works_as_it_stands(in_the_folder, monkeypatch, capsys):
    for command in COMMANDS:
        lines = examples(command)
        assert len(lines) >= 2
        for line in lines:
            assert run(line, monkeypatch) == 0, (line, capsys.readouterr().err)
            shown = capsys.readouterr()
            assert (shown.out + shown.err).strip(), line


def test_the_examples_of_merging_merge_and_take_back(in_the_folder, monkeypatch, capsys):
    run(examples("import")[-1], monkeypatch)
    file, states = Path("kestria-2031.yaml"), []
    for line in examples("merge"):
        run(line, monkeypatch)
        states.append(file.read_bytes())
    _, shown, applied, undone = states
    assert shown == undone != applied
    assert b"merged_into" in applied
    assert "BBC: adds a voice" in capsys.readouterr().out
