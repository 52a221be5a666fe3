"""`standoff explain`, `why-not` and `what-if`: pages that fit, one JSON document each, scenarios replayed, refusals."""

from __future__ import annotations

import json

import pytest

from standoff.case.scenario import read_scenario
from standoff.cli.main import main

SHORT = ["--as-of", "2019-01-16", "--worlds", "160", "-q"]
EXPLAIN, WHY_NOT, WHAT_IF = (["venezuela-2019", *SHORT] for _ in range(3))


def told(capsys, *words):
    assert main(list(words)) == 0
    said = capsys.readouterr()
    assert said.err == ""
    return said.out


@pytest.mark.parametrize("columns", ["60", "120"])
def test_the_explanation_fits_and_tells_its_parts(columns, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    page = told(capsys, "explain", *EXPLAIN, "--by", "side")
    for words in (
        "Because of what?",
        "Linchpins",
        "both Bayes factors",
        "by side",
        "lied throughout",
        "against each hypothesis",
    ):
        assert words in page
    for words in ("What would change the answer", "Why the order was not given", "To repeat this"):
        assert words in page
    assert max(map(len, page.splitlines())) <= int(columns)


def test_the_explanation_as_one_document(capsys):
    document = json.loads(told(capsys, "explain", *EXPLAIN, "--json", "--most", "1"))
    assert document["schema"] == "standoff-explanation/1"
    parts = document["waterfall"]
    assert sum(row["sequential"] for row in document["evidence"]) == pytest.approx(parts["evidence"])
    assert sum(row["leave_one_out"] is not None for row in document["evidence"]) == 1
    assert document["not_run_again"] == len(document["evidence"]) - 1
    assert set(document["hypotheses"]) == {"obey", "refuse", "stand_aside", "overthrow"}


def test_why_not_is_quick_and_tells_the_four_reasons(capsys):
    page = " ".join(told(capsys, "why-not", *WHY_NOT, "--order", "shoot").split())
    for words in (
        "the forces would refuse",
        "refusal would end in overthrow",
        "foreign force would follow",
        "the street would answer",
    ):
        assert words in page
    assert "What would tell them apart is" in page or "No kind of event would tell" in page
    document = json.loads(told(capsys, "why-not", *WHY_NOT, "--json"))
    assert [day["day"] for day in document["why_not"]][-1] == "2019-01-16"


def test_a_scenario_is_kept_and_replayed_to_the_same_bits(capsys, tmp_path):
    file = tmp_path / "talks.yaml"
    words = ["what-if", *WHAT_IF, "--days", "3", "--json"]
    given = ["--see", "2019-01-18 unit_defects force='Bolivarian Army' tier=unit", "--without", "amnesty_offer"]
    first = json.loads(told(capsys, *words, *given, "--name", "a", "--save", str(file)))
    assert read_scenario(file).name == "a"
    assert json.loads(told(capsys, *words, "--scenario", str(file))) == first
    assert first["schema"] == "standoff-what-if/1"
    assert first["scenarios"][0]["first_changed"] == "2019-01-15"


def test_scenarios_stand_side_by_side(capsys, tmp_path):
    file = tmp_path / "arrest.yaml"
    file.write_text("name: arrest him\ndo:\n- {date: 2019-01-18, code: challenger_arrested}\n", "utf-8")
    page = told(capsys, "what-if", *WHAT_IF, "--days", "4", "--assume", "level.threat=0", "--scenario", str(file))
    for words in (
        "as it was",
        "what if",
        "arrest him",
        "same bits before 18 January 2019",
        "is obeyed in",
        "the level of threat held at 0",
    ):
        assert words in " ".join(page.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["what-if", *WHAT_IF], "no scenario given"),
        (["what-if", *WHAT_IF, "--do", "2019-01-18"], "write 'DATE CODE"),
        (["what-if", *WHAT_IF, "--do", "2019-01-18 chalenger_arrested"], "did you mean 'challenger_arrested'"),
        (["what-if", *WHAT_IF, "--see", "2019-01-18 protest size=many unit=people"], "size is a number"),
        (["what-if", *WHAT_IF, "--do", "2019-01-18 protest 'x"], "quotation mark is not closed"),
        (["what-if", *WHAT_IF, "--do", "2019-01-18 protest nonsense"], "write key=value"),
        (["what-if", *WHAT_IF, "--do", "2019-01-18 protest tear=3"], "tear"),
        (["what-if", *WHAT_IF, "--move", "x"], "write 'ROW DATE'"),
        (["what-if", *WHAT_IF, "--change", "x"], "write 'ROW key=value"),
        (["what-if", *WHAT_IF, "--assume", "threat"], "write 'NAME=NUMBER"),
        (["what-if", *WHAT_IF, "--assume", "report_gain=1e"], "value is a number"),
        (["what-if", *WHAT_IF, "--scenario", "none.yaml"], "none.yaml: cannot be read"),
        (["what-if", *WHAT_IF, "--save", "x.yaml"], "no scenario on this command line to keep"),
        (["explain", *EXPLAIN, "--by", "sorce"], "did you mean 'source'"),
        (["explain", *EXPLAIN, "--most", "-1"], "--most: -1 given"),
        (["why-not", *WHY_NOT, "--order", "shot"], "did you mean 'shoot'"),
    ],
)
def test_bad_usage_is_refused_with_what_to_write(words, said, capsys):
    assert main(words) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert said in out.err
