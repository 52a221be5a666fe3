"""Every rule, on sentences of our own making: what it must find, and what it must not take for done."""

from __future__ import annotations

import pytest

from standoff.case.library import load_case
from standoff.intake.coding.cast import cast_of_case, cast_of_page
from standoff.intake.coding.events import events_in
from standoff.intake.coding.forces import force_named, tier_of
from standoff.intake.coding.matching import matched
from standoff.intake.coding.roles import roles_of


@pytest.fixture(scope="module")
def cast():
    return cast_of_case(load_case("venezuela-2019"))


def codes(text, cast, told="done"):
    found = [matched(event, cast) for event in events_in(text, 0, None, cast.lexicon)]
    return {match.rule.code for match in found if match is not None and match.told == told}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Tens of thousands of people marched against Maduro in Caracas.", "protest"),
        ("Government supporters rallied for Maduro in the capital.", "counter_protest"),
        ("Oil workers went on strike on Monday.", "strike"),
        ("Juan Guaido declared himself interim president before a crowd.", "claim_power"),
        ("Guaido urged the armed forces to abandon Maduro.", "appeal_to_forces"),
        ("Guaido met army generals in secret.", "secret_talks"),
        ("The opposition has held talks with officers of the National Guard.", "secret_talks"),
        ("The National Assembly approved an amnesty for soldiers.", "amnesty_offer"),
        ("Riot police dispersed protesters with tear gas.", "order_obeyed"),
        ("Security forces shot dead four protesters in Barinas.", "kill_protesters"),
        ("Seven demonstrators were killed on Wednesday.", "kill_protesters"),
        ("A battalion refused to fire on the crowd.", "order_refused"),
        ("Soldiers disobeyed the order.", "order_refused"),
        ("Police arrested Juan Guaido at his home.", "challenger_arrested"),
        ("Maduro has not arrested Juan Guaido.", "challenger_untouched"),
        ("Police detained 40 protesters.", "mass_arrests"),
        ("The high command swore allegiance to Maduro.", "pledge_loyalty"),
        ("The army chief reaffirmed loyalty to the president.", "pledge_loyalty"),
        ("The army remained neutral.", "declare_neutral"),
        ("Soldiers embraced protesters on the bridge.", "fraternise"),
        ("An air force general defected on Saturday.", "officer_defects"),
        ("A colonel recognized Guaido as president.", "officer_defects"),
        ("An army battalion defected to the opposition.", "unit_defects"),
        ("Guardsmen mutinied at a post in Cotiza.", "mutiny"),
        ("Army officers overthrew Maduro on Tuesday.", "coup_attempt"),
        ("The high command gave Maduro an ultimatum.", "ultimatum"),
        ("The consul in Miami resigned.", "elite_defects"),
        ("The attache, a diplomat, no longer recognises Maduro.", "elite_defects"),
        ("Maduro expanded the militia.", "counterweight"),
        ("Maduro dismissed three generals.", "purge"),
        ("Maduro promoted hundreds of officers.", "patronage"),
        ("The government imposed a curfew in Caracas.", "emergency"),
        ("The government blocked the internet across the country.", "blackout"),
        ("Maduro released 20 political prisoners.", "concession"),
        ("Canada recognized Guaido as president.", "foreign_recognition"),
        ("Russia backed Maduro.", "foreign_support"),
        ("The United States imposed sanctions on the state oil company.", "sanctions"),
        ("The United States massed troops on the border.", "intervention_threat"),
        ("Colombian troops invaded Venezuela.", "intervention"),
        ("Soldiers and their families are suffering from hunger.", "economic_shock"),
    ],
)
def test_what_a_rule_finds(text, code, cast):
    assert code in codes(text, cast)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Soldiers would not arrest Guaido.", "order_refused"),
        ("The United States could launch a military intervention.", "intervention"),
        ("If police arrested Juan Guaido, the crowd would rise.", "challenger_arrested"),
        ("Maduro may impose a curfew.", "emergency"),
        ("The United States might impose sanctions.", "sanctions"),
        ("The government threatened to impose a curfew.", "emergency"),
        ("Guaido could meet army generals.", "secret_talks"),
        ("Will soldiers defect if the order comes?", "officer_defects"),
    ],
)
def test_what_might_be_is_never_done(text, code, cast):
    assert code not in codes(text, cast)


@pytest.mark.parametrize(
    "text",
    [
        "Security forces did not kill protesters.",
        "Soldiers have not defected.",
        "The National Guard never mutinied.",
        "Maduro did not impose a curfew.",
        "Police have not arrested protesters.",
        "Canada has not recognized Guaido.",
        "The army refused to intervene abroad.",
    ],
)
def test_what_did_not_happen_is_never_done(text, cast):
    assert codes(text, cast) <= {"challenger_untouched"}


def test_the_challenger_is_not_arrested_where_his_people_are(cast):
    assert codes("More than 700 opponents of President Nicolas Maduro have been arrested.", cast) == {"mass_arrests"}


def test_a_foreign_army_is_no_force_of_the_case(cast):
    assert codes("Egyptian soldiers refused to fire on the crowd.", cast) == set()


def test_force_and_tier_are_those_of_the_case(cast):
    event = events_in("Twenty guardsmen of the National Guard mutinied.", 0, None, cast.lexicon)[0]
    actor = event.sources[0]
    assert "forces" in roles_of(actor, cast)
    assert force_named(actor.text, cast.forces) == "National Guard"
    assert tier_of(actor.text) == "troops"


def test_armed_forces_are_no_single_force(cast):
    event = events_in("The armed forces swore allegiance to Maduro.", 0, None, cast.lexicon)[0]
    assert force_named(event.sources[0].text, cast.forces) == ""


@pytest.mark.parametrize(
    ("words", "tier"),
    [
        ("the defence minister", "command"),
        ("the high command", "command"),
        ("27 guardsmen", "troops"),
        ("Colonel Reyes", "officers"),
        ("an army battalion", "unit"),
        ("the United States", "none"),
        ("a crowd of students", "none"),
    ],
)
def test_tiers(words, tier):
    assert tier_of(words) == tier


def test_a_page_names_its_own_cast():
    text = "President Ana Prado spoke. Opposition leader Luis Mora answered. In Peru, Peruvian police watched."
    found = cast_of_page(text)
    assert (found.iso3, found.ruler, found.challenger, found.guessed) == ("PER", "Ana Prado", "Luis Mora", True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The government denied that any protesters had been killed by the security forces.", "kill_protesters"),
        ("The ministry denied that the National Guard fired on protesters.", "kill_protesters"),
        ("The minister denied that the army had mutinied.", "mutiny"),
    ],
)
def test_what_one_side_denies_is_a_denial(text, code, cast):
    assert codes(text, cast, "denied") == {code}
    assert codes(text, cast) == set()


def test_what_is_offered_in_exchange_is_still_offered(cast):
    text = "The opposition has held talks with members of the security forces and offered them amnesty for abandoning Maduro."
    assert codes(text, cast) == {"secret_talks", "amnesty_offer"}


def test_officers_who_join_a_protest_change_sides(cast):
    assert codes("30 officers had joined the civil disobedience movement.", cast) == {"officer_defects"}
