"""The gate: quotes are the page's own words, and what is dropped or taken off is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case.values import Source
from standoff.intake.drafters.anchors import Searched, anchor, fold
from standoff.intake.drafters.checked import checked
from standoff.intake.values import Drafted, Page, Span, Uncoded

REFUSED = "refused to fire on the crowd"


def passed(draft, page, case=None):
    return checked(Drafted((draft,)), page, case)


def test_a_good_draft_passes_unchanged_but_for_its_source(page, case, make_draft):
    start = page.text.index(REFUSED)
    draft = make_draft(REFUSED, span=Span(start, start + len(REFUSED)), force="National Guard", tier="unit")
    (kept,) = passed(draft, page, case).drafts
    source = Source("The Daily", quote=REFUSED)
    assert kept == replace(draft, sources=(source,), public=page.published)
    assert passed(draft, page, case).notes == ()


def test_wrong_offsets_are_mended(page, make_draft):
    (kept,) = passed(make_draft(REFUSED, span=Span(90, 99)), page).drafts
    assert kept.span.of(page.text) == REFUSED == kept.quote


@pytest.mark.parametrize("near", [Span(-5, 3), Span(10**9, 10**9 + 4), Span(9, 3)])
def test_offsets_outside_the_page_are_mended(page, make_draft, near):
    assert passed(make_draft(REFUSED, span=near), page).drafts[0].quote == REFUSED


def test_of_two_places_the_nearest_is_taken(page, make_draft):
    first, last = page.text.index("The crowd cheered"), page.text.rindex("The crowd cheered")
    for near, place in ((0, first), (first + 3, first), (last - 2, last), (len(page.text), last)):
        assert passed(make_draft("The crowd cheered.", span=Span(near, near)), page).drafts[0].span.start == place


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ('"We will not shoot," a sergeant told the radio - twice.', "“We will not shoot,” a sergeant told the radio – twice."),
        ("The president dismissed the\n head of the army", "The president  dismissed the head of the army"),
        ("a rights group said. “We will not shoot,”", "a rights group said.\n\n“We will not shoot,”"),
        ("  refused to fire on the crowd \n", REFUSED),
        ("refused to fire on the cr\u200bowd", REFUSED),
    ],
)
def test_other_blanks_and_signs_are_put_back_to_the_page_s_own(page, make_draft, quote, words):
    (kept,) = passed(make_draft(quote), page).drafts
    assert kept.quote == words == kept.span.of(page.text)


@pytest.mark.parametrize(
    "quote",
    [
        "agreed to fire on the crowd",
        "Refused to fire on the crowd",
        "Soldiers of the National Guard ... on the crowd",
        "The generals have accepted every order",
    ],
)
def test_made_up_words_are_dropped_and_listed(page, make_draft, quote):
    found = passed(make_draft(quote), page)
    assert found.drafts == ()
    assert found.notes == (f"memo.txt: dropped order_refused {quote!r}: the quoted words do not stand on the page",)


@pytest.mark.parametrize("quote", ["", "   ", "the", "“—”", "a."])
def test_a_quote_too_short_to_show_anything(page, make_draft, quote):
    found = passed(make_draft(quote), page)
    assert found.drafts == ()
    assert "too short to show anything" in found.notes[0]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": "order_refuse"}, "'order_refuse' is not an event code; did you mean 'order_refused'?"),
        ({"code": ""}, "'' is not an event code"),
        ({"modality": "accepted"}, "modality 'accepted'; allowed: done, denied, planned, hypothetical, precedent"),
        ({"date": date(2019, 1, 31)}, "told as done on 2019-01-31, after the page came out on 2019-01-30"),
        ({"date": "2019-01-29"}, "not of the right type: date"),
        ({"date": datetime(2019, 1, 29)}, "not of the right type: date"),
        ({"actor": None}, "not of the right type: actor"),
        ({"span": None}, "not of the right type: span"),
        ({"sources": ("The Daily",)}, "not of the right type: sources"),
        ({"via": (None,)}, "not of the right type: via"),
    ],
)
def test_what_carries_a_row_bars_it(page, make_draft, change, why):
    found = passed(replace(make_draft(REFUSED), **change), page)
    assert found.drafts == ()
    assert found.notes[0].endswith(f": {why}")


def test_a_planned_day_may_come_after_the_page(page, make_draft):
    found = passed(make_draft(REFUSED, date=date(2019, 2, 2), modality="planned"), page)
    assert (len(found.drafts), found.notes) == (1, ())


def test_without_a_day_of_publication_no_day_is_impossible(page, make_draft):
    found = passed(make_draft(REFUSED, date=date(2031, 1, 1)), replace(page, published=None))
    assert len(found.drafts) == 1


@pytest.mark.parametrize(
    ("change", "left", "note"),
    [
        ({"force": "Natl. Guard"}, {"force": ""}, "taken off; did you mean 'National Guard'?"),
        ({"force": "NATIONAL guard"}, {"force": "National Guard"}, ""),
        ({"force": "the scouts"}, {"force": ""}, "force 'the scouts' is not one of the case's and was taken off"),
        ({"size": -4.0, "unit": "people"}, {"size": None, "unit": None}, "size -4.0 taken off: it must be above 0"),
        ({"size": float("nan")}, {"size": None}, "size nan taken off"),
        ({"size": True}, {"size": None}, "size true taken off"),
        ({"size": 20.0}, {"unit": "people"}, ""),
        ({"unit": "people"}, {"unit": None}, ""),
        ({"tier": "general"}, {"tier": "none"}, "tier 'general' became 'none'; allowed: command, officers"),
        ({"bound": "over"}, {"bound": "exact"}, "bound 'over' became 'exact'"),
        ({"sided": None}, {"sided": "neutral"}, "sided nothing became 'neutral'"),
        ({"code": "mutiny"}, {"tier": "unit"}, "tier 'none' became 'unit': the actor of mutiny is of the forces"),
        ({"date_last": date(2019, 1, 1)}, {"date_last": None}, "last day 2019-01-01 taken off: it is before the first"),
        ({"date_last": date(2019, 2, 2)}, {"date_last": date(2019, 1, 30)}, "last day 2019-02-02 became 2019-01-30"),
        ({"public": date(2019, 2, 2)}, {"public": date(2019, 1, 30)}, "made public 2019-02-02 became 2019-01-30"),
        ({"text": " \u202e\x00"}, {"text": REFUSED}, ""),
        ({"actor": "sol\u202ediers\n of"}, {"actor": "soldiers of"}, ""),
        ({"page": "other.txt"}, {"page": "memo.txt"}, ""),
    ],
)
def test_what_adorns_a_row_is_taken_off_and_the_row_stays(page, case, make_draft, change, left, note):
    found = passed(replace(make_draft(REFUSED), **change), page, case)
    (kept,) = found.drafts
    assert {name: getattr(kept, name) for name in left} == left
    assert [told for told in kept.notes if note in told] == list(kept.notes)
    assert len(kept.notes) == len(found.notes) == (1 if note else 0)


def test_without_a_case_forces_stay_as_named(page, make_draft):
    assert passed(make_draft(REFUSED, force="the scouts"), page).drafts[0].force == "the scouts"


def test_sources_hold_only_what_the_page_holds(page, make_draft):
    good = replace(page, url="https://daily.example/1")
    sources = (
        Source("A rights group", url="https://daily.example/1", grade="B2", quote="a rights group said"),
        Source("State\x00 TV", url="https://made-up.example/", grade="Z9", quote="never said"),
        Source("  "),
    )
    found = passed(make_draft(REFUSED, sources=sources), good)
    assert found.drafts[0].sources == (sources[0], Source("State TV", quote=REFUSED))
    assert found.notes[0].endswith("address 'https://made-up.example/' taken off: the page does not hold it")
    assert found.notes[1].endswith("grade 'Z9' taken off; allowed: A1 to G6")


def test_a_page_without_an_outlet_is_its_own_source(page, make_draft):
    assert passed(make_draft(REFUSED), replace(page, outlet=None)).drafts[0].sources[0].outlet == "memo.txt"


def test_the_same_code_of_the_same_words_once(page, make_draft):
    drafts = (
        make_draft(REFUSED),
        make_draft(REFUSED + " "),
        make_draft(REFUSED, modality="denied"),
        make_draft("The crowd cheered"),
    )
    found = checked(Drafted((*drafts, replace(drafts[0], code="mutiny", tier="unit"))), page)
    assert [(draft.code, draft.quote) for draft in found.drafts] == [
        ("order_refused", REFUSED),
        ("order_refused", "The crowd cheered"),
        ("mutiny", REFUSED),
    ]
    assert found.notes == (f"memo.txt: order_refused {REFUSED!r}: proposed twice; the first is kept",)


def test_uncoded_words_pass_the_same_gate(page):
    given_uncoded = tuple(
        Uncoded(words, Span(0, 0), "x", "why") for words in ("The crowd  cheered.", "Nobody cheered.", "The crowd cheered.")
    )
    found = checked(Drafted((), given_uncoded), page)
    assert [left.quote for left in found.uncoded] == ["The crowd cheered."]
    assert found.notes == ("memo.txt: dropped 'Nobody cheered.' from the uncoded: the words do not stand on the page",)


def test_what_passed_passes_again(page, case, make_draft):
    drafts = (make_draft(REFUSED, force="scouts", size=0.0), make_draft("The crowd cheered.", sided=None))
    once = checked(Drafted(drafts), page, case)
    again = checked(replace(once, notes=()), page, case)
    assert (len(again.drafts), len(once.notes)) == (2, 3)
    assert again.drafts == once.drafts
    assert again.notes == ()


def test_notes_of_the_coder_stay(page):
    assert checked(Drafted((), (), ("said before",)), page).notes == ("said before",)


@given(st.text(st.sampled_from("ab \n“”’—-"), max_size=40), st.data())
def test_any_stretch_of_a_page_is_found_where_it_stands(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    words = text[start:end]
    found = anchor(words, Span(start, end), Searched(text))
    if words:
        assert found == Span(start, end)
    else:
        assert found is None or len(found) == 0


@given(st.text(st.sampled_from("ab \n“”’—-"), max_size=40), st.text(st.sampled_from("ab \n\"'-"), max_size=8))
def test_what_is_found_reads_alike(text, words):
    found = anchor(words, Span(0, 0), Searched(text))
    if found is not None and words:
        assert fold(found.of(text)).text.strip() == fold(words).text.strip()


def test_a_long_page_is_searched_quickly(make_draft):
    page = Page("long.txt", "a “b” c  d " * 36_000)
    found = passed(make_draft('a "b" c d a "b" c d', span=Span(200_000, 0)), page)
    assert abs(found.drafts[0].span.start - 200_000) < 400_000
