"""Which reports are one event, and whose voices count (evidence theory of the model paper, 3 rule 7)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.case.values import Source
from standoff.model.echoes import evidence_by, gather, is_evidence
from standoff.model.sources import reliability_of

LATE = date(2031, 1, 31)
REUTERS, AP, STATE = Source("Reuters"), Source("AP"), Source("State television")


def mutiny(make_event, day=5, **parts):
    values = {"force": "Army", "tier": "troops", "actor": "3rd company", "text": "A company locks its gate."}
    return make_event("mutiny", day, **{"sources": (REUTERS,), **values, **parts})


def test_a_row_repeated_by_its_own_source_changes_nothing_but_the_list_of_echoes(make_event):
    first, repeat = mutiny(make_event), mutiny(make_event, id="again")
    (merged,) = gather([first, repeat], LATE)
    assert merged.event == first
    assert merged.sources == (REUTERS,)
    assert merged.echoes == ("again",)


def test_the_same_source_under_other_capitals_is_the_same_source(make_event, priors):
    (merged,) = gather([mutiny(make_event), mutiny(make_event, id="again", sources=(Source("  REUTERS "),))], LATE)
    assert merged.sources == (REUTERS,)
    alone = reliability_of(merged.event, (REUTERS,), "free", priors)
    assert reliability_of(merged.event, merged.sources, "free", priors) == alone


def test_another_outlet_is_another_voice(make_event, priors):
    (merged,) = gather([mutiny(make_event), mutiny(make_event, id="ap", sources=(AP, REUTERS))], LATE)
    assert merged.sources == (REUTERS, AP)
    assert merged.echoes == ("ap",)
    alone, both = (reliability_of(merged.event, sources, "free", priors) for sources in ((REUTERS,), merged.sources))
    assert both.detect > alone.detect
    assert both.fabricate < alone.fabricate


def test_a_list_that_names_a_source_twice_names_it_once(make_event):
    (one,) = gather([mutiny(make_event, sources=(REUTERS, AP, Source("reuters", grade="E5"), STATE))], LATE)
    assert one.sources == (REUTERS, AP, STATE)


@pytest.mark.parametrize(("days", "events"), [(1, 1), (7, 1), (8, 2)])
def test_the_same_words_within_a_week_are_the_same_event(make_event, days, events):
    told = gather([mutiny(make_event, 5), mutiny(make_event, 5 + days, id="later", sources=(AP,))], LATE)
    assert len(told) == events


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(
        st.tuples(
            st.integers(1, 20), st.sampled_from(["a", "b"]), st.sampled_from(["x", "X ", "y"]), st.sampled_from([None, 5.0])
        ),
        max_size=14,
    )
)
def test_a_row_joins_the_first_piece_that_is_the_same_event(make_event, rows):
    """The rule word for word, over every piece before it."""
    events = [
        mutiny(make_event, day, id=f"r{place}", actor=actor, text=text, size=size)
        for place, (day, actor, text, size) in enumerate(rows)
    ]
    firsts, echoes = [], {}
    for event in sorted(events, key=lambda event: event.known_on):
        same = next((first for first in firsts if same_event(first, event)), None)
        if same is None:
            firsts.append(event)
        else:
            echoes.setdefault(same.id, []).append(event.id)
    told = gather(events, LATE)
    assert [piece.event.id for piece in told] == [first.id for first in firsts]
    assert {piece.event.id: list(piece.echoes) for piece in told if piece.echoes} == echoes


def same_event(first, other):
    words = first.text.strip().casefold() == other.text.strip().casefold()
    if first.actor != other.actor:
        return False
    if first.date == other.date:
        return words or first.size == other.size
    return words and abs((other.date - first.date).days) <= 7


def test_other_words_on_a_later_day_are_a_new_event(make_event):
    later = mutiny(make_event, 6, text="The company drives into the capital.")
    assert [item.event.id for item in gather([mutiny(make_event), later], LATE)] == ["5-mutiny", "6-mutiny"]


def test_the_same_deed_on_the_same_day_is_one_event_however_it_is_worded(make_event):
    other = mutiny(make_event, id="other words", text="Soldiers bar the gate", sources=(AP,))
    assert len(gather([mutiny(make_event), other], LATE)) == 1


def test_crowds_of_other_sizes_and_words_are_other_crowds(make_event):
    first = make_event("protest", 5, size=4000.0, unit="people", text="Students march")
    other = make_event("protest", 5, id="b", size=90_000.0, unit="people", text="Strikers fill the square")
    recount = make_event("protest", 5, id="c", size=6000.0, unit="people", text="Students  MARCH", sources=(AP,))
    told = gather([first, other, recount], LATE)
    assert [(item.event.id, item.echoes) for item in told] == [("5-protest", ("c",)), ("b", ())]
    assert told[0].event.size == 4000.0


@pytest.mark.parametrize(
    "change",
    [
        {"force": "Guard"},
        {"tier": "officers"},
        {"scope": "capital"},
        {"actor": "4th company"},
        {"target": "Rudolf V"},
        {"modality": "denied"},
    ],
)
def test_who_what_and_where_keep_events_apart(make_event, change):
    assert len(gather([mutiny(make_event), mutiny(make_event, id="other", **change)], LATE)) == 2


def test_drafts_retractions_and_hypotheses_are_no_evidence(make_event):
    kept = mutiny(make_event)
    left = [
        make_event("strike", 3, status="draft"),
        make_event("strike", 4, status="retracted"),
        make_event("strike", 6, modality="hypothetical"),
    ]
    assert [item.event for item in gather([*left, kept], LATE)] == [kept]


def test_a_retracted_echo_adds_no_voice(make_event):
    (one,) = gather([mutiny(make_event), mutiny(make_event, id="ap", sources=(AP,), status="retracted")], LATE)
    assert one.sources == (REUTERS,)
    assert one.echoes == ()


def test_rows_come_in_the_order_in_which_they_became_known(make_event):
    secret = make_event("secret_talks", 3, public=date(2031, 1, 20))
    told = gather([secret, make_event("strike", 4)], LATE)
    assert [item.event.code for item in told] == ["strike", "secret_talks"]
    assert told[1].known_on == date(2031, 1, 20)


def test_what_was_not_public_yet_is_not_there(make_event):
    secret = make_event("secret_talks", 3, public=date(2031, 1, 20))
    assert gather([secret], date(2031, 1, 19)) == ()
    assert len(gather([secret], date(2031, 1, 20))) == 1


def test_an_agencys_story_in_forty_papers_is_one_voice(make_event, priors):
    papers = tuple(Source(f"Paper {n}", agency=" afp" if n % 2 else "AFP") for n in range(40))
    (one,) = gather([mutiny(make_event, sources=papers)], LATE)
    assert one.sources == papers[:1]
    alone = reliability_of(one.event, papers[:1], "free", priors)
    assert reliability_of(one.event, one.sources, "free", priors) == alone


def test_the_agency_itself_is_the_same_voice_and_a_paper_of_its_own_another(make_event):
    reprint, own = Source("El Nacional", agency="Reuters"), Source("El Nacional")
    rows = [mutiny(make_event), mutiny(make_event, id="b", sources=(reprint,)), mutiny(make_event, id="c", sources=(own,))]
    (one,) = gather(rows, LATE)
    assert one.sources == (REUTERS, own)
    assert one.echoes == ("b", "c")


def merged_pair(make_event, **echo):
    kept = mutiny(make_event, sources=(REUTERS, Source("AP", merged_from="late")))
    return kept, mutiny(make_event, id="late", sources=(AP,), merged_into=kept.id, **{"public": date(2031, 1, 9), **echo})


def test_a_merged_row_counts_through_the_other_from_the_day_it_was_public(make_event):
    kept, late = merged_pair(make_event)
    for day, voices in ((8, 1), (9, 2), (31, 2)):
        (one,) = gather([kept, late], date(2031, 1, day))
        assert one.sources == kept.sources[:voices]
        assert one.echoes == ()
    assert gather([kept, late], date(2031, 1, 8))[0].event.sources == (REUTERS,)  # nothing of what came later is left in it


def test_a_merged_row_that_was_retracted_adds_no_voice(make_event):
    (one,) = gather(merged_pair(make_event, status="retracted"), LATE)
    assert one.sources == (REUTERS,)


def test_a_merged_row_is_no_evidence(make_event):
    kept, late = merged_pair(make_event)
    assert (is_evidence(kept), is_evidence(late)) == (True, False)


def test_rows_without_merging_are_passed_on_as_they_are(make_event):
    row = mutiny(make_event)
    assert next(iter(evidence_by([row], LATE))) is row
