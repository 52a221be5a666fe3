"""How far a source carries: grades, sides, corroboration, the coder's confidence (model paper 4, "Sources")."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.case.values import Source
from standoff.model.reports import report_intensity
from standoff.model.sources import (
    LEAST_FABRICATION,
    SERVED,
    Reliability,
    corroborated,
    graded,
    reliability_of,
    sided,
    source_classes,
)

MEDIA = ("free", "partial", "closed")
TELLING = st.builds(Reliability, st.floats(0.01, 0.99), st.floats(0.003, 5.0))


def carries(seen, hollow=4.0, loyal=0.25):
    """Bayes factor of a report of an event that is sixteen times as likely where the forces would refuse."""
    return report_intensity(hollow, *seen, 0.0) / report_intensity(loyal, *seen, 0.0)


def of(grade, priors):
    return graded(Source("somebody", grade=grade), priors)


def test_letters_and_digits_by_hand(priors):
    table = priors.sections["sources"]
    b = table["letters"]["B"]
    assert of("B2", priors) == (b["detect"], b["fabricate"])
    assert of("B4", priors) == (b["detect"], b["fabricate"] * table["digits"]["4"])
    assert of("B", priors) == of("B2", priors)
    assert of(None, priors) == of("F", priors)  # an ungraded source is the average one


def test_published_grades_of_section_4(priors):
    """A .95/.01, B .85/.03, C .70/.08, D .5/.15, E .3/.25, F .65/.10."""
    published = {"A": (0.95, 0.01), "B": (0.85, 0.03), "C": (0.7, 0.08), "D": (0.5, 0.15), "E": (0.3, 0.25), "F": (0.65, 0.1)}
    for letter, pair in published.items():
        assert of(letter, priors) == pair
        assert of(f"{letter}6", priors) == pair  # 6 adds no weight


def test_a_better_grade_never_tells_less(priors):
    for digit in "123456":
        told = [carries(of(letter + digit, priors)) for letter in "ABCDE"]
        assert told == sorted(told, reverse=True)
    for letter in "ABCDEF":
        told = [carries(of(letter + digit, priors)) for digit in "12345"]
        assert told == sorted(told, reverse=True)


@pytest.mark.parametrize("digit", ["", *"123456"])
def test_a_source_that_deceives_tells_nothing(digit, priors, make_event):
    row = make_event("order_refused", sided="challenger", confidence="high")
    seen = reliability_of(row, (Source("the bureau of rumours", grade=f"G{digit}"),), "closed", priors)
    assert seen.detect == 0.0
    assert carries(seen) == 1.0


@pytest.mark.parametrize("digit", ["", *"123456"])
@pytest.mark.parametrize("side", ["neutral", "challenger", "order_giver"])
def test_a_source_that_deceives_adds_nothing_to_another(digit, side, priors, make_event):
    row = make_event("order_refused", sided=side)
    good = Source("Reuters", grade="B2")
    alone = reliability_of(row, (good,), "closed", priors)
    assert reliability_of(row, (good, Source("the bureau of rumours", grade=f"G{digit}")), "closed", priors) == alone


def test_corroboration_by_hand():
    assert corroborated([Reliability(0.5, 0.2), Reliability(0.8, 0.1)]) == pytest.approx((0.9, 0.02), abs=1e-15)
    assert corroborated([Reliability(0.9, 0.01)] * 5).fabricate == LEAST_FABRICATION  # even five can be fooled together
    assert corroborated([Reliability(0.3, 2.5)]) == pytest.approx((0.3, 2.5), abs=1e-15)


@given(first=TELLING, second=TELLING)
def test_another_source_never_makes_a_row_tell_less(first, second):
    both = corroborated([first, second])
    assert both.detect >= max(first.detect, second.detect)
    assert carries(both) >= max(carries(corroborated([first])), carries(corroborated([second]))) - 1e-12
    assert both == pytest.approx(corroborated([second, first]), abs=1e-15)


def test_what_serves_the_speaker_is_discounted_and_what_hurts_him_believed(priors, make_event):
    table = priors.sections["sources"]
    plain = Reliability(0.5, 0.1)
    sides = (("order_refused", "challenger", "order_giver"), ("pledge_loyalty", "order_giver", "challenger"))
    for code, serves, hurts in sides:
        agrees = sided(plain, make_event(code, sided=serves), "free", priors)
        against = sided(plain, make_event(code, sided=hurts), "free", priors)
        assert agrees == pytest.approx((0.5 * table["agrees"]["detect"], 0.1 * table["agrees"]["fabricate"]), abs=1e-15)
        assert against == pytest.approx((0.5 * table["against"]["detect"], 0.1 * table["against"]["fabricate"]), abs=1e-15)
        assert carries(agrees) < carries(plain) < carries(against)
        for side in ("neutral", "mixed"):
            assert sided(plain, make_event(code, sided=side), "free", priors) == plain


def test_section_4_factors_of_sided_reports(priors):
    """Agreeing content: fabrication times 3 and detection times 1.1; against interest: fabrication a quarter."""
    table = priors.sections["sources"]
    assert table["agrees"] == {"detect": 1.1, "fabricate": 3.0}
    assert table["against"] == {"detect": 1.0, "fabricate": 0.25}


def test_detection_stays_below_one(priors, make_event):
    assert sided(Reliability(0.95, 0.01), make_event("order_refused", sided="challenger"), "free", priors).detect == 0.99


def test_the_coders_confidence_thins_what_is_seen(priors, make_event):
    source = Source("AP", grade="B2")
    seen = [reliability_of(make_event(confidence=held), (source,), "free", priors) for held in ("low", "medium", "high")]
    assert [part.detect for part in seen] == pytest.approx([0.85 * 0.6, 0.85 * 0.8, 0.85 * 0.95], abs=1e-15)
    assert {part.fabricate for part in seen} == {0.03}


def test_every_grade_and_side_gives_usable_numbers(priors, make_event):
    sides, codes = ["order_giver", "challenger", "mixed"], ["order_refused", "pledge_loyalty"]
    for letter, digit, side, code, media in product("ABCDEFG", ["", *"123456"], sides, codes, MEDIA):
        seen = reliability_of(make_event(code, sided=side), (Source("x", grade=letter + digit),), media, priors)
        assert 0.0 <= seen.detect <= 0.99
        assert seen.fabricate >= LEAST_FABRICATION


# --- What a report means under such media (Edmond 2013, model paper 1.5; Baum & Zhukov 2015, fact 37). ----------------------


def of_his_side(code, media, priors, make_event, grade="F"):
    """Reliability of a row told by a source on the order-giver's side, graded so."""
    return reliability_of(make_event(code, sided="order_giver"), (Source("state television", grade=grade),), media, priors)


def test_1_5_state_media_by_hand(priors, make_event):
    """Average source, high confidence: .65 / .10; agreeing 1.1 and 3, against 1 and 1/4; then the root of the cost's fall."""
    for media, ease in (("free", 1.0), ("partial", 2.0**0.5), ("closed", (1 / 0.35) ** 0.5)):
        pledge, refusal = (of_his_side(code, media, priors, make_event) for code in ("pledge_loyalty", "order_refused"))
        assert pledge == pytest.approx((0.715 * 0.95, 0.3 * ease), abs=1e-12)
        assert refusal == pytest.approx((0.65 * 0.95, 0.025 / ease), abs=1e-12)


@pytest.mark.parametrize("grade", ["B", "C", "D", "E", "F"])
def test_the_less_free_the_media_the_less_his_side_carries_for_him_and_the_more_against_him(grade, priors, make_event):
    for_him, against = ([of_his_side(c, m, priors, make_event, grade) for m in MEDIA] for c in ("pledge_loyalty", "mutiny"))
    assert all(carries(freer) > 1.01 * carries(closer) for freer, closer in pairwise(for_him))
    assert all(carries(freer) < carries(closer) for freer, closer in pairwise(against))
    assert carries(for_him[-1]) > 1.0


def share_of(media, serves, priors, *sides):
    return sum(each.share[SERVED.index(serves)] for each in source_classes(media, priors) if each.side in sides)


def test_fact_37_his_side_seldom_writes_of_what_hurts_him(priors):
    """By hand: .08 of all who write under free media, .7 of that beside the .92 of others under closed ones."""
    expected = {"free": 0.08, "partial": 0.068 / 0.988, "closed": 0.056 / 0.976}
    for media, share in expected.items():
        assert share_of(media, "challenger", priors, "against") == pytest.approx(share, abs=1e-12)
        assert share_of(media, "order_giver", priors, "agrees") == pytest.approx(0.34, abs=1e-12)
        assert share_of(media, "order_giver", priors, "against") == pytest.approx(0.08, abs=1e-12)
        for serves in SERVED:
            assert share_of(media, serves, priors, "neutral", "agrees", "against") == pytest.approx(1.0, abs=1e-12)


@pytest.mark.parametrize("side", ["challenger", "neutral", "mixed"])
def test_media_change_nothing_in_what_others_tell(side, priors, make_event):
    for code in ("order_refused", "pledge_loyalty"):
        row = make_event(code, sided=side)
        assert len({reliability_of(row, (Source("AFP"),), media, priors) for media in MEDIA}) == 1


def test_free_media_treat_both_sides_alike(priors):
    for each in source_classes("free", priors):
        assert each.reliability[0] == each.reliability[1]
        assert each.share[0] == each.share[1]


@pytest.mark.parametrize("media", MEDIA)
def test_a_class_of_writers_is_as_reliable_as_the_rows_it_writes(media, priors, make_event):
    """To the last bit: what is weighed as silence and drawn forward is what a public row is read through."""
    for each, (code, prior) in product(source_classes(media, priors), priors.codes.items()):
        other = SERVED[1 - SERVED.index(prior.serves)]
        stands = {"neutral": "neutral", "agrees": prior.serves, "against": other}[each.side]
        row = make_event(code, sided=stands, confidence=each.confidence)
        found = reliability_of(row, (Source("x", grade=each.letter),), media, priors)
        assert found == each.reliability[SERVED.index(prior.serves)]
