from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from math import nan

import pytest

from standoff.analysis.answer import Answer, Estimate
from standoff.case.values import Assumption
from standoff.view.answer_page import answer_page
from standoff.view.document import Cell, Column, Document, Section, Table
from standoff.view.future import outcomes_section
from standoff.view.grounds import arithmetic_section


def texts(section: Section) -> list[list[str]]:
    assert section.table is not None
    return [[cell.text for cell in row] for row in section.table.rows]


def strings(value: object) -> Iterator[str]:
    """Every text of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from strings(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from strings(getattr(value, field.name))


@pytest.fixture
def page(fake_answer: Answer) -> Document:
    return answer_page(fake_answer)


def test_the_headline(page: Document) -> None:
    assert page.headline == (
        "As of 30 January 2019 it is likely (68 %) that the forces would obey an order from Nicolás Maduro to arrest the "
        "leader of the challengers (Juan Guaidó and the National Assembly). Without the evidence the model would say 71 %."
    )
    assert (page.title, page.question, page.schema) == (
        "Venezuela, the presidential crisis of 2019",
        "Would the forces obey Nicolás Maduro?",
        "standoff-view/1",
    )


def test_the_summary(page: Document) -> None:
    assert page.summary == (
        "The interval around the 68 % runs from 48 to 81 % (90% equal-tailed, over draws of the coefficients).",
        "The reason that weighs most is that the street would answer (0.62); given the intervals, about as large: "
        "the forces would refuse (0.58).",
        "The evidence that moved this most is of 21 January 2019: mutiny (National Guard, troops), "
        "a factor of 2.0 towards refusal (+3.0 decibans).",
        "It is unlikely (20 %) that Nicolás Maduro is out when the standoff ends.",
    )


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ("mass_arrest", "to make mass arrests."),
        ("clear_crowd", "to clear the crowds."),
        ("shoot", "there is almost no chance (< 1 in 20,000) that the forces would obey an order from Nicolás Maduro to shoot"),
    ],
)
def test_the_headline_of_another_order(fake_answer: Answer, order: str, words: str) -> None:
    assert words in answer_page(replace(fake_answer, focus=order)).headline


def test_would_they_obey(page: Document) -> None:
    section = page.section("Would they obey?")
    assert section.table is not None
    assert [column.head for column in section.table.columns] == ["order to", "P(obeyed)", "", "interval", "prior", "in words"]
    assert texts(section) == [
        ["arrest the leader", "68 %", "", "48 to 81 %", "71 %", "likely"],
        ["make mass arrests", "85 %", "", "65 to 98 %", "72 %", "very likely"],
        ["clear the crowds", "50 %", "", "30 to 63 %", "67 %", "roughly even chance"],
        ["shoot at the crowd", "< 1 in 20,000", "", "<1 to 13 %", "47 %", "almost no chance"],
    ]
    assert [row[0].strong for row in section.table.rows] == [True, False, False, False]
    bar = section.table.rows[0][2].bar
    assert bar is not None
    assert (bar.value, bar.low, bar.high) == (0.68, 0.0, 1.0)
    assert section.notes == (
        "Intervals: 90% equal-tailed, over draws of the coefficients.",
        "Worlds in which expectations alone would decide this: < 1 in 20,000.",
    )


def test_both_answers_where_expectations_decide(fake_answer: Answer) -> None:
    first, *others = fake_answer.orders
    both = replace(first.equilibria, p_at_lowest=0.74, p_at_highest=0.61, share_of_worlds=0.12)
    changed = replace(fake_answer, orders=(replace(first, equilibria=both), *others))
    assert answer_page(changed).section("Would they obey?").notes[1] == (
        "In 12 % of the worlds expectations alone would decide this. P(obeyed) is 74 % if everyone there expects obedience, "
        "61 % if everyone expects refusal."
    )


def test_by_force_and_tier(page: Document) -> None:
    section = page.section("Who would disobey, by force and tier")
    assert section.sentences == ("Facing an order to arrest the leader: the share of each group that would disobey.",)
    assert texts(section) == [
        ["Bolivarian Army", "command", "126", "15 %", "", "<1 to 65 %", "22 %"],
        ["Bolivarian Army", "troops", "62,874", "48 %", "", "5 to 95 %", "54 %"],
        ["National Guard", "command", "46", "14 %", "", "<1 to 63 %", "20 %"],
        ["National Guard", "troops", "22,954", "38 %", "", "2 to 92 %", "44 %"],
    ]
    assert section.table is not None
    assert [row[0].repeats for row in section.table.rows] == [False, True, False, True]
    assert section.notes == ("Intervals: 90% equal-tailed, over worlds.",)


def test_defenders_stand_apart(page: Document, fake_answer: Answer) -> None:
    section = page.section("Who would defend the order-giver")
    assert section.sentences == ("Facing a challenge: the share that would stand up for Nicolás Maduro.",)
    assert texts(section) == [["colectivos", "troops", "7,984", "81 %", "", "29 to >99 %", "77 %"]]
    orders = tuple(replace(order, groups=order.groups[:4]) for order in fake_answer.orders)
    titles = [section.title for section in answer_page(replace(fake_answer, orders=orders)).sections]
    assert "Who would defend the order-giver" not in titles


def test_why_not(page: Document) -> None:
    section = page.section("Why not give the order?")
    assert section.sentences == (
        "What an order to arrest the leader would cost Nicolás Maduro, where being obeyed is worth 1:",
    )
    assert texts(section) == [
        ["the forces would refuse", "0.58", "", "0.32 to 0.86"],
        ["refusal would end in overthrow", "0.29", "", "0.16 to 0.43"],
        ["foreign force would follow", "0.36", "", "0.03 to 0.70"],
        ["the street would answer", "0.62", "", "0.39 to 1.10"],
    ]
    assert section.notes[0] == (
        "Nicolás Maduro's own chance of being obeyed, as the model infers it, is 60 %; its interval runs from 41 to 74 % "
        "(90% equal-tailed, over draws of the coefficients)."
    )
    assert section.table is not None
    assert [row[0].strong for row in section.table.rows] == [False, False, False, True]


def test_one_reason_stands_out(fake_answer: Answer) -> None:
    first, *others = fake_answer.orders
    why_not = replace(first.why_not, refusal=Estimate(1.4, 1.2, 1.6, "90%"))
    changed = replace(fake_answer, orders=(replace(first, why_not=why_not), *others))
    assert answer_page(changed).summary[1] == "The reason that weighs most is that the forces would refuse (1.40)."


def test_what_comes_next(page: Document) -> None:
    section = page.section("What comes next")
    assert section.table is not None
    heads = [column.head for column in section.table.columns]
    assert heads == ["outcome", "7 days", "30 days", "90 days", "at the end", ""]
    never = "< 1 in 20,000"
    assert texts(section) == [
        ["order-giver survives", "8 %", "33 %", "65 %", "80 %", ""],
        ["forces stand aside", "0.6 %", "2 %", "3 %", "4 %", ""],
        ["forces change sides", "1 %", "2 %", "3 %", "3 %", ""],
        ["removed by forces", "1 %", "3 %", "6 %", "7 %", ""],
        ["negotiated exit", "0.4 %", "2 %", "4 %", "5 %", ""],
        ["foreign removal", never, "0.3 %", "0.9 %", "2 %", ""],
        ["civil war", never, never, never, never, ""],
        ["not yet decided", "88 %", "58 %", "19 %", never, ""],
    ]
    assert section.notes == (
        "The interval around the 20 % runs from 15 to 24 % (90%, Monte Carlo over independent runs).",
        "The worlds alone say 14 %; what became of forecasts of 70 past standoffs makes it 20 %; so few leave open 13 to 29 % "
        "(90 %, normal in log odds). Of late the side of Nicolás Maduro has acted more (2.0 to 1).",
        "The record here is thin (4 pieces of evidence): that number is held near how often order-givers fell, 54 %.",
    )


def test_without_a_record_nothing_is_said_of_one_and_an_even_balance_is_called_even(fake_answer):
    assert len(outcomes_section(replace(fake_answer, record=None)).notes) == 1
    even = replace(fake_answer, record=replace(fake_answer.record, initiative=0.1, weight=0.6))
    assert len(outcomes_section(even).notes) == 2
    assert outcomes_section(even).notes[1].endswith("the two sides at home have acted about equally often.")


def test_what_moved_it_most(page: Document) -> None:
    assert texts(page.section("What moved the answer most")) == [
        ["+3.0", "21 January 2019, mutiny (National Guard, troops), a factor of 2.0 towards refusal: T. 2 [AP]"],
        [
            "-2.0",
            "13 January 2019, challenger arrested (SEBIN, troops), a factor of 1.6 towards obedience: T. 1 [Reuters; AP]",
        ],
        ["+0.3", "30 January 2019, report of secret talks, a factor of 1.07 towards refusal: T. 4 [New York Times]"],
    ]


def test_all_the_evidence_in_order(page: Document) -> None:
    section = page.section("All the evidence, in order")
    assert texts(section) == [
        ["2019-01-13", "challenger arrested (SEBIN, troops)", "-2.0", "", "1.6"],
        ["2019-01-21", "mutiny (National Guard, troops) [+2 echoes]", "+3.0", "", "2.0"],
        ["2019-01-21", "protest", "0.0", "", "1.0"],
        ["2019-01-30", "report of secret talks, public on 31 January 2019", "+0.3", "", "1.07"],
    ]
    assert section.notes == (
        "An echo is a row that repeats a source already heard on the same event; it counts once, with the first.",
    )
    assert section.table is not None
    assert [row[1].strong for row in section.table.rows] == [True, True, False, True]
    bars = [row[3].bar for row in section.table.rows]
    assert [(bar.low, bar.high) for bar in bars if bar] == [(-3.0103, 3.0103)] * 4


def test_the_waterfall(page: Document) -> None:
    section = page.section("From the prior to the answer")
    assert [row[:2] for row in texts(section)] == [
        ["prior", "-3.9"],
        ["evidence", "+1.3"],
        ["silence", "-1.1"],
        ["dynamics", "+0.4"],
        ["posterior", "-3.3"],
    ]


def test_no_evidence_yet(fake_answer: Answer) -> None:
    page = answer_page(replace(fake_answer, evidence=(), rows_known=0))
    assert page.summary[2] == "No piece of evidence moved the answer."
    assert page.section("What moved the answer most").sentences == ("No evidence was public yet.",)
    assert page.section("What this rests on").sentences[0].startswith("0 pieces of evidence were public by 30 January 2019")


def test_what_it_rests_on(page: Document, fake_answer: Answer) -> None:
    first, sources, overridden, priors, unknown = page.section("What this rests on").sentences
    assert first == (
        "4 pieces of evidence were public by 30 January 2019, the first day of the case being 10 January 2019. "
        "Rows that became public later, and how it ended, were not read."
    )
    assert sources == "Sources named, with the rows that name them: AP (3), New York Times (1), Reuters (1)."
    assert overridden == "The case overrides no prior."
    assert priors.endswith("model/priors.yaml.")
    assert unknown.startswith("What the model cannot know: ")
    told = answer_page(fake_answer, assumptions=(Assumption("strength_mean", 0.6, "purges of 2018"),))
    assert "The case overrides 1 prior: strength_mean = 0.6 (purges of 2018)." in told.section("What this rests on").sentences


def test_how_sure_of_the_arithmetic(page: Document, fake_answer: Answer) -> None:
    section = page.section("How sure the machine is of its own arithmetic")
    assert section.sentences == (
        "20,000 worlds in 40 blocks; each block is one draw of the model's coefficients. "
        "The evidence leaves the weight of about 36.8 blocks.",
        "At the thinnest step (2019-01-23 protest) the weight was that of 5,222 worlds.",
        "Monte Carlo error of the 68 %: 2.4 percentage points (standard error over 8 independent runs); "
        "another seed would move it by about so much.",
        "Log evidence -133.90, give or take 0.05; it compares models on the same rows and means nothing alone.",
        "No check raised a warning.",
    )
    assert section.notes == ("Standoff 0.1.0, seed 1, digest of what was read 8abd06bf5f1ed375. To repeat:",)
    command = "standoff ask venezuela-2019 --as-of 2019-01-30 --order arrest_leader --worlds 20000 --seed 1"
    assert " ".join(section.command) == command
    checks = replace(fake_answer.checks, warnings=("the weight is thin",), mc_error=nan)
    other = answer_page(replace(fake_answer, checks=checks), case="my cases/x.yaml").sections[-1]
    assert other.sentences[-1] == "Warning: the weight is thin."
    assert "not known" in other.sentences[2]
    assert other.command[2] == "'my cases/x.yaml'"


def test_a_likelihood_word_and_a_confidence_never_meet(page: Document) -> None:
    word = re.compile(r"\b(likely|unlikely|even chance|almost (no chance|certain))\b")
    for sentence in strings(page):
        assert not (word.search(sentence) and re.search("confiden|interval", sentence)), sentence


def test_nothing_is_certain(fake_answer: Answer) -> None:
    page = answer_page(replace(fake_answer, focus="shoot", order_giver_out=Estimate(1.0, 1.0, 1.0, "90%")))
    for text in strings(page):
        assert not re.search(r"impossible|(?<!almost )\bcertain|(?<![\d.])0 %|100 %", text), text
    assert page.summary[3].startswith("It is almost certain (all but < 1 in 20,000)")


def test_the_same_answer_gives_the_same_page(fake_answer: Answer, page: Document) -> None:
    assert answer_page(replace(fake_answer, seconds=1e6)) == page


def test_a_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match="a row of 2 cells under 1 columns"):
        Table((Column("a"),), ((Cell("1"), Cell("2")),))


def test_worlds_beyond_those_asked_for_are_told(fake_answer: Answer) -> None:
    told = arithmetic_section(fake_answer, "x").sentences[0]
    assert told.startswith("20,000 worlds in 40 blocks; ")
    more = replace(fake_answer, checks=replace(fake_answer.checks, worlds_run=40_000, blocks=80))
    assert arithmetic_section(more, "x").sentences[0].startswith("40,000 worlds (20,000 were asked for) in 80 blocks; ")


def test_an_error_too_small_to_print_is_not_nought(fake_answer: Answer) -> None:
    sure = replace(fake_answer, checks=replace(fake_answer.checks, mc_error=0.0002))
    assert "below 0.1 percentage points" in arithmetic_section(sure, "x").sentences[2]
