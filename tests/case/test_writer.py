from __future__ import annotations

import os
import stat
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.case import atomic
from standoff.case.codes import EVENT_CODES
from standoff.case.library import case_path, library_names
from standoff.case.reader import parse_case, read_case
from standoff.case.splice import insert_rows
from standoff.case.values import Drafted, Event, Source
from standoff.case.writer import append_events, event_row, update_event
from standoff.errors import CaseError

ROW = Event(
    id="",
    date=date(2031, 1, 13),
    code="strike",
    force="",
    tier="none",
    scope="national",
    actor="dockers",
    target="government",
    text="Dockers: out, all of them #1.",
    source="AP; BBC",
    sided="challenger",
    confidence="low",
)


@pytest.fixture
def path(tmp_path: Path, small: str) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(small, "utf-8")
    return path


def unnamed(row: Event) -> Event:
    return replace(row, id="", line=0)


def filled(row: Event) -> Event:
    """The row as reading gives it back: the day it became known and its sources made explicit."""
    sources = row.sources or tuple(Source(part.strip()) for part in row.source.split(";"))
    return replace(row, public=row.public or row.date, sources=sources)


def test_a_row_goes_to_its_date_and_nothing_else_changes(path: Path, small: str) -> None:
    case = append_events(path, [ROW])
    written = path.read_text("utf-8")
    start = written.index("- date: 2031-01-13")
    end = written.index("\n\n# the second row", start)
    assert written[:start] + written[end + 1 :] == small
    assert unnamed(case.events[1]) == filled(ROW)
    assert case == read_case(path)


def test_the_row_is_written_in_the_order_of_the_format(path: Path) -> None:
    append_events(path, [replace(ROW, size=30.0, unit="people", status="draft")])
    assert (
        '- date: 2031-01-13\n  code: strike\n  force: ""\n  tier: none\n  scope: national\n  actor: dockers\n'
        "  target: government\n  size: 30\n  unit: people\n"
        '  text: "Dockers: out, all of them #1."\n  source: AP; BBC\n  sided: challenger\n  confidence: low\n'
        "  status: draft\n"
    ) in path.read_text("utf-8")


def test_rows_before_the_first_and_after_the_last(path: Path) -> None:
    days = [date(2031, 2, 9), date(2031, 1, 10), date(2031, 1, 10), date(2031, 2, 9)]
    case = append_events(path, [replace(ROW, date=day, actor=f"n{n}") for n, day in enumerate(days)])
    assert [row.actor for row in case.events] == ["n1", "n2", "students", "a company: the third", "n0", "n3"]
    assert "# the end of the rows\noutcome:" in path.read_text("utf-8")


@pytest.mark.parametrize(
    "listed",
    ["events: []", "events: [] # none yet", "events:\n  []", "events: [ ]\n# more"],
)
def test_the_first_row_of_an_empty_list(path: Path, small: str, listed: str) -> None:
    text = small[: small.index("events:")] + listed + small[small.index("\n# the end") :]
    path.write_text(text, "utf-8")
    case = append_events(path, [ROW, replace(ROW, actor="b")])
    assert [row.actor for row in case.events] == ["dockers", "b"]


def test_a_list_in_brackets_stays_in_brackets(path: Path, small: str) -> None:
    append_events(path, [ROW])
    row = ", ".join(f'{key}: "{value}"' for key, value in event_row(ROW).items())
    text = small[: small.index("events:")] + f"events: [{{{row}}}]" + small[small.index("\n# the end") :]
    path.write_text(text, "utf-8")
    earlier, later = replace(ROW, date=date(2031, 1, 11)), replace(ROW, date=date(2031, 1, 14))
    case = append_events(path, [later, earlier])
    assert [row.date.day for row in case.events] == [11, 13, 14]
    assert path.read_text("utf-8").count("\n") == text.count("\n")


def test_windows_lines_and_byte_order_mark_stay(path: Path, small: str) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode())
    append_events(path, [ROW])
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# a comment")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_file_without_a_last_newline(path: Path, small: str) -> None:
    head, rest = small[: small.index("events:")], small[small.index("events:") : small.index("# the end")]
    path.write_text(head + rest.rstrip(), "utf-8")
    assert len(append_events(path, [replace(ROW, date=date(2031, 2, 1))]).events) == 3


@pytest.mark.parametrize(
    ("row", "changes", "before", "after"),
    [
        (0, {"confidence": "low"}, "confidence: high   # seen", "confidence: low   # seen"),
        (0, {"size": 50}, "size: 4000\n", "size: 50\n"),
        (0, {"text": "a: b"}, "text: Students march\n    to the palace.\n", 'text: "a: b"\n'),
        (0, {"status": "retracted"}, "  # seen by many\n", "  # seen by many\n  status: retracted\n"),
        (1, {"text": "Short."}, "|\n    A company locks its gate.\n", "Short.\n"),
        (1, {"force": "Guard"}, "confidence: medium\n", "confidence: medium\n  force: Guard\n"),
        (1, {"sources": [{"outlet": "AP"}]}, "medium\n#", "medium\n  sources: [{outlet: AP}]\n#"),
    ],
)  # fmt: skip
def test_a_value_is_changed_in_place(
    path: Path, small: str, row: int, changes: dict[str, object], before: str, after: str
) -> None:
    assert small.count(before) == 1
    name = parse_case(small).events[row].id
    case = update_event(path, name, changes)
    assert path.read_text("utf-8") == small.replace(before, after)
    key, value = next(iter(changes.items()))
    if key != "sources":
        assert getattr(case.events[row], key) == value


def test_several_values_of_a_row_at_once(path: Path) -> None:
    case = update_event(path, "2031-01-15-mutiny-1", {"size": 40, "unit": "people", "id": "gate"})
    row = case.events[1]
    assert (row.size, row.unit, row.id) == (40.0, "people", "gate")
    case = update_event(path, "gate", {"size": 41.5})
    assert case.events[1].size == 41.5


@pytest.mark.parametrize(
    ("name", "changes", "says"),
    [
        ("2031-01-15-mutiny-2", {"size": 1}, "no row has the id .*did you mean '2031-01-15-mutiny-1'"),
        ("2031-01-15-mutiny-1", {"sise": 1}, "'sise' is not a key of a row; .*did you mean 'size'"),
        ("2031-01-15-mutiny-1", {"tier": "tropps"}, "tier: 'tropps' is not allowed"),
        ("2031-01-15-mutiny-1", {"size": 1}, "has no unit"),
        ("2031-01-15-mutiny-1", {"date": date(2031, 1, 11)}, "out of order"),
        ("2031-01-15-mutiny-1", {"text": "bell \a"}, "not allowed in text"),
        ("2031-01-15-mutiny-1", {"text": "half \ud800"}, "not allowed in text"),
    ],
)
def test_a_bad_change_leaves_the_file(path: Path, small: str, name: str, changes: dict[str, object], says: str) -> None:
    with pytest.raises(CaseError, match=says):
        update_event(path, name, changes)
    assert path.read_text("utf-8") == small
    assert os.listdir(path.parent) == ["case.yaml"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"code": "nonsense"},
        {"force": "Navy"},
        {"actor": ""},
        {"date": date(2030, 1, 1)},
        {"size": -1.0, "unit": "x"},
    ],
)
def test_a_bad_row_leaves_the_file(path: Path, small: str, wrong: dict[str, object]) -> None:
    with pytest.raises(CaseError):
        append_events(path, [ROW, replace(ROW, **wrong)])  # type: ignore[arg-type]
    assert path.read_text("utf-8") == small


def test_a_taken_id_leaves_the_file(path: Path, small: str) -> None:
    with pytest.raises(CaseError, match="is taken by"):
        append_events(path, [replace(ROW, id="one"), replace(ROW, id="one")])
    assert path.read_text("utf-8") == small


def test_a_bad_file_is_not_edited(path: Path) -> None:
    path.write_text("id: 1\n")
    with pytest.raises(CaseError):
        append_events(path, [ROW])
    assert path.read_text() == "id: 1\n"


def test_mode_bits_and_links_stay(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link.yaml")
    link.symlink_to(path)
    append_events(link, [ROW])
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert len(read_case(path).events) == 3


def test_read_only_file_is_refused(path: Path, small: str) -> None:
    path.chmod(0o444)
    with pytest.raises(CaseError, match="read-only"):
        append_events(path, [ROW])
    assert path.read_text("utf-8") == small


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_failure_half_way_leaves_the_original(path: Path, small: str, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.os, step, full)
    with pytest.raises(CaseError, match="no space left on device; nothing was changed"):
        append_events(path, [ROW])
    assert path.read_text("utf-8") == small
    assert os.listdir(path.parent) == ["case.yaml"]


def test_create_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    atomic.create_file(path, b"one")
    with pytest.raises(CaseError, match="exists already"):
        atomic.create_file(path, b"two")
    with pytest.raises(CaseError, match="no such file or directory"):
        atomic.create_file(tmp_path / "none" / "a.yaml", b"two")
    assert path.read_bytes() == b"one"
    assert os.listdir(tmp_path) == ["a.yaml"]


@pytest.mark.parametrize("name", library_names()[::10])
def test_library_files_take_a_row_without_other_change(name: str, tmp_path: Path) -> None:
    original = case_path(name).read_text("utf-8")
    path = tmp_path / f"{name}.yaml"
    path.write_text(original, "utf-8")
    middle = read_case(path).events[10].date
    append_events(path, [replace(ROW, date=middle)])
    old, new = original.splitlines(), path.read_text("utf-8").splitlines()
    start = next(n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    added = len(new) - len(old)
    assert any(new[:n] + new[n + added :] == old for n in range(start - added, start + 1))


sayable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\n\t"),
    min_size=1,
    max_size=60,
).filter(str.strip)
awkward = st.sampled_from(["yes", "NO", "null", "~", "12", "1e3", "- a", "a: b", "a #b", "'", '"', "{", "@x", "%"])
words = sayable | awkward
days = st.dates(date(2031, 1, 10), date(2031, 2, 10))


@st.composite
def rows(draw: st.DrawFn) -> Event:
    day = draw(days)
    size = draw(st.none() | st.floats(0.001, 2e6))
    listed = st.builds(
        Source,
        outlet=words,
        url=st.none() | st.just("https://a.b/c?d=1#e"),
        grade=st.none() | st.sampled_from(["A1", "G"]),
        quote=st.none() | words,
        agency=st.none() | words,
    )
    return Event(
        id="",
        date=day,
        code=draw(st.sampled_from(sorted(set(EVENT_CODES) - {"mutiny", "officer_defects", "unit_defects"}))),
        force=draw(st.sampled_from(["", "Army", "Guard"])),
        tier=draw(st.sampled_from(["command", "officers", "unit", "troops", "none"])),
        scope="capital",
        actor=draw(words),
        target=draw(st.just("") | words),
        text=draw(words),
        source=draw(words),
        sided="mixed",
        confidence="low",
        size=size,
        unit=None if size is None else "people",
        public=draw(st.dates(day, date(2032, 1, 1))),
        asserted_by=draw(st.none() | words),
        modality=draw(st.sampled_from(["done", "denied", "planned", "hypothetical"])),
        sources=tuple(draw(st.lists(listed, max_size=2))),
        status=draw(st.sampled_from(["draft", "accepted", "retracted"])),
        note=draw(st.none() | words),
        bound="exact" if size is None else draw(st.sampled_from(["exact", "at_least", "at_most", "about"])),
        drafted=draw(st.none() | st.builds(Drafted, words, words) | st.builds(Drafted, words, words, st.just(0), st.just(7))),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(added=st.lists(rows(), min_size=1, max_size=4), layout=st.sampled_from(["block", "empty", "flow"]))
def test_rows_written_are_rows_read(small: str, added: list[Event], layout: str) -> None:
    head, tail = small[: small.index("events:")], small[small.index("# the end") :]
    text = {"block": small, "empty": f"{head}events: []\n{tail}"}.get(layout, "")
    if layout == "flow":
        row = ", ".join(f'{key}: "{value}"' for key, value in event_row(ROW).items())
        text = f"{head}events: [{{{row}}}]\n{tail}"
    before = parse_case(text).events
    fresh = sorted(added, key=lambda row: row.date)
    found = parse_case(insert_rows(text, [event_row(row) for row in fresh])).events
    expected = sorted((*before, *(with_sources(row) for row in fresh)), key=lambda row: row.date)
    assert [unnamed(row) for row in found] == [unnamed(row) for row in expected]


def with_sources(row: Event) -> Event:
    from standoff.case.build import split_sources

    return row if row.sources else replace(row, sources=split_sources(row.source))
