"""From the codes of feeds to ours: the table is sound, and roles decide."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from standoff.case.codes import EVENT_CODES
from standoff.case.library import load_case
from standoff.case.values import Source
from standoff.intake.coding.schemes import cameo_text, plover_root
from standoff.intake.feeds.drafting import force_in
from standoff.intake.feeds.importing import read_feed
from standoff.intake.feeds.rules import cameo_of_name, is_so, rules, rules_for, surname
from standoff.intake.feeds.values import NOBODY, Party, Record

TABLE = Path(__file__).parents[3] / "../shared/data/event-coding/dictionaries/CAMEO2PLOVER-2021.txt"
WORDS = {"army", "police", "forces", "government", "court", "state", "opposition", "crowd", "people", "armed", "organisation"}
WORDS |= {"other", "any", "none", "home", "foreign", "or"}

ARMY = Party("Army", "GEO", frozenset({"army", "forces", "state"}))
POLICE = Party("Police", "GEO", frozenset({"police", "forces", "state"}))
RULER = Party("Government", "GEO", frozenset({"government", "state"}))
COURT = Party("Court", "GEO", frozenset({"court", "state"}))
CROWD = Party("Citizens", "GEO", frozenset({"crowd", "people"}))
RIVALS = Party("Opposition", "GEO", frozenset({"opposition", "people"}))
REBELS = Party("Rebels", "GEO", frozenset({"armed"}))
RUSSIA = Party("Russia", "RUS", frozenset({"state"}))
RUSSIAN_ARMY = Party("Russian army", "RUS", frozenset({"army", "forces", "state"}))
UNION = Party("European Union", "", frozenset({"organisation"}))
PLAIN = Record(1, "1", "cameo", "", date(2024, 5, 1), date(2024, 5, 1), CROWD, RULER, "q", (Source("AP"),), country="GEO")


def coded(cameo: str, actor: Party, target: Party, **more) -> list[str]:
    record = replace(PLAIN, event=cameo, cameo=cameo, actor=actor, target=target, **more)
    return [rule.code for rule in rules_for(record, "GEO", None)]


def test_the_table_is_sound():
    text = (files("standoff.intake.tables") / "feed_rules.csv").read_text(encoding="utf-8")
    lines = list(csv.reader(text.splitlines()))
    assert {len(line) for line in lines} == {12}
    for rule in rules():
        assert rule.scheme in ("cameo", "acled", "ucdp", "plover")
        assert rule.code in EVENT_CODES or rule.code == ""
        assert set(re.split(r"[ |!]+", f"{rule.actor} {rule.target}".replace(" !", " ").replace("!", ""))) <= WORDS, rule
        assert rule.needs in ("", "deaths", "no deaths", "many", "challenger")
        assert rule.reads
        assert rule.reason
    asked = [(rule.scheme, rule.event, rule.actor, rule.target, rule.needs, rule.code) for rule in rules()]
    assert len(asked) == len(set(asked))


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of PLOVER is not here")
def test_every_cameo_code_of_the_tables_exists():
    known = dict(re.findall(r"^([0-9]{2,4}): *([A-Z]+)", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    used = {rule.event for rule in rules() if rule.scheme == "cameo"}
    # Roots 01 and 02 are not in PLOVER's table; CAMEO has 02 with 022 and 0241.
    assert {code for code in used if code not in known} <= {"022", "0241", "18", "20", "14", "12", "04", "19"}
    assert all(cameo_text(code) == code for code in used)
    names = (files("standoff.intake.tables") / "cameo_names.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(names.splitlines()):
        assert row["code"] in known or row["code"] in ("022", "0241"), row
        assert plover_root(row["code"]) == known.get(row["code"], ""), row
        assert cameo_of_name(row["name"].upper()) == row["code"]


@pytest.mark.parametrize(
    ("cameo", "actor", "target", "codes"),
    [
        ("141", CROWD, RULER, ["protest"]),
        ("145", RIVALS, POLICE, ["protest"]),
        ("141", CROWD, NOBODY, ["protest"]),
        ("141", NOBODY, RULER, ["protest"]),
        ("141", CROWD, RUSSIA, []),
        ("141", RULER, NOBODY, []),
        ("141", REBELS, RULER, []),
        ("142", CROWD, RULER, []),
        ("143", CROWD, RULER, ["strike"]),
        ("143", POLICE, RULER, ["order_refused"]),
        ("141", ARMY, RULER, ["mutiny"]),
        ("173", POLICE, CROWD, []),
        ("173", RULER, ARMY, ["purge"]),
        ("173", REBELS, CROWD, []),
        ("175", POLICE, CROWD, ["order_obeyed"]),
        ("1823", POLICE, CROWD, ["kill_protesters"]),
        ("1823", REBELS, CROWD, []),
        ("193", ARMY, CROWD, []),
        ("193", ARMY, REBELS, []),
        ("193", ARMY, RULER, ["mutiny"]),
        ("193", RUSSIAN_ARMY, ARMY, ["intervention"]),
        ("193", RUSSIAN_ARMY, REBELS, []),
        ("1384", RUSSIA, RULER, ["intervention_threat"]),
        ("1384", RULER, RUSSIA, []),
        ("163", RUSSIA, RULER, ["sanctions"]),
        ("163", UNION, RULER, ["sanctions"]),
        ("163", RULER, UNION, []),
        ("1312", RUSSIA, RULER, ["sanctions"]),
        ("054", RUSSIA, RIVALS, ["foreign_recognition"]),
        ("054", RUSSIA, RULER, ["foreign_support"]),
        ("072", RUSSIA, RULER, ["foreign_support"]),
        ("139", ARMY, RULER, ["ultimatum"]),
        ("139", RIVALS, RULER, []),
        ("1041", RIVALS, ARMY, ["appeal_to_forces"]),
        ("1041", ARMY, RULER, ["ultimatum"]),
        ("1041", RIVALS, RULER, []),
        ("040", RIVALS, ARMY, ["secret_talks"]),
        ("040", ARMY, RIVALS, []),
        ("128", ARMY, RULER, ["order_refused"]),
        ("1724", RULER, NOBODY, ["emergency"]),
        ("1324", RULER, CROWD, ["emergency"]),
        ("0831", RULER, RIVALS, ["concession"]),
        ("0841", COURT, CROWD, []),
        ("010", RULER, RUSSIA, []),
        ("036", RULER, RUSSIA, []),
        ("042", RUSSIA, RULER, []),
    ],
)
def test_who_did_it_decides(cameo, actor, target, codes):
    assert coded(cameo, actor, target) == codes


def test_deaths_decide_between_obeying_and_killing():
    assert coded("175", POLICE, CROWD, text="Police killed 3 protesters.") == ["kill_protesters"]
    assert coded("175", POLICE, CROWD, text="Nobody was killed when police charged.") == ["order_obeyed"]
    assert coded("190", ARMY, CROWD, deaths=4.0) == ["kill_protesters"]
    assert coded("190", ARMY, CROWD, deaths=0.0, text="They killed the music.") == []


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Police detained 45 people.", ["mass_arrests"]),
        ("Dozens were detained.", ["mass_arrests"]),
        ("More than 1,200 opposition supporters were held.", ["mass_arrests"]),
        ("Police arrested 3 men aged 30.", []),
        ("Police arrested a man.", []),
    ],
)
def test_many_arrested_or_one(text, codes):
    assert coded("173", POLICE, RIVALS, text=text) == codes


def test_a_threat_is_planned_and_a_deed_is_done():
    record = replace(PLAIN, event="1324", actor=RULER, target=NOBODY)
    assert [rule.modality for rule in rules_for(record, "", None)] == ["planned"]


def test_the_country_of_the_standoff_says_who_is_foreign():
    record = replace(PLAIN, event="163", actor=RUSSIA, target=RULER, country="RUS")
    assert [rule.code for rule in rules_for(record, "", None)] == ["sanctions"]
    assert [rule.code for rule in rules_for(record, "GEO", None)] == ["sanctions"]
    assert rules_for(record, "RUS", None) == ()


def test_words_of_a_rule():
    assert is_so("people home or none", NOBODY, "GEO")
    assert is_so("home !forces", RULER, "GEO")
    assert not is_so("home !forces", ARMY, "GEO")
    assert not is_so("foreign", Party("Someone", ""), "GEO")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Juan Guaidó and the National Assembly", "guaido"),
        ("Sviatlana Tsikhanouskaya (opposition)", "tsikhanouskaya"),
        ("protesters of the Maidan", ""),
        ("The united opposition of all the parties", ""),
        ("Solidarity", ""),
    ],
)
def test_the_challenger_of_a_case_has_a_surname_or_none(words, name):
    assert surname(words) == name


def test_a_case_gives_the_challenger_and_the_forces(feed, made):
    case = load_case("venezuela-2019")
    arrest = {
        "cameo_code": "173",
        "event_text": "Arrest, detain, or charge with legal action",
        "source_name": "Police (Venezuela)",
    }
    arrest |= {"source_sectors": "Government,Police", "target_sectors": "Legislative / Parliamentary,Government"}
    leader = made.icews(**arrest, target_name="Juan Guaidó")
    other = made.icews(**arrest, event_id="2", target_name="Gilber Caro")
    late = made.icews(**arrest, event_id="3", target_name="Juan Guaidó", event_date="2020-01-05")
    path = feed(made.heads["icews"], leader, other, late)
    (draft,) = read_feed(path, case=case)
    assert (draft.code, draft.target, draft.rule) == ("challenger_arrested", "Juan Guaidó", "icews 173 police>government")
    assert list(read_feed(path)) == []


def test_forces_of_a_case_by_name_then_by_kind():
    case = load_case("venezuela-2019")
    guard = Party("Bolivarian National Guard (Venezuela)", "VEN", frozenset({"army", "forces", "state"}))
    army = Party("Military (Venezuela)", "VEN", frozenset({"army", "forces", "state"}))
    foreign = Party("Military (Colombia)", "COL", frozenset({"army", "forces", "state"}))
    names = {force.name for force in case.forces}
    kinds = {force.name: force.kind for force in case.forces}
    found = force_in(case, guard)
    assert found in names
    assert kinds[found] == "gendarmerie"
    assert kinds[force_in(case, army)] == "army"
    assert force_in(case, foreign) == ""
    assert force_in(case, Party("Security Forces (Venezuela)", "VEN", frozenset({"forces", "state"}))) == ""
