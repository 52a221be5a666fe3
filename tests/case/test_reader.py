from __future__ import annotations

import os
import pickle
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from standoff.case.problems import CaseFileError, Problem
from standoff.case.reader import MAX_BYTES, parse_case, read_case, review_bytes, review_text
from standoff.case.values import Source
from standoff.errors import CaseError


def faults(text: str) -> list[str]:
    return [str(problem) for problem in review_text(text, "x.yaml").problems]


def test_small_case_is_read(small: str) -> None:
    case = parse_case(small)
    assert [row.id for row in case.events] == ["2031-01-12-protest-1", "2031-01-15-mutiny-1"]
    assert [row.line for row in case.events] == [18, 34]
    assert case.events[0].sources == (Source("Reuters"), Source("state television"))
    assert case.events[0].text == "Students march to the palace."
    assert case.events[1].force == ""
    assert case.background.officer_corps == "mixed"
    assert case.forces[1].size_k == 1


def test_optional_keys(small: str) -> None:
    extra = (
        "  id: r1\n  public: '2031-01-14'\n  asserted_by: Michael\n  modality: denied\n  status: draft\n"
        "  note: odd\n  sources:\n  - {outlet: AP, url: 'https://ap.org/1', grade: B2, quote: we march}\n"
    )
    text = small.replace("  source: Reuters; state television\n", extra).replace(
        "forces:\n", "question: who\nassumptions:\n- {name: a.b, value: 1, reason: so}\nforces:\n", 1
    )
    case = parse_case("schema: standoff-case/1\n" + text)
    row = case.events[0]
    assert (row.id, row.known_on, row.asserted_by) == ("r1", date(2031, 1, 14), "Michael")
    assert (row.modality, row.status, row.note, row.source) == ("denied", "draft", "odd", "AP")
    assert row.sources == (Source("AP", "https://ap.org/1", "B2", "we march"),)
    assert (case.question, case.assumptions[0].value) == ("who", 1.0)


def test_all_problems_come_at_once_and_in_place(small: str) -> None:
    text = (
        small.replace("iso3: RUR", "iso3: Rur")
        .replace("kind: guard", "knd: guard")
        .replace("code: protest", "code: protests")
        .replace("2031-01-15", "2031-01-02")
        .replace("tier: troops", "tier: trops")
        .replace("order_giver_out: false", "order_giver_out: no")
    )
    found = faults(text)
    assert [line.split(": ")[:2] for line in found] == [
        ["x.yaml:5:7", "iso3"],
        ["x.yaml:13:3", "forces[1].kind"],
        ["x.yaml:14:3", "forces[1].knd"],
        ["x.yaml:19:9", "events[0].code"],
        ["x.yaml:36:9", "events[1].tier"],
        ["x.yaml:49:20", "outcome.order_giver_out"],
    ]
    assert found[0].endswith("'Rur' will not do; allowed: three capital letters, as in VEN")
    assert found[2].endswith("'knd' is not a key here; allowed: name, kind, size_k; did you mean 'kind'?")
    assert found[3].startswith("x.yaml:19:9: events[0].code: 'protests' is not an event code; allowed: protest,")
    assert found[3].endswith("; did you mean 'protest'?")
    assert found[4].endswith("allowed: command, officers, unit, troops, none; did you mean 'troops'?")
    assert found[5].endswith("'no' is not true or false; allowed: true, false")


def test_a_wrong_value_does_not_hide_a_contradiction(small: str) -> None:
    text = small.replace("iso3: RUR", "iso3: 7").replace("2031-01-15", "2031-01-11")
    assert [line.split(": ")[1] for line in faults(text)] == ["iso3", "events[1].date"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("title: Ruritania, a test", "title: 2031", '3:8: title: 2031 is not text; to have it as text write'),
        ("title: Ruritania, a test", "title: ' '", "3:8: title: ' ' is empty"),
        ("start: 2031-01-10", "start: 10.1.2031", "6:8: start: '10.1.2031' is not a date; allowed: YYYY-MM-"),
        ("start: 2031-01-10", "start: 2031-02-30", "6:8: start: '2031-02-30' is no day of the calendar"),
        ("start: 2031-01-10", "start: 20310110", "6:8: start: 20310110 is not a date"),
        ("id: ruritania-2031", "id: ../etc", "2:5: id: '../etc' will not do; allowed: lower-case letters"),
        ("years_in_power: 3", "years_in_power: .nan", "background.years_in_power: nan is not a finite numbe"),
        ("population_m: 2.5", "population_m: .inf", "background.population_m: inf is not a finite number"),
        ("population_m: 2.5", "population_m: 0", "background.population_m: 0 is too small; allowed: more th"),
        ("years_in_power: 3, ", "", "10:13: background.years_in_power: 'years_in_power' is missing (the ord"),
        ("size_k: 10}", "size_k: ten}", "forces[0].size_k: 'ten' is not a number"),
        ("size_k: 10}", "size_k: 30000}", "forces[0].size_k: 30000 is too large; allowed: at most 20000"),
        ("  actor: students\n", "", "18:3: events[0].actor: 'actor' is missing (who did it, in words)"),
        ("size: 4000", "size: -1", "25:9: events[0].size: -1 is too small; allowed: more than 0"),
        ("size: 4000", "size: true", "25:9: events[0].size: true is not a number"),
        ("size: 4000", "size: 1e999", "25:9: events[0].size: inf is not a finite number"),
        ("  source: AP\n", "", "34:3: events[1]: has no source; give source (text) or sources (a list)"),
        ("  source: AP\n", "  sources: []\n", "events[1].sources: a list has too few items; allowed: at lea"),
        ("  source: AP\n", "  sources: [{outlet: AP, grade: H2}]\n", "grade: 'H2' will not do; allowed: a l"),
        ("  source: AP\n", "  sources: [{outlet: a, url: 'javascript:x'}]\n", "an address that begins with"),
        ("  tier: none\n", "  tier: none\n  tier: unit\n", "22:3: events[0].tier: 'tier' stands here for th"),
        ("end: 2031-02-10", "end: 2031-02-10\nend: 2031-02-11", "8:1: end: 'end' stands here for the second"),
        ("events:\n", "foo: 1\nevnts:\n", "evnts: 'evnts' is not a key here"),
        ("id: rur", "schema: standoff-case/2\nid: rur", "2:9: schema: 'standoff-case/2' is not allowed: a newer Standoff"),
        ("code: mutiny", "code: [mutiny]", "events[1].code: a list is not text"),
        ("background: {", "background: 3 #{", "10:13: background: 3 is not a mapping"),
    ],
)  # fmt: skip
def test_each_wrong_value_is_told(small: str, old: str, new: str, says: str) -> None:
    assert old in small
    assert says in "\n".join(faults(small.replace(old, new, 1)))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"# nothing\n", "empty"),
        (b"\x00\x01\x02", "binary"),
        (b"id: a\nx: \xff\xfe", "not UTF-8 text: line 2 holds byte 0xff"),
        ("id: a".encode("utf-16"), "binary"),
        (b"- a\n- b\n", "x:1:1: the top level is not a mapping"),
        (b"just words", "x:1:1: the top level is not a mapping"),
        (b"a: &b [1]\nc: *b", "x:1:4: '&b' is an anchor"),
        (b"a: !!python/object:os.system x", "is a tag"),
        (b"a: {b: [", "not YAML"),
        (b"x" * (MAX_BYTES + 1), "too large"),
        (b"{a: " * 2000, "nested deeper"),
    ],
)
def test_files_that_are_no_case(data: bytes, says: str) -> None:
    review = review_bytes(data, "x")
    assert review.case is None
    assert len(review.problems) == 1
    assert says in str(review.problems[0])


def test_billion_laughs_is_refused() -> None:
    bomb = 'a: &a ["lol"]\n' + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True))
    assert "anchor" in faults(bomb)[0]


def test_byte_order_mark_and_windows_lines_are_fine(small: str) -> None:
    data = b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode()
    assert review_bytes(data, "x").case == parse_case(small)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    big = tmp_path / "big.yaml"
    with big.open("wb") as stream:
        stream.truncate(10_000_000)
    for path, says in [(tmp_path, "directory"), (tmp_path / "none.yaml", "no such file"), (big, "too large")]:
        with pytest.raises(CaseFileError, match=says) as caught:
            read_case(path)
        assert caught.value.problems[0].line == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_unreadable_file(tmp_path: Path, small: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(small)
    path.chmod(0)
    with pytest.raises(CaseError, match="permission denied"):
        read_case(path)


def test_check_can_be_left_out(small: str) -> None:
    text = small.replace("2031-01-15", "2030-01-15")
    assert parse_case(text, check=False).events[1].date == date(2030, 1, 15)
    with pytest.raises(CaseFileError):
        parse_case(text)


def test_errors_survive_pickling() -> None:
    error = CaseFileError([Problem("x", 1, 2, "id", "is odd", ("a",), "a")])
    assert str(pickle.loads(pickle.dumps(error))) == "x:1:2: id: is odd; allowed: a; did you mean 'a'?"


@given(st.binary(max_size=200))
@example(b"\xef\xbb\xbf")
@example(b"? ")
@example(b"%TAG ! tag:x,2000:\n---\n!a b")
def test_arbitrary_bytes_never_raise(data: bytes) -> None:
    review = review_bytes(data, "x")
    assert review.case is None
    assert review.problems


@given(st.text(alphabet="-?:,[]{}#&*!|>'\"%@` \n\tab01~.\\x", max_size=60))
def test_arbitrary_yaml_signs_never_raise(text: str) -> None:
    assert review_text(text, "x").problems


@given(data=st.data())
def test_a_damaged_case_gives_problems_or_a_case(small: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(small)))
    stop = data.draw(st.integers(start, min(len(small), start + 40)))
    inserted = data.draw(st.text(max_size=8))
    review = review_text(small[:start] + inserted + small[stop:], "x")
    assert (review.case is None) == bool(review.problems)
    assert all(str(problem).startswith("x") for problem in review.problems)


@pytest.mark.parametrize("sign", ["\\n", "\\u2029", "\\u202e", "x" * 70])
def test_a_key_that_steers_cannot_forge_a_line(small: str, sign: str) -> None:
    """A key is told with its place: a line end within it would begin a line of the message that nobody found."""
    (problem,) = review_text(f'{small}"a{sign}x.yaml:1:1: b": 1\n', "x").problems
    assert len(str(problem).splitlines()) == 1
    assert problem.where.startswith("'a")
    assert problem.where.isprintable()
    assert len(problem.where) < 70


def test_names_of_forces_are_told_in_one_line(small: str) -> None:
    text = small.replace("name: Guard ", 'name: "Gu\\nx.yaml:1:1: ard" ').replace("force: ''", "force: nobody")
    (problem,) = review_text(text, "x").problems
    assert str(problem).endswith("allowed: Army, 'Gu\\nx.yaml:1:1: ard', \"\"")
