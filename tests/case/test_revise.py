"""Revisions of a case's text: what was asked for is there, and every other byte stays."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.case.library import case_path
from standoff.case.reader import parse_case, review_text
from standoff.case.revise import revised
from standoff.case.revisions import Add, Assume, Change, Remove, Revision, Set, Unassume
from standoff.case.template import new_case_text
from standoff.case.yaml_parts import Known
from standoff.errors import CaseError

FORCES = [{"name": "Guard", "kind": "guard", "size_k": 2.5}, {"name": "Army: the first", "kind": "army"}]


def row(day: str, code: str = "strike", **more: Any) -> dict[str, Any]:
    told = {"date": day, "code": code, "tier": "none", "scope": "national", "actor": "dockers", "text": "Out: all #1."}
    return {**told, "source": "AP", "sided": "neutral", "confidence": "low", **more}


def lines_gone(before: str, after: str) -> list[str]:
    """Lines of the text before that are not in the one after, in order."""
    left = after.splitlines()
    return [line for line in before.splitlines() if line not in left]


def test_nothing_to_do_leaves_the_text(small: str) -> None:
    assert revised(small, []) == small


def test_a_row_is_taken_out_and_the_comments_around_it_stay(small: str) -> None:
    case = parse_case(small)
    made = revised(small, [Remove(case.events[0].id)])
    assert [one.text for one in parse_case(made).events] == [one.text for one in case.events[1:]]
    assert [line for line in lines_gone(small, made) if line.startswith("#")] == []


def test_all_rows_taken_out_leave_an_empty_list_and_the_comments(small: str) -> None:
    case = parse_case(small)
    made = revised(small, [Remove(one.id) for one in case.events])
    assert parse_case(made).events == ()
    assert [line for line in lines_gone(small, made) if line.startswith("#")] == []
    again = revised(made, [Add(row("2031-01-20"))])
    assert len(parse_case(again).events) == 1


def test_a_row_whose_date_changes_moves_as_it_is_written(small: str) -> None:
    case = parse_case(small)
    first, last = case.events[0], case.events[-1]
    made = revised(small, [Change(first.id, {"date": str(case.end)})])
    assert parse_case(made).events[-1].text == first.text
    assert lines_gone(small, made) == [line for line in small.splitlines() if f"date: {first.date}" in line]
    back = revised(made, [Change(parse_case(made).events[-1].id, {"date": str(case.start)})])
    assert parse_case(back).events[0].text == first.text
    assert parse_case(back).events[-1].text == last.text


def test_a_key_is_taken_out_and_a_list_of_sources_put_in(small: str) -> None:
    name = parse_case(small).events[0].id
    made = revised(small, [Change(name, {"note": "a: remark", "size": 30, "unit": "people"})])
    assert (parse_case(made).events[0].note, parse_case(made).events[0].size) == ("a: remark", 30.0)
    again = revised(made, [Change(parse_case(made).events[0].id, {"note": None, "size": None, "unit": None})])
    assert parse_case(again).events[0].note is None
    sourced = revised(small, [Change(name, {"sources": [{"outlet": "AP", "grade": "B2"}, {"outlet": "BBC"}]})])
    assert [one.grade for one in parse_case(sourced).events[0].sources] == ["B2", None]


def test_assumptions_come_change_and_go(small: str) -> None:
    one = revised(small, [Assume("patron", 0.5, "seen: often"), Assume("world.tempo", 2, "busy")])
    assert [(held.name, held.value) for held in parse_case(one).assumptions] == [("patron", 0.5), ("world.tempo", 2.0)]
    two = revised(one, [Assume("patron", 1.5, "seen again"), Unassume("world.tempo"), Assume("threat", -1, "x")])
    assert [(held.name, held.value) for held in parse_case(two).assumptions] == [("patron", 1.5), ("threat", -1.0)]
    none = revised(two, [Unassume("patron"), Unassume("threat")])
    assert none == small
    with pytest.raises(CaseError, match="'patron' is not assumed; assumed: nothing"):
        revised(small, [Unassume("patron")])


def test_comments_of_other_assumptions_stay(small: str) -> None:
    first = "assumptions:  # mine\n# the first\n- name: patron  # so\n  value: 1\n  reason: a\n"
    text = f"{small}{first}# the second\n- name: threat\n  value: 2\n  reason: b\n"
    made = revised(text, [Unassume("threat"), Assume("amnesty", 3, "c")])
    assert first in made
    assert "# the second" in made
    assert [held.name for held in parse_case(made).assumptions] == ["patron", "amnesty"]


def test_facts_are_set_in_their_place(small: str) -> None:
    made = revised(small, [Set("title", "New: title"), Set("question", "Will they obey?"), Set("background.media", "free")])
    case = parse_case(made)
    assert (case.title, case.question, case.background.media) == ("New: title", "Will they obey?", "free")
    lines = made.splitlines()
    assert lines[next(at for at, line in enumerate(lines) if line.startswith("challenger:")) + 1].startswith("question:")
    assert parse_case(revised(made, [Set("question", None), Set("background.media", None)])).question is None
    with pytest.raises(CaseError, match="every case needs one"):
        revised(small, [Set("title", None)])


def test_forces_are_replaced() -> None:
    text = new_case_text("ruritania-2031")
    made = revised(text, [Set("forces", FORCES), Remove("2031-01-10-protest-1")])
    case = parse_case(made)
    assert [(force.name, force.kind, force.size_k) for force in case.forces] == [
        ("Guard", "guard", 2.5),
        ("Army: the first", "army", None),
    ]
    assert case.events == ()


@pytest.mark.parametrize("sources", [True, 1, "AP", {"outlet": "AP"}])
def test_sources_that_are_no_list_are_refused(small: str, sources: Any) -> None:
    """Looking for rows named elsewhere, what stood there was gone through as a list: a traceback for true or a number."""
    name = parse_case(small).events[0].id
    try:
        text = revised(small, [Change(name, {"sources": sources})])
    except CaseError:
        return
    assert any(problem.where.endswith("sources") for problem in review_text(text, "x").problems)


@pytest.mark.parametrize("forces", [["a"], [1, None], [[]], [{"a": "b", "c": [1]}], [{}], [[], {"name": "b"}]])
def test_lists_in_strange_places_are_written_for_the_reader_to_refuse(small: str, forces: Any) -> None:
    """The workbench sends what stands in its form; a list of bare words within a force ended in a traceback."""
    text = revised(small.replace("- {name: Army, kind: army, size_k: 10}\n", ""), [Set("forces", [{"name": forces}])])
    problems = review_text(text, "x").problems
    assert any(problem.where.startswith("forces") for problem in problems)
    assert not any("not YAML" in problem.what for problem in problems)


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        (Remove("nobody"), "no row has the id"),
        (Change("nobody", {"size": 1}), "no row has the id"),
        (Change("ROW", {"sise": 1}), "did you mean 'size'"),
        (Change("ROW", {"sources": []}), "a list of mappings"),
        (Change("ROW", {"sources": ["AP"]}), "a list of mappings"),
        (Add({"code": "strike"}), "needs a date"),
        (Add({"date": 5}), "needs a date"),
        (Add({"date": "2031-01-12", "cod": "strike"}), "did you mean 'code'"),
        (Set("id", "x"), "not a fact that can be set"),
        (Set("background.colour", "x"), "not a fact that can be set"),
        (Set("title", {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}), "nested deeper"),
    ],
)
def test_what_cannot_be_done_is_said(small: str, revision: Revision, said: str) -> None:
    name = parse_case(small).events[0].id
    given = Change(name, revision.values) if isinstance(revision, Change) and revision.row == "ROW" else revision
    with pytest.raises(CaseError, match=said):
        revised(small, [given])


def test_two_at_odds_are_refused(small: str) -> None:
    name = parse_case(small).events[0].id
    with pytest.raises(CaseError, match="both changed and removed"):
        revised(small, [Change(name, {"size": 1}), Remove(name)])
    with pytest.raises(CaseError, match="set twice"):
        revised(small, [Set("title", "a"), Set("title", "b")])


def test_a_row_that_is_named_elsewhere_keeps_its_name(small: str) -> None:
    text = revised(small, [Add(row("2031-01-20", actor="first")), Add(row("2031-01-20", actor="second"))])
    rated = text + "ratings:\n- row: 2031-01-20-strike-2\n  obey: C\n"
    assert parse_case(rated).ratings
    with pytest.raises(CaseError, match="would become '2031-01-20-strike-1'; give it an id first"):
        revised(rated, [Remove("2031-01-20-strike-1")])
    with pytest.raises(CaseError, match="would become"):
        revised(rated, [Change("2031-01-20-strike-2", {"code": "protest"})])
    named = revised(text, [Change("2031-01-20-strike-2", {"id": "second"})])
    assert [one.id for one in parse_case(revised(named, [Remove("2031-01-20-strike-1")])).events][-1] == "second"


def test_a_text_with_problems_can_be_mended(small: str) -> None:
    broken = small.replace("code: protest", "code: protests", 1)
    assert review_text(broken, "x").problems
    name = next(iter(re.findall(r"date: (\S+)\n  code: protests", broken))) + "-protests-1"
    assert revised(broken, [Change(name, {"code": "protest"})]) == small


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("name", ["venezuela-2019", "ussr-1991"])
def test_every_row_of_a_library_case_can_be_taken_out(name: str, newline: str) -> None:
    text = case_path(name).read_text("utf-8").replace("\n", newline)
    case = parse_case(text)
    gone = case.events[::3]
    made = revised(text, [Remove(one.id) for one in gone])
    assert [one.text for one in parse_case(made).events] == [one.text for one in case.events if one not in gone]
    assert set(made.split(newline)) <= set(text.split(newline))


def test_a_file_in_braces_is_edited_or_refused_and_never_garbled(small: str) -> None:
    case = parse_case(small)
    flow = "{id: x-1, title: t, country: c, iso3: ABC, start: 2031-01-10, end: 2031-02-10, order_giver: a, challenger: b, "
    flow += "background: {regime: hybrid, years_in_power: 1, population_m: 3}, forces: [{name: Army, kind: army}], events: "
    same = "tier: none, scope: capital, actor: a, text: b, source: AP, sided: neutral, confidence: low"
    rows = f"[{{date: 2031-01-11, code: strike, {same}}}, {{date: 2031-01-12, code: protest, {same}}}]}}"
    text = flow + rows
    assert [one.code for one in parse_case(revised(text, [Remove("2031-01-11-strike-1")])).events] == ["protest"]
    assert parse_case(revised(text, [Remove("2031-01-11-strike-1"), Remove("2031-01-12-protest-1")])).events == ()
    assert parse_case(revised(text, [Assume("patron", 1, "why")])).assumptions[0].value == 1
    assert parse_case(revised(text, [Set("question", "what?")])).question == "what?"
    with pytest.raises(CaseError, match="move it by hand"):
        revised(text, [Change("2031-01-11-strike-1", {"date": "2031-01-20"})])
    assert case.events


DAYS = st.dates(
    min_value=parse_case(case_path("ussr-1991").read_text("utf-8")).start,
    max_value=parse_case(case_path("ussr-1991").read_text("utf-8")).end,
)
WORDS = st.text(alphabet=st.sampled_from("ab: #'\"-?{}[],&*!|>%@`\\\n\té漢"), min_size=1, max_size=12).map(
    lambda text: f"w{text}w"
)
STEP = st.one_of(
    st.tuples(st.just("add"), DAYS, WORDS),
    st.tuples(st.just("remove"), st.integers(0, 99)),
    st.tuples(st.just("text"), st.integers(0, 99), WORDS),
    st.tuples(st.just("date"), st.integers(0, 99), DAYS),
    st.tuples(st.just("note"), st.integers(0, 99), st.none() | WORDS),
    st.tuples(st.just("assume"), st.sampled_from(["patron", "threat", "amnesty"]), st.floats(-9, 9, allow_nan=False)),
    st.tuples(st.just("unassume"), st.sampled_from(["patron", "threat", "amnesty"])),
    st.tuples(st.just("set"), st.sampled_from(["title", "question", "background.note"]), WORDS),
)


def commented(text: str) -> str:
    """A case in which every row has a comment of its own above it and one behind its text."""
    parts = text.split("\n- date: ")
    told = [f"\n# above {number}\n- date: {part}" for number, part in enumerate(parts[1:])]
    return parts[0] + "".join(
        re.sub(r"(\n  tier: \w+)", rf"\1  # beside {number}", part, count=1) for number, part in enumerate(told)
    )


SHORT = commented("\n- date: ".join(case_path("ussr-1991").read_text("utf-8").split("\n- date: ")[:7]) + "\n")


@settings(max_examples=15, deadline=None)
@given(st.lists(STEP, min_size=1, max_size=4))
def test_any_edits_read_back_and_keep_the_comments_of_other_rows(steps: list[tuple[Any, ...]]) -> None:
    text, known = SHORT, Known()
    touched: set[str] = set()
    for step in steps:
        case = parse_case(text)
        ids = [one.id for one in case.events]
        place = step[1] % len(ids) if isinstance(step[1], int) and ids else None
        held = {one.name for one in case.assumptions}
        if (place is None and step[0] in ("remove", "text", "date", "note")) or (step[0] == "unassume" and step[1] not in held):
            continue
        beside = re.findall(r"# beside \d+", text)
        made = revised(text, [revision_of(step, ids[place or 0] if ids else "")])
        assert made == revised(text, [revision_of(step, ids[place or 0] if ids else "")], known=known)
        after = parse_case(made)
        if step[0] == "remove":
            assert len(after.events) == len(ids) - 1
            touched |= set(beside) - set(re.findall(r"# beside \d+", made))
            assert len(set(beside) - set(re.findall(r"# beside \d+", made))) <= 1
        elif step[0] == "add":
            assert [one.text for one in after.events].count(step[2]) >= 1
            assert len(after.events) == len(ids) + 1
        else:
            assert len(after.events) == len(ids)
        assert set(re.findall(r"# above \d+", made)) == set(re.findall(r"# above \d+", SHORT))
        assert set(re.findall(r"# beside \d+", made)) == set(re.findall(r"# beside \d+", SHORT)) - touched
        text = made


def revision_of(step: tuple[Any, ...], name: str) -> Revision:
    match step:
        case ("add", day, words):
            return Add(row(str(day), text=words))
        case ("remove", _):
            return Remove(name)
        case ("text", _, words):
            return Change(name, {"text": words})
        case ("date", _, day):
            return Change(name, {"date": str(day), "public": None})
        case ("note", _, words):
            return Change(name, {"note": words})
        case ("assume", prior, value):
            return Assume(prior, value, "why: so")
        case ("unassume", prior):
            return Unassume(prior)
    return Set(step[1], step[2])
