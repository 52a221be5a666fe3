"""The tables hold together: every word a rule or kind uses is known, every code exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from standoff.case.codes import EVENT_CODES
from standoff.intake.coding.acts import senses
from standoff.intake.coding.composition import composed
from standoff.intake.coding.frames import FRAMES
from standoff.intake.coding.roles import ROLES
from standoff.intake.coding.rules import rules
from standoff.intake.coding.schemes import ROOTS, case_codes, plover_root
from standoff.intake.tables.tables import rows, several

OFFICIAL = Path(__file__).parents[3] / "../shared/data/event-coding/dictionaries/CAMEO2PLOVER-2021.txt"
TOLD = {"done", "denied", "planned", "hypothetical"}


def official():
    if not OFFICIAL.is_file():
        pytest.skip(f"{OFFICIAL.name} is not beside the project")
    lines = re.findall(r"^(\d{2,4}): ([A-Z]+)", OFFICIAL.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(lines)


def cameo_codes():
    """Every CAMEO code the tables use, with where it stands."""
    for row in rows("kinds"):
        yield from (
            (row[column], f"kind {row['kind']}")
            for column in ("do", "end", "give", "accept", "violate", "alone")
            if row[column]
        )
    yield from ((row["code"], f"sense of {row['act']}") for row in rows("senses") if row["code"] not in ("", "="))
    yield from ((row["cameo"], f"verb {row['verb']}") for row in rows("verbs") if row["cameo"])
    for row in rows("composition"):
        yield from (
            (row[column], f"composition {row['act']}") for column in ("intent", "threat", "demand", "refusal") if row[column]
        )


def test_every_code_of_a_case_is_mapped_once():
    assert set(case_codes()) == set(EVENT_CODES)
    assert len(rows("codes")) == len(EVENT_CODES)


def test_our_mapping_agrees_with_the_official_table():
    table = official()
    for code, row in case_codes().items():
        mapped = several(row["cameo"])
        assert (row["fit"] == "none") == (not mapped), code
        assert all(cameo in table for cameo in mapped), code
        assert row["plover"] == (table[mapped[0]] if mapped else ""), code
        assert not mapped or plover_root(mapped[0]) == row["plover"], code


def test_every_cameo_code_of_the_tables_is_one():
    table = official()
    for code, where in cameo_codes():
        assert code[:2] in ("01", "02") or code in table or code in ROOTS, (code, where)


def test_no_verb_or_noun_stands_twice():
    for name, key in (("verbs", "verb"), ("nouns", "noun"), ("agents", "word"), ("kinds", "kind"), ("rules", "name")):
        told = [row[key] for row in rows(name)]
        assert sorted(set(told)) == sorted(told), name


def test_every_kind_of_noun_is_known():
    kinds = {row["kind"] for row in rows("kinds")}
    assert {row["kind"] for row in rows("nouns")} <= kinds


def test_every_sense_is_of_a_verb_and_of_known_nouns():
    acts, kinds = {row["act"] for row in rows("verbs")}, {row["kind"] for row in rows("nouns")}
    for act, own in senses().items():
        assert act in acts
        assert {kind for sense in own for kind in (*sense.noun, *sense.anywhere)} <= kinds, act


def test_every_verb_tells_or_frames_something():
    assert [row["verb"] for row in rows("verbs") if not (row["act"] or row["cameo"])] == []


def test_no_word_of_games_stands_twice():
    told = [row["word"] for row in rows("sports")]
    assert sorted(set(told)) == sorted(told)
    assert {row["strength"] for row in rows("sports")} == {"sure", "often"}


def test_every_rule_speaks_of_what_there_is():
    verbs, acts = {row["verb"] for row in rows("verbs")}, {row["act"] for row in rows("verbs")}
    kinds = {row["kind"] for row in rows("kinds")} | acts | {"undone"}
    for rule in rules():
        assert rule.code in EVENT_CODES, rule.name
        assert rule.verbs <= verbs, (rule.name, rule.verbs - verbs)
        assert rule.kinds <= kinds, (rule.name, rule.kinds - kinds)
        assert rule.by | rule.to <= set(ROLES), rule.name
        assert rule.framed | rule.also <= FRAMES | {"not", "must"}, rule.name
        assert rule.told is None or rule.told in TOLD, rule.name
        assert rule.extra <= {"passive", "said", "nominal"}, rule.name
        assert rule.why, rule.name
        assert rule.acts or rule.verbs or rule.kinds or rule.framed, rule.name


def test_every_code_but_what_needs_judgement_has_a_rule():
    assert set(EVENT_CODES) - {rule.code for rule in rules()} == set()


def test_composition_never_makes_a_code_that_is_none():
    table = official()
    for row in rows("composition"):
        for frame in ("intend", "threaten", "demand", "urge", "refuse", "allow", "prevent", "accept", "order", "prepare"):
            made = composed(row["act"], (frame,))
            assert made == "" or made[:2] == "02" or made in table or made in ROOTS or made == "014", (row["act"], frame, made)
