"""Where drafts came from, rows merged into others, whose story an outlet reprints: what a file may say, and how it is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from standoff.case.reader import parse_case, review_text
from standoff.case.values import Drafted, Event, Source
from standoff.case.writer import event_row

AGAIN = """\
- date: 2031-01-15
  id: again
  code: mutiny
  tier: troops
  scope: provincial
  actor: a company
  text: A company bars its gate.
  source: BBC
  sided: mixed
  confidence: medium
  merged_into: 2031-01-15-mutiny-1
# the end of the rows"""
FROM = "  source: AP\n  sources:\n  - {outlet: AP}\n  - {outlet: BBC, agency: AFP, merged_from: again}\n"
SIZED = "  size: 40\n  unit: people\n  bound: at_least\n  code: mutiny"
DRAFTED = "  drafted: {page: a.txt, rule: mutiny, start: 3, end: 9}\n  code: mutiny"


@pytest.fixture
def merged(small: str) -> str:
    return small.replace("# the end of the rows", AGAIN).replace("  source: AP\n", FROM)


def problems(text: str) -> list[str]:
    return [str(problem) for problem in review_text(text, "x").problems]


def test_what_is_given_is_read(merged: str) -> None:
    case = parse_case(merged.replace("  code: mutiny", f"{DRAFTED}\n".replace("  code: mutiny\n", "") + SIZED, 1))
    kept, echo = case.events[1:]
    assert (kept.bound, kept.drafted) == ("at_least", Drafted("a.txt", "mutiny", 3, 9))
    assert kept.sources == (Source("AP"), Source("BBC", agency="AFP", merged_from="again"))
    assert (echo.merged_into, echo.bound, echo.drafted) == ("2031-01-15-mutiny-1", "exact", None)
    assert [source.voice for source in kept.sources] == ["ap", "afp"]


def test_a_row_with_every_key_is_written_as_it_is_read(merged: str) -> None:
    kept = parse_case(merged.replace("  code: mutiny", SIZED, 1).replace("  code: mutiny", DRAFTED, 1)).events[1]
    row = event_row(kept)
    assert list(row)[6:11] == ["actor", "target", "size", "unit", "bound"]
    assert row["drafted"] == {"page": "a.txt", "rule": "mutiny", "start": 3, "end": 9}
    assert row["sources"] == [{"outlet": "AP"}, {"outlet": "BBC", "agency": "AFP", "merged_from": "again"}]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("merged_into: 2031-01-15-mutiny-1", "merged_into: 2031-01-15-mutny-1", "did you mean '2031-01-15-mutiny-1'?"),
        ("merged_into: 2031-01-15-mutiny-1", "merged_into: nobody", "x:58:16: events[2].merged_into: 'nobody' is not the"),
        ("merged_into: 2031-01-15-mutiny-1", "merged_into: again", "x:58:16: events[2].merged_into: 'again' is this row"),
        ("tier: troops", "tier: troops\n  merged_into: 2031-01-12-protest-1", "'2031-01-15-mutiny-1' is itself merged into"),
        ("merged_from: again", "merged_from: agian", "'agian' is not the id of a row; did you mean 'again'?"),
        ("merged_from: again", "merged_from: 2031-01-12-protest-1", "is not merged into this one; it needs merged_into"),
        ("  code: mutiny", "  bound: at_least\n  code: mutiny", "x:35:10: events[1].bound: 'at_least' has no size"),
        ("  code: mutiny", "  bound: nearly\n  code: mutiny", "'nearly' is not allowed; allowed: exact, at_least, at_most"),
        ("  code: mutiny", DRAFTED.replace("9", "3"), "events[1].drafted.end: 3 is not after the start, 3"),
        ("  code: mutiny", DRAFTED.replace(", end: 9", ""), "x:35:12: events[1].drafted: start and end go together"),
        ("  code: mutiny", DRAFTED.replace("3,", "-3,"), "drafted.start: -3 is too small; allowed: at least 0"),
        ("  code: mutiny", DRAFTED.replace("rule", "rul"), "'rul' is not a key here; allowed: page, rule, start, end; did"),
        ("agency: AFP", "agency: ' '", "agency: ' ' is empty; a few words are needed"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told_in_place(merged: str, old: str, new: str, says: str) -> None:
    assert old in merged
    assert says in "\n".join(problems(merged.replace(old, new, 1)))


def test_a_circle_of_rows_is_refused(merged: str) -> None:
    text = merged.replace("tier: troops", "tier: troops\n  merged_into: again", 1)
    assert [line.split(": ")[1] for line in problems(text)][:2] == ["events[1].merged_into", "events[2].merged_into"]


def test_a_wrong_row_lets_no_other_be_called_wrong(merged: str) -> None:
    assert len(problems(merged.replace("tier: troops", "tier: trops", 1))) == 1


def test_many_wrong_names_are_all_told(small: str) -> None:
    rows = "".join(
        AGAIN.replace("again", f"n{n}").replace("mutiny-1", "mutiny-0").removesuffix("# the end of the rows") for n in range(60)
    )
    found = problems(small.replace("# the end of the rows", rows))
    assert len(found) == 60
    assert sum("did you mean" in line for line in found) == 20


def test_a_merged_draft_waits_for_nobody(merged: str) -> None:
    notes = review_text(merged.replace("  id: again", "  id: again\n  status: draft"), "x").notes
    assert not any("draft" in str(note) for note in notes)


def test_rows_that_say_nothing_new_show_themselves_as_before(small: str) -> None:
    """Digests are made of what rows show: those of a case without the later keys must stay."""
    row: Event = parse_case(small).events[1]
    assert repr(row.sources[0]) == "Source(outlet='AP', url=None, grade=None, quote=None)"
    assert repr(row).endswith("status='accepted', note=None, line=34)")
    told = replace(row, bound="about", merged_into="x", drafted=Drafted("p", "r"), sources=(Source("AP", agency="AFP"),))
    assert repr(told).endswith(
        "line=34, bound='about', drafted=Drafted(page='p', rule='r', start=None, end=None), merged_into='x')"
    )
    assert "agency='AFP')" in repr(told)
