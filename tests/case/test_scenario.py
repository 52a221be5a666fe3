"""Scenario files: read, written back to an equal value, refused at their lines."""

from __future__ import annotations

import pytest

from standoff.case.problems import CaseFileError
from standoff.case.scenario import parse_scenario, read_scenario, scenario_text

FULL = """\
schema: standoff-scenario/1
name: "arrest: on the first"
note: kept for the file
do:
- {date: 2019-02-01, code: challenger_arrested, force: SEBIN and DGCIM}
see:
- {date: 2019-02-02, code: unit_defects, force: Bolivarian Army, tier: unit, size: 300, unit: soldiers, grade: B2}
without: [amnesty_offer, 2019-01-21-mutiny-1]
move:
- {row: 2019-01-23-protest-1, to: 2019-01-22}
change:
- {row: 2019-01-26-officer_defects-1, set: {confidence: high, size: 3}}
assume:
- {name: level.threat, value: 0, since: 2019-02-01, reason: withdrawn}
- {name: Bolivarian Militia, value: 100}
"""


def test_a_scenario_comes_back_equal_from_its_own_text():
    scenario = parse_scenario(FULL)
    assert parse_scenario(scenario_text(scenario)) == scenario
    assert scenario.do[0].tier == "unit"  # the usual actor where a force is named
    assert scenario.see[0].sources[0].grade == "B2"
    assert scenario.assume[1].since is None


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("do:\n- {date: 2019-02-01, code: chalenger_arrested}", "did you mean 'challenger_arrested'?"),
        ("do:\n- {date: 1 February, code: protest}", "is not a date; allowed: YYYY-MM-DD"),
        ("dos: []", "'dos' is not a key here"),
        ("see:\n- {date: 2019-02-01, code: protest, size: -3}", "is too small"),
        ("assume:\n- {name: x, value: lots}", "is not a number"),
        ("move:\n- {row: x}", "'to' is missing"),
        ("name: again", "stands here for the second time"),
    ],
)
def test_what_is_wrong_is_told_at_its_line(line, told):
    with pytest.raises(CaseFileError) as error:
        parse_scenario(f"name: x\n{line}\n", "plan.yaml")
    first = str(error.value).splitlines()[0]
    assert told in first
    assert first.startswith(f"plan.yaml:{2 + line.count(chr(10))}:") or first.startswith("plan.yaml:2:")


def test_a_file_that_is_no_mapping_or_not_there_is_refused(tmp_path):
    with pytest.raises(CaseFileError, match="not a mapping"):
        parse_scenario("- a\n- b\n")
    with pytest.raises(CaseFileError, match="cannot be read"):
        read_scenario(tmp_path / "none.yaml")


@pytest.mark.parametrize("key", ["\\ne", "a: b, c", "}", "true", "", "#", "é"])
def test_a_field_of_any_name_comes_back(key):
    """Names of fields are looked at only where they meet a case, so that any may stand in a file."""
    scenario = parse_scenario(f'name: x\nchange:\n- {{row: r, set: {{"{key}": {{"{key}": 1}}}}}}\n')
    assert parse_scenario(scenario_text(scenario)) == scenario


@pytest.mark.parametrize("value", [".inf", "-.inf", ".nan", "1e999", "9" * 19, "1e15"])
def test_a_value_of_any_size_comes_back(value):
    scenario = parse_scenario(f"name: x\nchange:\n- {{row: r, set: {{size: {value}}}}}\n")
    assert repr(parse_scenario(scenario_text(scenario))) == repr(scenario)


def test_a_field_has_a_name_that_can_be_written():
    with pytest.raises(CaseFileError, match="is too long; allowed: at most 80 letters"):
        parse_scenario(f"name: x\nchange:\n- {{row: r, set: {{{'k' * 81}: 1}}}}\n")
