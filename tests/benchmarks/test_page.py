"""The page of the benchmarks: verdicts come from the numbers, sections are kept as JSON, absent peers are told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import page as pages
from benchmarks.figures import FIGURES, bars_figure, draw
from benchmarks.harness import ROOT, ratio, spread
from benchmarks.measures import cascade, filtering, posterior
from benchmarks.page import NUMBERS, PAGE, Taken, keep, kept, page, verdict
from benchmarks.peer import Peer, PeerFailed, Program, rounds, running
from benchmarks.run import SECTIONS, main
from benchmarks.sections import Bar, Section, Table, many, milliseconds, plain, section_from

MACHINE = {
    "when": "2026-11-28 12:00",
    "processor": "a processor",
    "cores": 2,
    "memory": "23 GiB",
    "system": "Linux",
    "versions": {"standoff": "0.1.0"},
    "load": 0.1,
}
BARS = (Bar("speed", 10.0, 12.5), Bar("speed of two", 20.0, 19.9), Bar("import", 0.3, 0.29, "s", least=False))
SECTION = Section("A title", "What was\nasked.", (Table(("a", "b"), (("1", "x|y"),)),), BARS, ("A note.",), {"raw": [1.0]})


def test_a_verdict_is_the_numbers_own():
    assert [verdict(bar) for bar in BARS] == ["met", "**missed**", "met"]
    assert not Bar("nothing", 1.0, float("nan")).met
    assert not Bar("nothing", 1.0, float("nan"), least=False).met


def test_a_section_goes_through_json_and_back(tmp_path):
    assert section_from(json.loads(json.dumps(plain(SECTION)))) == SECTION
    keep({"one": Taken(SECTION, MACHINE)}, tmp_path / "n.json")
    assert kept(tmp_path / "n.json") == {"one": Taken(SECTION, MACHINE)}
    assert kept(tmp_path / "none.json") == {}


def test_the_page_tells_all_of_a_section():
    text = page({"one": Taken(SECTION, MACHINE), "two": Taken(Section("Another", "Why.", skipped="no peers"), MACHINE)})
    for words in (
        "## A title\n\nWhat was asked.\n\n| a | b |\n| --- | --- |\n| 1 | x/y |\n",
        "- A note.",
        "2 of 3 met.",
        "| speed of two | at least 20 × | 19.9 × | **missed** |",
        "| import | at most 0.3 s | 0.29 s | met |",
        "Not measured: no peers.",
        "a processor, 2 cores, 23 GiB",
    ):
        assert words in text


def test_the_page_in_the_documentation_is_written_from_its_numbers():
    assert PAGE.read_text(encoding="utf-8") == page(kept())
    assert set(kept()) <= set(SECTIONS)


def test_pictures_are_drawn_from_the_numbers_and_the_page_shows_them(tmp_path):
    sections = {name: taken.section for name, taken in kept().items()}
    draw(sections, tmp_path)
    drawn = sorted(path.name for path in tmp_path.iterdir())
    assert drawn == sorted(path.name for path in FIGURES.iterdir()) == ["bars.svg", "curves.svg"]
    assert all(f"](benchmarks/{name})" in PAGE.read_text(encoding="utf-8") for name in drawn)
    bars = [bar for section in sections.values() for bar in section.bars]
    text = (tmp_path / "bars.svg").read_text(encoding="utf-8")
    assert all(bar.what.replace("'", "&#39;") in text or bar.what in text for bar in bars)


def test_a_picture_of_bars_turns_what_should_be_small_round():
    rows = bars_figure(BARS).to_dict()["layer"][1]["data"]["values"]
    assert [row["verdict"] for row in rows] == ["met", "missed", "met"]
    assert [row["times"] for row in rows] == pytest.approx([1.25, 0.995, 0.3 / 0.29])


@pytest.mark.parametrize("module", [cascade, filtering, posterior])
def test_absent_peers_are_told_and_nothing_fails(module, monkeypatch):
    absent = ROOT / ".venv-none" / "bin" / "python"
    for name in ("PEERS", "ORACLE"):
        if hasattr(module, name):
            monkeypatch.setattr(module, name, absent)
    section = module.measure()
    assert ".venv-none is missing" in section.skipped
    assert section.tables == section.bars == ()


def test_a_section_measured_alone_keeps_the_others(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.run.PAGE", tmp_path / "page.md")
    monkeypatch.setattr("benchmarks.run.kept", lambda: {"day": Taken(SECTION, MACHINE)})
    held = {}
    monkeypatch.setattr("benchmarks.run.keep", held.update)
    monkeypatch.setattr(filtering, "ORACLE", Path("/nowhere/.venv-none/bin/python"))
    monkeypatch.setattr("benchmarks.run.NUMBERS", tmp_path / "docs" / "n.json")
    main(["filtering"])
    assert list(held) == ["day", "filtering"]
    assert held["day"] == Taken(SECTION, MACHINE)
    assert "Not measured" in (tmp_path / "page.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["no-such-section"])
    assert NUMBERS == pages.NUMBERS


def test_a_program_answers_only_when_it_is_asked():
    with running([Program("one", "cascade_numpy.py"), Program("other", "cascade_numpy.py")]) as peers:
        told = rounds(peers, "rate", {name: {"people": 100, "runs": 2} for name in peers}, 3)
        assert [len(answers) for answers in told.values()] == [3, 3]
        assert told["one"][0]["report"] == told["other"][0]["report"]
        assert told["one"][0]["seconds"] > 0.0
        assert state_of(peers["one"]) == "T"
        with pytest.raises(PeerFailed, match="KeyError"):
            peers["one"].ask("no such job")


def state_of(peer: Peer) -> str:
    """Of its process; T is stopped."""
    return Path(f"/proc/{peer._process.pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]


def test_figures_are_shown_as_a_person_says_them():
    assert [many(figure) for figure in (3_140_000, 812, 0.4213, 5.27e14, 48_000)] == ["3.1 M", "812", "0.42", "5.3e+14", "48 k"]
    assert [milliseconds(seconds) for seconds in (2.5, 0.25, 2.5e-5)] == ["2.50 s", "250 ms", "25 µs"]
    found = ratio([2.0, 6.0, 4.0], [1.0, 2.0, 1.0])
    assert str(found) == "3 (2–4)"
    assert spread([1.0, 2.0, 4.0]) == 1.5
    assert posterior.rms([(1.0, 2.0), (1.0, 2.0)], (1.3, 1.6)) == 0.5
