"""Changing several rows in one write: keys put in and taken out, sources one by one; every other byte stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.case.edits import Edit, edited
from standoff.case.reader import parse_case
from standoff.case.values import Source
from standoff.case.writer import RowEdit, edit_rows
from standoff.errors import CaseError

FIRST, SECOND = "2031-01-12-protest-1", "2031-01-15-mutiny-1"
AP, BBC = Source("AP: the agency", grade="B2", quote="we march"), Source("BBC", agency="AFP")
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1).filter(str.strip)
LISTS = {
    "none": "",
    "block": "  sources:\n  - outlet: Reuters  # seen\n    grade: B1\n\n  # the second\n  - {outlet: state television}\n",
    "deep": "  sources:\n      - outlet: Reuters\n      - outlet: state television\n        quote: |\n          so be it\n",
    "flow": "  sources: [{outlet: Reuters, grade: B1}, {outlet: state television}]   # both\n",
}


@pytest.fixture(
    params=[(name, end) for name in LISTS for end in ("\n", "\r\n")], ids=lambda param: f"{param[0]}-{len(param[1])}"
)
def path(request: pytest.FixtureRequest, tmp_path: Path, small: str) -> Path:
    name, end = request.param
    text = small.replace("  sided: neutral\n", f"{LISTS[name]}  sided: neutral\n")
    path = tmp_path / "case.yaml"
    path.write_bytes(text.replace("\n", end).encode())
    return path


def test_sources_come_and_go_and_nothing_else_changes(path: Path) -> None:
    before = path.read_bytes()
    own = parse_case(path.read_text()).events[0].sources
    case = edit_rows(path, [RowEdit(FIRST, add_sources=(AP, BBC)), RowEdit(SECOND, {"note": "merged: no"}, add_sources=(BBC,))])
    assert case.events[0].sources == (*own, AP, BBC)
    assert case.events[1].sources == (Source("AP"), BBC)
    back = [
        RowEdit(FIRST, drop_sources=frozenset({2, 3})),
        RowEdit(SECOND, drop=frozenset({"note"}), drop_sources=frozenset({1})),
    ]
    case = edit_rows(path, back)
    assert case.events[0].sources == own
    assert path.read_bytes() == before


def test_one_goes_another_comes(path: Path) -> None:
    edit_rows(path, [RowEdit(FIRST, add_sources=(AP, BBC))])
    case = edit_rows(path, [RowEdit(FIRST, add_sources=(Source("CNN"),), drop_sources=frozenset({2}))])
    assert [source.outlet for source in case.events[0].sources] == ["Reuters", "state television", "BBC", "CNN"]
    case = edit_rows(path, [RowEdit(FIRST, drop_sources=frozenset({0, 1, 3}))])
    assert [source.outlet for source in case.events[0].sources] == ["BBC"]


@pytest.mark.parametrize(
    ("edit", "says"),
    [
        (RowEdit("2031-01-12-protest-2", {"size": 1}), "no row has the id .*did you mean '2031-01-12-protest-1'"),
        (RowEdit(FIRST, {"sise": 1}), "'sise' is not a key of a row"),
        (RowEdit(FIRST, drop=frozenset({"nonsense"})), "'nonsense' is not a key of a row"),
        (RowEdit(FIRST, drop=frozenset({"actor"})), "'actor' is missing"),
        (RowEdit(FIRST, drop=frozenset({"unit"})), "has no unit"),
        (RowEdit(FIRST, {"merged_into": "nobody"}), "'nobody' is not the id of a row"),
        (RowEdit(FIRST, add_sources=(Source(" "),)), "is empty"),
    ],
)
def test_a_bad_edit_among_good_ones_leaves_the_file(tmp_path: Path, small: str, edit: RowEdit, says: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(small)
    with pytest.raises(CaseError, match=says):
        edit_rows(path, [RowEdit(SECOND, {"note": "fine"}), edit])
    assert path.read_text() == small


def test_rows_in_braces_are_changed_in_their_braces(tmp_path: Path, small: str) -> None:
    row = "{date: 2031-01-12, code: protest, tier: none, scope: capital, actor: a, text: b, source: AP"
    row += ", sided: mixed, confidence: low}"
    text = small[: small.index("events:")] + f"events: [{row}]" + small[small.index("\n# the end") :]
    path = tmp_path / "case.yaml"
    path.write_text(text)
    edit_rows(path, [RowEdit(FIRST, {"note": "x", "status": "draft"}, add_sources=(BBC,))])
    assert "note: x, status: draft, sources: [{outlet: AP}, {outlet: BBC, agency: AFP}]}" in path.read_text()
    edit_rows(path, [RowEdit(FIRST, drop=frozenset({"note", "status"}), drop_sources=frozenset({1}))])
    assert path.read_text() == text


def test_a_key_in_front_of_a_row_is_taken_out(tmp_path: Path, small: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(small.replace("- date: 2031-01-15", "- note: x  # y\n  date: 2031-01-15"))
    edit_rows(path, [RowEdit(SECOND, drop=frozenset({"note"}))])
    assert path.read_text() == small


def test_a_key_that_is_not_there_is_no_error_to_take_out(tmp_path: Path, small: str) -> None:
    path = tmp_path / "case.yaml"
    path.write_text(small)
    edit_rows(path, [RowEdit(SECOND, drop=frozenset({"note", "merged_into"}))])
    assert path.read_text() == small


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    words=st.lists(WORDS, min_size=1, max_size=4, unique_by=str.strip),
    layout=st.sampled_from(sorted(LISTS)),
)
def test_whatever_is_added_reads_back_and_can_be_taken_out(
    tmp_path_factory: pytest.TempPathFactory, small: str, words: list[str], layout: str
) -> None:
    text = small.replace("  sided: neutral\n", f"{LISTS[layout]}  sided: neutral\n")
    path = tmp_path_factory.mktemp("edits") / "case.yaml"
    path.write_bytes(text.encode())
    added = tuple(Source(word, quote=word) for word in words)
    case = edit_rows(path, [RowEdit(FIRST, add_sources=added)])
    assert case.events[0].sources[2:] == added
    edit_rows(path, [RowEdit(FIRST, drop_sources=frozenset(range(2, 2 + len(added))))])
    assert path.read_bytes() == text.encode()


def test_edits_at_one_place_stand_in_their_order() -> None:
    assert edited("abc", [Edit(3, 3, "!"), Edit(1, 1, "x"), Edit(1, 2, "y"), Edit(3, 3, "?")]) == "axyc!?"
