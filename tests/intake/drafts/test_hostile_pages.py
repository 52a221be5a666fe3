"""Hostile pages and words: sentences without end, thousands of quotations, and quotes that try to break a case file."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.case.library import load_case
from standoff.case.values import Source
from standoff.errors import CaseError
from standoff.intake.coding.cast import cast_of_case
from standoff.intake.drafts.appending import append
from standoff.intake.drafts.draft import draft
from standoff.intake.drafts.passages import LONGEST_SENTENCE, passages
from standoff.intake.drafts.rows import draft_row
from standoff.intake.drafts.spoken import spoken_of
from standoff.intake.language.quotes import quotations
from standoff.intake.values import Draft, Page, Span

CASE = (Path(__file__).parents[3] / "examples/intake/kestria-2031.yaml").read_bytes()
KESTRIA = load_case(Path(__file__).parents[3] / "examples/intake/kestria-2031.yaml")
DAY = date(2031, 4, 10)


def test_a_sentence_without_end_is_read_in_pieces_that_miss_no_word():
    text = "Police detained 40 protesters on Tuesday and " * 100 + "x" * 5_000 + " at last"
    spans = [passage.span for passage in passages(Page("a", text, published=DAY), cast_of_case(KESTRIA))]
    assert max(map(len, spans)) <= LONGEST_SENTENCE
    assert "".join(span.of(text) for span in spans).replace(" ", "") == text.replace(" ", "")
    made = draft(Page("a", text), KESTRIA, DAY)
    assert {row.code for row in made.drafts} == {"mass_arrests"}
    assert not any("could not be read" in note for note in made.notes)


def test_quotations_are_found_by_place_and_none_is_missed():
    text = '"Soldiers refused to fire", Mira Solt said. ' * 30 + 'Hask told her that "Valdis said: ‘go’". "Yes", said Solt.'
    found = quotations(text)
    spoken = spoken_of(found)
    assert spoken.name_of("Solt") == "Mira Solt"
    for at in range(0, len(text), 7):
        place = Span(at, at + 20)
        near = set(spoken.near(place))
        spans = ((quote, span) for quote in found for span in (quote.span, quote.speaker_span) if span is not None)
        assert {quote for quote, span in spans if span.start <= place.end and span.end >= place.start} <= near
    assert spoken_of(()).near(Span(0, 5)) == ()


NONE = b"events: []\n"
CRLF = CASE.replace(b"\n", b"\r\n")
FLOW = CASE.replace(
    NONE,
    b"events:  # flow rows\n"
    b"  - {date: 2031-03-02, code: protest, force: '', tier: none, scope: national,\n"
    b"     actor: crowds, target: '', text: \"a: b # c\", source: AP, sided: neutral, confidence: low}  # kept\n"
    b"# end\n",
)
NO_LINE_END = CASE.replace(NONE, b"events: []   # none yet\n\n\n# the last words")
BREAKERS = [
    "- a: b",
    "# x",
    "a: b",
    "'",
    '"',
    "\\",
    "...",
    "---",
    "!!python/x y",
    "&a *a",
    "%YAML",
    "? :",
    "> ",
    "null",
    "true",
    "2031-01-01",
    "1e3",
    "=",
    "<<",
    "[]",
    "{}",
    "@x",
    "`y",
    "a; b",
]
UNSEEN = ["|", "tab\there", "line\nbreak", "\r\n", "\u2028\u2029\x85", "\x07", "\ud800", "\ufeff", "\u202e", "x" * 5_000, "🙂"]
HOSTILE = st.one_of(st.text(min_size=1, max_size=80), st.sampled_from([*BREAKERS, *UNSEEN]))


def hostile_draft(words):
    return Draft(
        code="protest", date=DAY, public=DAY, actor=words, target=words, text=words, quote=words, span=Span(0, len(words)),
        page=words, rule="r", sources=(Source(words, None, None, words),), asserted_by=words, why=words, notes=(words,),
    )  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=HOSTILE, before=st.sampled_from([CASE, CRLF, FLOW, NO_LINE_END, b"\xef\xbb\xbf" + CASE]))
def test_hostile_words_read_back_equal_or_are_refused_and_nothing_else_changes(words, before):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.yaml"
        path.write_bytes(before)
        case, proposed = load_case(path), hostile_draft(words)
        try:
            append(path, [proposed], case)
        except CaseError:
            assert path.read_bytes() == before
            return
        after = load_case(path)
        told = [replace(row, id="", line=0) for row in after.events if row.drafted is not None]
        assert told == [replace(draft_row(proposed), line=0)]
        assert [row for row in after.events if row.drafted is None] == list(case.events)
        assert is_put_in(before, path.read_bytes())


def is_put_in(before, after):
    """Whether the new bytes are the old ones with one stretch put in, the empty list of rows aside."""
    return any(
        after[:at] == old[:at] and after.endswith(old[at:])
        for old in (before, before.replace(b"events: []", b"events:"))
        for at in range(len(old) + 1)
    )


@pytest.mark.parametrize(
    "words", ["a: b # c", "- “no”\n\n> x", "\tkey: [", "x" * 3_000, "'single' \"double\"", "a" + " b" * 400]
)
def test_usual_words_are_never_refused(words, tmp_path):
    for before in (CASE, CRLF, FLOW, NO_LINE_END):
        path = tmp_path / "case.yaml"
        path.write_bytes(before)
        found = append(path, [hostile_draft(words)], load_case(path))
        assert len(found.rows) == 1
        row = next(row for row in load_case(path).events if row.drafted is not None)
        assert row.sources[0].quote == words
