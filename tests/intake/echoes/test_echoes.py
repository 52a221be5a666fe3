"""Which rows are proposed as one event, whose voices they add, what stays side by side; merging and its undoing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.case.library import library_names, load_case
from standoff.case.values import Event, Source
from standoff.errors import UsageError
from standoff.intake.echoes.applying import apply, undo
from standoff.intake.echoes.conflicts import conflicts
from standoff.intake.echoes.proposals import propose
from standoff.model.echoes import gather
from standoff.model.priors import load_priors
from standoff.model.sources import reliability_of

LATE = date(2031, 12, 31)
TOLD = "Security forces have arrested more than 700 opponents of the king since Monday, a rights group said."


def row(name: str, day: int = 20, outlet: str = "Reuters", text: str = TOLD, quote: str | None = None, **parts: Any) -> Event:
    values: dict[str, Any] = {
        "code": "mass_arrests",
        "force": "",
        "tier": "none",
        "scope": "national",
        "actor": "security forces",
        "target": "opponents of the king",
        "sided": "neutral",
        "confidence": "high",
        "status": "draft",
        "sources": (Source(outlet, quote=quote),),
        "public": date(2031, 1, day),
    }
    return Event(id=name, date=date(2031, 1, day), text=text, source=outlet, **{**values, **parts})


def merged(*rows: Event, **options: Any) -> list[tuple[str, tuple[str, ...]]]:
    return [(found.keep, found.echoes) for found in propose(rows, **options)]


OTHER = "A rights group counts 712 opponents of the king detained by security forces."


def test_two_outlets_on_one_event_become_one_row_with_two_sources() -> None:
    first, other = (
        row("a", size=700.0, unit="people", bound="at_least"),
        row("b", outlet="BBC", text=OTHER, size=712.0, unit="people"),
    )
    (found,) = propose([other, first])
    assert (found.keep, found.echoes) == ("a", ("b",))
    assert found.sources == (Source("Reuters"), Source("BBC", merged_from="b"))
    assert found.score >= 0.6
    assert "1 row tells the same, with 1 new voice: the same day; the same actor (force, security)" in found.why
    assert "sizes agree (at least 700, 712)" in found.reasons[0]


@pytest.mark.parametrize(
    "change",
    [
        {"code": "kill_protesters"},
        {"modality": "denied"},
        {"modality": "planned"},
        {"day": 22},
        {"actor": "the rowing club", "text": "The rowing club meets.", "size": None, "unit": None},
        {"scope": "abroad", "text": OTHER},
        {"force": "Guard", "text": OTHER},
        {"tier": "command", "text": OTHER},
        {"size": 40.0, "unit": "people", "text": OTHER},
        {"status": "retracted"},
        {"modality": "hypothetical"},
        {"merged_into": "c"},
    ],
)
def test_what_is_at_odds_is_not_merged(change: dict[str, Any]) -> None:
    first = row("a", force="Army", tier="unit", size=700.0, unit="people")
    same = row("b", outlet="BBC", text=OTHER, force="Army", tier="unit", size=700.0, unit="people")
    assert merged(first, same) == [("a", ("b",))]
    parts = {"outlet": "BBC", "text": OTHER, "force": "Army", "tier": "unit", "size": 700.0, "unit": "people", **change}
    assert merged(first, row("b", **parts)) == []


def test_a_day_that_is_not_certain_has_a_wider_window() -> None:
    first, later = row("a"), row("b", 23, "BBC", text=TOLD.replace("Monday", "the weekend") + " He gave no names of them.")
    near = row("b", 21, "BBC", text=later.text)
    assert merged(first, near) == [("a", ("b",))]
    assert merged(first, replace(near, date=date(2031, 1, 23), text=OTHER)) == []
    assert merged(first, replace(near, date=date(2031, 1, 23), text=OTHER, confidence="low")) == [("a", ("b",))]
    span = {"b": (date(2031, 1, 19), date(2031, 1, 25))}
    assert merged(first, replace(near, date=date(2031, 1, 25), text=OTHER), spans=span) == [("a", ("b",))]


def test_nearly_the_same_words_within_a_week_are_a_reprint() -> None:
    late = row("b", 26, "El Diario", text=f"{TOLD} So it goes.")
    (found,) = propose([row("a"), late])
    assert found.reprints == ("b",)
    assert found.sources == (Source("Reuters"),)
    assert merged(row("a"), row("b", 28, text=TOLD)) == []


@pytest.mark.parametrize("credited", [True, False])
def test_forty_reprints_are_one_voice(credited: bool) -> None:
    story = f"STRELSAU (Reuters) - {TOLD}" if credited else TOLD
    papers = [row(f"p{n}", 20 + n % 4, f"Paper {n}", quote=story, status="accepted") for n in range(40)]
    agency = row("a", quote=story, status="accepted")
    rows = [*papers, agency]
    (found,) = propose(rows, include_accepted=True)
    assert found.keep == "a"
    assert len(found.echoes) == 40
    assert found.sources == agency.sources
    assert set(found.reprints) == set(found.echoes)
    (one,) = gather(apply(rows, [found]), LATE)
    assert one.sources == agency.sources
    priors = load_priors()
    alone = reliability_of(agency, agency.sources, "free", priors)
    assert reliability_of(one.event, one.sources, "free", priors) == alone


def test_papers_that_credit_an_agency_in_words_of_their_own_are_its_voice() -> None:
    rows = [
        row("a", 19, outlet="Gazette"),
        row("b", outlet="Courier", text=OTHER, quote="712 held, says a group (AFP)"),
        row("c", outlet="Herald of Strelsau", text=OTHER + " None was freed.", quote="Hundreds of them are still inside - AFP"),
        row("d", outlet="Agence France-Presse", text=OTHER),
    ]
    (found,) = propose(rows)
    assert [source.voice for source in found.sources] == ["gazette", "afp"]
    assert found.sources[1].agency == "AFP"
    assert "c" in found.reprints
    (one,) = gather([replace(each, status="accepted") for each in apply(rows, [found])], LATE)
    assert len(one.sources) == 2


def test_another_name_of_an_outlet_is_no_new_voice() -> None:
    (found,) = propose(
        [row("a", outlet="BBC"), row("b", outlet="BBC Mundo", text=OTHER), row("c", outlet="https://bbc.com/1", text=OTHER)]
    )
    assert found.sources == (Source("BBC"),)


def test_accepted_rows_stay_unless_told_otherwise() -> None:
    accepted, draft = row("b", outlet="Gazette", status="accepted"), row("a", outlet="BBC", text=OTHER)
    assert merged(draft, accepted) == [("b", ("a",))]
    both = [accepted, replace(draft, status="accepted")]
    assert merged(*both) == []
    assert merged(*both, include_accepted=True) == [("a", ("b",))]


def test_what_to_look_at_is_noted() -> None:
    kept = row("k", 21, status="accepted")
    echo = row("e", 20, "VTV", text=OTHER, sided="order_giver", size=700.0, unit="people", asserted_by="the Group")
    (found,) = propose([replace(kept, asserted_by="the group"), echo])
    assert len(found.notes) == 4
    assert "sided neutral stays" in found.notes[0]
    assert "gives a size and the kept row none" in found.notes[1]
    assert "became known before the kept row" in found.notes[2]
    assert "the group is who says so in both e and the kept row" in found.notes[3]


def test_denials_and_sizes_at_odds_stay_side_by_side() -> None:
    denied = row(
        "d",
        outlet="interior ministry",
        text="The interior ministry denies that security forces arrested opponents of the king.",
        modality="denied",
    )
    rows = [row("a", size=700.0, unit="people"), denied, row("z", outlet="AP", text=OTHER, size=40.0, unit="people")]
    found = {(one.one, one.other): one for one in conflicts(rows)}
    assert {pair: one.kind for pair, one in found.items()} == {("a", "d"): "denied", ("d", "z"): "denied", ("a", "z"): "size"}
    assert found["a", "d"].why.startswith("done against denied: the same day")
    assert found["a", "z"].why.startswith("700 against 40 people")
    assert propose(rows) == ()


def test_merging_says_where_rows_went_and_where_sources_came_from() -> None:
    rows = (row("a"), row("b", outlet="BBC", text=OTHER), row("x", code="strike", text="Dockers stop work."))
    after = apply(rows, propose(rows))
    assert [each.merged_into for each in after] == [None, "a", None]
    assert after[0].sources[1].merged_from == "b"
    assert after[2] is not rows[2]
    assert after[2] == rows[2]
    assert propose(after) == ()


def test_taking_one_back_leaves_a_voice_that_another_echo_has() -> None:
    rows = (row("a"), row("b", outlet="BBC", text=OTHER), row("c", outlet="BBC News", text=f"{OTHER} More are sought."))
    after = apply(rows, propose(rows))
    assert [source.merged_from for source in after[0].sources] == [None, "b"]
    less = undo(after, ["b"])
    assert [(each.merged_into, [source.merged_from for source in each.sources]) for each in less] == [
        (None, [None, "c"]),
        (None, [None]),
        ("a", [None]),
    ]
    assert undo(less, ["c"]) == rows
    assert undo(after, ["a"]) == rows


def test_a_row_that_carries_others_joins_none() -> None:
    rows = (row("a"), row("b", 21, outlet="BBC", text=OTHER))
    carried = apply(rows, propose(rows))
    earlier = row("e", 19, "CNN", text=TOLD)
    assert merged(*carried, earlier) == [("a", ("e",))]


@pytest.mark.parametrize(
    ("ids", "says"),
    [(["bb"], "did you mean 'b'"), (["x"], "'x' given; allowed: the id of a merged row"), (["b", "nobody"], "nobody")],
)
def test_what_was_not_merged_cannot_be_taken_back(ids: list[str], says: str) -> None:
    rows = (row("a"), row("b", outlet="BBC", text=OTHER), row("x", code="strike"))
    after = apply(rows, propose(rows))
    with pytest.raises(UsageError, match=says):
        undo(after, ids)
    with pytest.raises(UsageError, match="no row of the case is merged"):
        undo(rows, ["a"])


def test_a_merge_that_does_not_fit_the_rows_is_refused() -> None:
    rows = (row("a"), row("b", outlet="BBC", text=OTHER))
    (found,) = propose(rows)
    with pytest.raises(UsageError, match="no row has the id 'b'"):
        apply(rows[:1], [found])
    with pytest.raises(UsageError, match="'b' is merged into 'a' already"):
        apply(apply(rows, [found]), [found])
    with pytest.raises(UsageError, match="kept and merged at once"):
        apply((*rows, row("c")), [found, replace(found, keep="c", echoes=("a",))])


def test_rows_of_the_library_are_hardly_ever_taken_for_one() -> None:
    """Its rows were coded as events of their own; a few pairs of one day, actor and code are all there may be."""
    found = [(name, one) for name in library_names()[::8] for one in propose(load_case(name).events, include_accepted=True)]
    assert len(found) <= 3
    assert all(len(one.echoes) == 1 for _, one in found)


ACTORS = ["security forces", "the police", "National Guard", "students", ""]
TEXTS = [TOLD, OTHER, "Students march to the palace.", "The guard opened fire on students at the palace gates.", "Fire."]
OUTLETS = ["Reuters", "BBC", "BBC News", "Gazette", "Courier", "AFP"]
told_rows = st.builds(
    row,
    name=st.just(""),
    day=st.integers(1, 4),
    outlet=st.sampled_from(OUTLETS),
    text=st.sampled_from(TEXTS),
    quote=st.none() | st.sampled_from([*TEXTS, f"{TOLD} (Reuters)", "So it was - AFP"]),
    code=st.sampled_from(["mass_arrests", "protest"]),
    actor=st.sampled_from(ACTORS),
    modality=st.sampled_from(["done", "denied", "planned"]),
    status=st.sampled_from(["draft", "accepted"]),
    size=st.none() | st.sampled_from([40.0, 700.0, 712.0]),
    unit=st.just("people"),
    bound=st.sampled_from(["exact", "at_least", "about"]),
    sided=st.sampled_from(["neutral", "order_giver"]),
)
many_rows = st.lists(told_rows, max_size=14).map(lambda rows: tuple(replace(each, id=f"r{n}") for n, each in enumerate(rows)))


@settings(max_examples=60, deadline=None)
@given(rows=many_rows, shuffled=st.randoms(use_true_random=False), include=st.booleans())
def test_order_does_not_matter_and_undoing_gives_the_same_rows(rows: tuple[Event, ...], shuffled: Any, include: bool) -> None:
    found = propose(rows, include_accepted=include)
    other = list(rows)
    shuffled.shuffle(other)
    assert propose(other, include_accepted=include) == found
    assert set(conflicts(other)) == set(conflicts(rows))
    after = apply(rows, found)
    assert undo(after, [one.keep for one in found]) == rows if found else after == rows
    by_name = {each.id: each for each in rows}
    for one in found:
        assert {by_name[echo].modality for echo in one.echoes} == {by_name[one.keep].modality}
        assert include or all(by_name[echo].status == "draft" for echo in one.echoes)
        voices = [source.voice for source in one.sources[len(by_name[one.keep].sources) :]]
        assert len(voices) == len(set(voices))
    rest = after
    for echo in [echo for one in found for echo in one.echoes]:
        rest = undo(rest, [echo])
    assert rest == rows
