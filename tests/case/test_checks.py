from __future__ import annotations

import pytest

from standoff.case.library import case_path, library_names
from standoff.case.reader import review_file, review_text


def problems(text: str) -> list[str]:
    return [str(problem) for problem in review_text(text, "x").problems]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("start: 2031-01-10", "start: 2031-01-13", "x:18:9: events[0].date: 2031-01-12 is before the start,"),
        ("end: 2031-02-10", "end: 2031-01-14", "x:34:9: events[1].date: 2031-01-15 is after the end, 2031-0"),
        ("end: 2031-02-10", "end: 2030-02-10", "x:7:6: end: 2030-02-10 is before the start, 2031-01-10"),
        ("end: 2031-02-10", "end: 2131-02-10", "x:7:6: end: 2131-02-10 is more than 3660 days after"),
        ("date: 2031-01-15", "date: 2031-01-11", "x:34:9: events[1].date: 2031-01-11 is out of order: a row"),
        ("  code: mutiny", "  public: 2031-01-14\n  code: mutiny", "x:35:11: events[1].public: 2031-01-14 i"),
        ("force: ''", "force: Gaurd", "events[0].force: 'Gaurd' is not one of the forces; allowed: Army, Gu"),
        ("force: ''", "force: Gaurd", "did you mean 'Guard'?"),
        ("  unit: people\n", "", "x:25:9: events[0].size: 4000 has no unit"),
        ("  size: 4000\n", "", "x:25:9: events[0].unit: 'people' has no size; give both or neither"),
        ("unit: people", "unit: peple", "events[0].unit: 'peple' looks misspelt; allowed: people, states"),
        ("size: 4000", "size: 3e6", "x:25:9: events[0].size: 3,000,000 people is more than a crowd of the w"),
        ("  code: mutiny", "  size: 16600\n  unit: people\n  code: mutiny", "more than all forces together"),
        ("  code: mutiny", "  size: 5001\n  unit: people\n  force: Guard\n  code: mutiny", "more than Guard"),
        ("  code: mutiny", "  size: 900\n  unit: states\n  code: sanctions", "900 states is more than there"),
        ("size_k: 10}", "size_k: 9000}", "x:12:1: forces: 9,001,000 in all forces is more than the populati"),
        ("name: Guard", "name: Army", "x:13:9: forces[1].name: 'Army' is taken by forces[0]"),
        ("  code: mutiny", "  id: 2031-01-12-protest-1\n  code: mutiny", "events[1].id: '2031-01-12-protest"),
        ("tier: troops", "tier: none", "x:36:9: events[1].tier: 'none' contradicts mutiny"),
        ("  date: 2031-02-10", "  date: 2031-01-09", "x:47:9: outcome.date: 2031-01-09 is before the start"),
    ],
)  # fmt: skip
def test_contradictions_are_told_in_place(small: str, old: str, new: str, says: str) -> None:
    assert old in small
    assert says in "\n".join(problems(small.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("  code: mutiny", "  status: draft\n  code: mutiny", "events[1].status: draft"),
        ("  code: mutiny", "  status: retracted\n  code: mutiny", "events[1].status: retracted"),
        ("tier: none", "tier: unit", "events[0].tier: 'unit' is odd with protest"),
        ("  code: mutiny", "  size: 2000\n  unit: people\n  force: Guard\n  code: mutiny", "than Guard has"),
        ("  date: 2031-02-10", "  date: 2031-02-11", "outcome.date: 2031-02-11 is after the end"),
    ],
)  # fmt: skip
def test_notes_do_not_bar_the_case(small: str, old: str, new: str, says: str) -> None:
    review = review_text(small.replace(old, new, 1), "x")
    assert review.case is not None
    assert says in "\n".join(str(note) for note in review.notes)


def test_a_case_without_rows_or_outcome_is_noted(small: str) -> None:
    text = small[: small.index("events:")] + "events: []\n"
    notes = [note.where for note in review_text(text, "x").notes]
    assert notes == ["events", "outcome"]


def test_a_unit_in_the_singular_is_fine(small: str) -> None:
    assert not problems(small.replace("unit: people", "unit: state").replace("size: 4000", "size: 1"))


def test_the_library_has_no_problems_and_one_note() -> None:
    reviews = {name: review_file(case_path(name)) for name in library_names()}
    assert not [problem for review in reviews.values() for problem in review.problems]
    assert [(name, note.where) for name, review in reviews.items() for note in review.notes] == [
        ("ivory-coast-2010", "events[28].size")
    ]
