"""Who did what to whom in sentences of our own making."""

from __future__ import annotations

import pytest

from standoff.intake.coding.composition import composed, modality_of
from standoff.intake.coding.events import events_in, is_reported


def first(text):
    return next(filter(is_reported, events_in(text)), None)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("Peru and Chile signed a fishing treaty on Monday.", "05"),
        ("The Danish foreign minister will visit Estonia next week.", "03"),
        ("Brazil gave Haiti 3,000 tons of rice and other food aid.", "07"),
        ("Thailand has rejected a Malaysian proposal for talks.", "12"),
        ("Ghana demanded that Togo release two fishermen.", "10"),
        ("Kenya threatened to attack Somali militants across the border.", "13"),
        ("Thousands of Hungarian students marched against the government.", "14"),
        ("Spanish police arrested four activists.", "17"),
        ("The Ugandan army shelled rebel positions near the border.", "19"),
        ("Norway accused Russia of jamming its radar.", "11"),
        ("Indian troops were put on alert along the border with Pakistan.", "15"),
        ("Sweden suspended aid to Cambodia.", "16"),
        ("Jordan lifted a curfew in the city of Maan.", "08"),
        ("The Irish prime minister praised Portugal for its help.", "05"),
        ("A Belgian judge opened an inquiry into bribes paid to Congolese officials.", "09"),
    ],
)
def test_root_of_an_event(text, root):
    assert first(text).cameo[:2] == root


def test_doer_and_other_side_are_found():
    event = first("The Bolivian army chief met opposition leaders in La Paz on Friday.")
    assert [actor.text for actor in event.sources] == ["Bolivian army chief"]
    assert [actor.text for actor in event.targets] == ["opposition leaders"]


def test_passive_turns_doer_and_sufferer():
    event = first("Three French journalists were arrested by Malian soldiers.")
    assert [actor.text for actor in event.sources] == ["Malian soldiers"]
    assert [actor.text for actor in event.targets] == ["Three French journalists"]


def test_those_joined_by_and_are_both_found():
    event = first("Cuba and Bolivia condemned the United States.")
    assert [actor.text for actor in event.sources] == ["Cuba", "Bolivia"]


def test_what_is_said_of_another_is_his_doing_not_the_speakers():
    event = first("The Greek police said that Turkish fishermen attacked a Greek patrol boat's crew of officers.")
    assert event.sources[0].text == "Turkish fishermen"


def test_a_relative_clause_has_the_word_before_it_as_its_subject():
    events = events_in("The union met judges who no longer recognise the president.")
    relative = next(event for event in events if event.led_by == "who")
    assert relative.sources[0].text == "judges"
    assert relative.modality == "denied"


def test_the_reporting_tail_is_no_event():
    assert [
        event.cameo for event in events_in("Chadian rebels surrendered, a government spokesman told reporters on Sunday.")
    ] == ["0874"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Soldiers arrested the mayor.", "done"),
        ("Soldiers have not arrested the mayor.", "denied"),
        ("Soldiers refused to arrest the mayor.", "denied"),
        ("Soldiers will arrest the mayor.", "planned"),
        ("Soldiers could arrest the mayor.", "hypothetical"),
        ("The minister urged soldiers to arrest the mayor.", "hypothetical"),
        ("The talks will end if soldiers arrest the mayor.", "hypothetical"),
    ],
)
def test_how_a_thing_is_told(text, told):
    event = next(event for event in events_in(text) if event.act == "173")
    assert event.modality == told


def test_an_order_that_was_not_carried_out():
    events = events_in("The general ordered the regiment to clear the square, but they did not.")
    assert any(event.act_kind == "undone" and event.sources[0].text == "regiment" for event in events)


def test_a_form_that_is_no_form_matches_nothing():
    assert events_in("Ethiopia arrestes the Sudanese envoy.") == ()


def test_statements_alone_are_no_events():
    assert first("The minister said on Monday that the weather was fine.") is None


def test_offsets_count_in_the_whole_page():
    page = "First line.\nFrench police arrested two Dutch students. Last."
    start = page.index("French")
    event = next(iter(events_in(page, start, page.index(" Last"))))
    assert page[event.span.start : event.span.end] == "French police arrested two Dutch students"
    assert page[event.targets[0].start : event.targets[0].end] == "two Dutch students"


@pytest.mark.parametrize(
    ("code", "frames", "made"),
    [
        ("046", ("intend",), "036"),
        ("073", ("demand",), "1033"),
        ("073", ("urge",), "0233"),
        ("190", ("threaten",), "1384"),
        ("163", ("intend",), "1312"),
        ("0841", ("refuse",), "1243"),
        ("046", ("intend", "not"), "125"),
        ("190", ("prepare",), "150"),
        ("141", ("prevent",), "1721"),
        ("173", ("not",), ""),
        ("081", ("accept",), "081"),
    ],
)
def test_frames_make_the_codes_that_cameo_has_for_them(code, frames, made):
    assert composed(code, frames) == made


def test_a_condition_makes_a_thing_hypothetical_whatever_its_frames():
    assert modality_of((), "if") == "hypothetical"
    assert modality_of((), "after") == "done"
