"""One event in the many forms in which reporters tell it: passive, apart, headline, noun, aside, appeal, refusal."""

from __future__ import annotations

import pytest

from standoff.intake.coding.events import events_in, is_reported
from standoff.intake.coding.schemes import plover_root
from standoff.intake.language.inflection import verb_forms, verb_phrases
from standoff.intake.language.particles import particle_of
from standoff.intake.language.words import words


def first(text):
    return next(filter(is_reported, events_in(text)), None)


def texts(actors):
    return [actor.text for actor in actors]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("In a move that surprised diplomats, Sudan has offered to share oil revenue with South Sudan.", "AGREE"),
        ("China to lend Pakistan $2 billion to shore up reserves", "AGREE"),
        ("Norway expressed its readiness to mediate between the government and the guerrillas.", "AGREE"),
        ("The army announced plans to pull its soldiers out of the city within two weeks.", "AGREE"),
        ("Foreign ministers from the two Koreas are to hold talks in Beijing on Friday.", "AGREE"),
        ("Talks between the government and the opposition resumed in Harare on Tuesday.", "CONSULT"),
        ("Defence ministers of ASEAN gathered in Hanoi to discuss the dispute.", "CONSULT"),
        ("The French ambassador was on a visit to the northern city of Kidal, the embassy said.", "CONSULT"),
        ("The ruling party threw its weight behind the president ahead of the vote.", "SUPPORT"),
        ("Argentina, Bolivia ink gas deal", "SUPPORT"),
        ("South Korean and US troops held their annual military drills on Thursday.", "COOPERATE"),
        ("US cargo planes dropped food and water to refugees trapped on Mount Sinjar.", "AID"),
        ("More than 200,000 tonnes of wheat were donated by India to Afghanistan.", "AID"),
        ("Four hostages were set free by militants on the island of Jolo.", "CONCEDE"),
        ("Turkey lifts ban on YouTube after two years", "CONCEDE"),
        ("Lebanese Prime Minister Saad Hariri announced his resignation on Saturday.", "CONCEDE"),
        ("China lashed out at the United States over its sale of weapons to Taiwan.", "ACCUSE"),
        ("Russian President Dmitry Medvedev said on Tuesday that Georgia was guilty of genocide.", "ACCUSE"),
        ('"President Putin must respect the ceasefire," Chancellor Merkel told reporters in Berlin.', "REQUEST"),
        ("Chad insisted on Friday that Sudan hand over the rebels behind the raid.", "REQUEST"),
        ("Ethiopia has no plans to hold talks with the Tigrayan forces, a spokesman said.", "REJECT"),
        ("An American offer of hurricane aid was rejected by Cuba.", "REJECT"),
        ("Al-Qaeda's north African branch threatened France with attacks.", "THREATEN"),
        ("Muslims in Jakarta burned American flags outside the US embassy.", "PROTEST"),
        ("Striking teachers occupied the town hall of Oaxaca.", "PROTEST"),
        ("North Korea test-fired two short-range missiles into the sea.", "MOBILIZE"),
        ("Ethiopia builds up forces on Eritrean border", "MOBILIZE"),
        ("Aid to Eritrea has been suspended by Denmark.", "SANCTION"),
        ("The Palestinians walked out of peace negotiations with Israel.", "SANCTION"),
        ("A night-time curfew has been imposed in the Indian state of Assam.", "COERCE"),
        ("Authorities in Burundi shut down two private radio stations.", "COERCE"),
        ("Clashes between the Yemeni army and al-Qaeda militants left 14 people dead.", "ASSAULT"),
        ("Fourteen soldiers died in an ambush by Maoist rebels in eastern India.", "ASSAULT"),
        ("KABUL (AFP) - A roadside bomb wounded four Afghan soldiers in Helmand.", "ASSAULT"),
    ],
)
def test_forms_of_telling(text, word):
    cameo = first(text).cameo
    given = "REQUEST" if cameo.startswith("02") else plover_root(cameo)
    assert {"RETREAT": "CONCEDE"}.get(given, given) == word


@pytest.mark.parametrize(
    ("text", "sources", "targets"),
    [
        (
            "Guardsmen who refused to fire on the crowd were arrested by the presidential guard.",
            ["presidential guard"],
            ["Guardsmen"],
        ),
        ("The rebels freed a priest, and they released three nuns.", ["rebels"], ["priest"]),
        ("Troops loyal to Laurent Gbagbo surrounded the hotel in Abidjan.", ["Troops"], ["Abidjan"]),
        ("Kidnappers in Nigeria's delta released three foreign workers.", ["Kidnappers"], ["three foreign workers"]),
        ("Russia is selling fighter jets to India under a deal signed last year.", ["Russia"], ["India"]),
        (
            "South African President Jacob Zuma held talks in Tripoli with Libya.",
            ["South African President Jacob Zuma"],
            ["Libya"],
        ),
        ("Russia wounded four Afghan soldiers in Helmand.", ["Russia"], ["four Afghan soldiers"]),
        (
            "Serbia should arrest the general, the EU enlargement commissioner said.",
            ["EU enlargement commissioner"],
            ["Serbia"],
        ),
    ],
)
def test_who_and_whom(text, sources, targets):
    event = first(text)
    assert (texts(event.sources), texts(event.targets)) == (sources, targets)


@pytest.mark.parametrize(
    "text",
    [
        "Brazil beat Germany 2-1 in a friendly in Berlin on Tuesday.",
        "Real Madrid striker Karim Benzema was ruled out of the match against Barcelona.",
        "Kenya's David Rudisha broke the world record in the 800 metres in Berlin.",
        "Nadal fought back to beat Federer in five sets.",
        "At least 20 people were killed when a bus plunged into a ravine in Nepal.",
        "A fire in a nightclub in Romania killed 27 people.",
        "The volcano on the Indonesian island of Java has killed 30 people since October.",
        "Toyota recalled 1.5 million cars because of faulty brakes.",
        "Oil prices rose on Friday as traders worried about supplies.",
        "Snow blocked roads in northern Japan.",
        "The law must be obeyed.",
    ],
)
def test_what_is_no_event(text):
    assert first(text) is None


def test_a_game_with_police_in_it_is_no_game():
    assert first("Police arrested 40 football fans before the match in Cairo.").act == "173"


@pytest.mark.parametrize(
    ("text", "act", "told"),
    [
        ("No soldiers have attacked the village.", "190", "denied"),
        ("The army has yet to attack the village.", "190", "denied"),
        ("The army took the town without attacking the village.", "190", "denied"),
        ("The army has no intention to attack the village.", "190", "denied"),
        ("There were rumours that soldiers had attacked the village.", "190", "hypothetical"),
        ("The army plans to attack the village.", "190", "planned"),
    ],
)
def test_what_was_not_done(text, act, told):
    assert {event.modality for event in events_in(text) if event.act == act} == {told}


def test_a_verb_of_one_syllable_doubles_its_last_letter():
    assert verb_forms("slap")[2:] == ("slapped", "slapping")
    assert verb_forms("aid")[2:] == ("aided", "aiding")


def test_the_noun_at_the_end_of_a_phrase_has_a_plural():
    assert verb_phrases("hurl stone")[4:6] == ("hurled stone", "hurled stones")


def test_a_particle_stands_apart_only_within_its_object():
    spoken = words("They pulled all their soldiers out of Chad.")
    assert particle_of(spoken, 1, frozenset(("out",))) == "out"
    assert particle_of(words("They pulled, and went out."), 1, frozenset(("out",))) == ""
