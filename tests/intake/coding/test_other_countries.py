"""Codes of a case in cases of many countries: what is done, and what must never come out as done."""

from __future__ import annotations

from functools import cache

import pytest

from standoff.case.library import load_case
from standoff.intake.coding.cast import cast_of_case
from standoff.intake.coding.events import events_in
from standoff.intake.coding.matching import matched


@cache
def cast_of(name):
    return cast_of_case(load_case(name))


def found(case, text):
    cast = cast_of(case)
    matches = [matched(event, cast) for event in events_in(text, 0, None, cast.lexicon)]
    return {(match.rule.code, match.told) for match in matches if match is not None}


@pytest.mark.parametrize(
    ("case", "text", "code"),
    [
        ("burkina-faso-2014", "Demonstrators blocked roads and set up barricades in Ouagadougou.", "protest"),
        ("sudan-2019", "The Sudanese Professionals Association called a general strike.", "strike"),
        ("russia-1993", "The parliament swore in Alexander Rutskoi as acting president.", "claim_power"),
        ("libya-2011", "Rebels in Benghazi formed a transitional council.", "claim_power"),
        ("ussr-1991", "Yeltsin urged soldiers to disobey the orders of the committee.", "appeal_to_forces"),
        ("iran-1979", "An American envoy met Iranian generals in Tehran.", "secret_talks"),
        ("ussr-1991", "The commander of the air force declined to carry out the order.", "order_refused"),
        ("pakistan-2007", "Opposition leader Benazir Bhutto was placed under house arrest.", "challenger_arrested"),
        ("sudan-2019", "The army pledged its loyalty to President Bashir.", "pledge_loyalty"),
        ("egypt-2013", "The army stayed out of the dispute.", "declare_neutral"),
        ("ussr-1991", "Tank crews mixed with the crowd.", "fraternise"),
        ("syria-2011", "A Syrian colonel defected to Turkey.", "officer_defects"),
        ("libya-2011", "An army battalion in Benghazi joined the rebels.", "unit_defects"),
        ("guinea-2009", "Rebellious soldiers mutinied at Camp Alpha Yaya.", "mutiny"),
        ("niger-2023", "Members of the presidential guard detained President Bazoum.", "coup_attempt"),
        ("egypt-2013", "The army gave Morsi 48 hours to resolve the crisis.", "ultimatum"),
        ("sudan-2019", "Generals demanded that Bashir resign.", "ultimatum"),
        ("sudan-2019", "Bashir deployed the Rapid Support Forces in the capital.", "counterweight"),
        ("burkina-faso-2011", "The government paid soldiers a bonus.", "patronage"),
        ("belarus-2020", "Belarus blocked independent news websites.", "blackout"),
        ("burkina-faso-2014", "Compaoré dropped his plan to change the constitution.", "concession"),
        ("syria-2011", "Iran supported Assad.", "foreign_support"),
        ("niger-2023", "France cut off aid to Niger.", "sanctions"),
    ],
)
def test_what_was_done(case, text, code):
    assert (code, "done") in found(case, text)


@pytest.mark.parametrize(
    ("case", "text"),
    [
        ("sudan-2019", "No protesters were killed in Khartoum."),
        ("sudan-2019", "None of the generals defected."),
        ("syria-2011", "Rumours that a colonel had defected were denied by the army."),
        ("sudan-2019", "The army has no plans to seize power."),
        ("sudan-2019", "If the army overthrew Bashir, the protests would end."),
        ("ivory-coast-2010", "France has yet to recognise Ouattara."),
        ("niger-2023", "ECOWAS would invade Niger only if talks failed."),
        ("sudan-2019", "Police banned a protest in Khartoum."),
        ("thailand-1992", "The troops did not refuse the order."),
        ("serbia-1996", "Not a single army unit has switched sides."),
        ("egypt-2013", "The army denied that it had issued an ultimatum."),
        ("egypt-2013", "Israeli police arrested 40 protesters in Jerusalem."),
        ("syria-2011", "Turkish soldiers refused to fire on Kurdish protesters in Diyarbakir."),
        ("sudan-2019", "Chadian soldiers mutinied near the border."),
    ],
)
def test_what_is_never_done(case, text):
    assert not {code for code, told in found(case, text) if told == "done"}


def test_an_emergency_that_is_lifted_is_a_concession():
    assert found("sudan-2019", "Bashir lifted the state of emergency.") == {("concession", "done")}


def test_foreign_troops_are_not_those_of_the_case():
    codes = {code for code, _ in found("yemen-2011", "Saudi troops shot dead two demonstrators in Qatif.")}
    assert codes <= {"intervention"}


def test_a_name_with_an_article_is_known_without_it():
    (ruler,) = [name for name in cast_of("sudan-2019").names if name.role == "ruler"]
    assert "bashir" in ruler.spoken
