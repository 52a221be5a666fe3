"""Who said what in news English: direct and indirect speech, nesting, signatures, and the first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.intake.language.quotes import Quotation, attribution, hearer, quotations
from standoff.intake.values import Span

SHARED = Path(__file__).parents[3] / "../shared"


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def direct(text: str) -> list[tuple[str, str | None, str]]:
    return [(one.inner.of(text), one.speaker, one.verb) for one in quotations(text) if one.kind == "direct"]


def indirect(text: str) -> list[tuple[str | None, str, str | None, str]]:
    return [(one.speaker, one.verb, one.to, one.inner.of(text)) for one in quotations(text) if one.kind == "indirect"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Guaido said: "We go."', [("We go.", "Guaido", "said")]),
        ('"We go", Guaido said.', [("We go", "Guaido", "said")]),
        ('"We go," said General Vega.', [("We go,", "General Vega", "said")]),
        ("“We go,” a police spokesman told reporters.", [("We go,", "a police spokesman", "told")]),
        ("«We go», said the defence minister.", [("We go", "the defence minister", "said")]),
        ("'We go,' residents said.", [("We go,", "residents", "said")]),
        ('"We go," Padrino said. "They stay."', [("We go,", "Padrino", "said"), ("They stay.", "Padrino", "said")]),
        (
            '"No", Tarre said on Wednesday when asked whether he would go. "It is ours".',
            [("No", "Tarre", "said"), ("It is ours", "Tarre", "said")],
        ),
        ('"Why now?" Guaido asked. "Who pays?"', [("Why now?", "Guaido", "asked"), ("Who pays?", "Guaido", "asked")]),
        ('Rubio was blunt. "We will act on Monday."', [("We will act on Monday.", "Rubio", "")]),
        ('According to Vega, "the army is with us all".', [("the army is with us all", "Vega", "According to")]),
        ('Vega was quoted as saying: "It is over now."', [("It is over now.", "Vega", "quoted as saying")]),
        ('Vega wrote on Twitter: "The army is split."', [("The army is split.", "Vega", "wrote")]),
        ('Maduro described the plan as "treason".', [("treason", "Maduro", "described")]),
        ('"We go", "we stay" and "we win", the crowd chanted.',
         [("We go", "the crowd", "chanted"), ("we stay", "the crowd", "chanted"), ("we win", "the crowd", "chanted")]),
        ('"It is over", Vega said, adding: "We won the day."',
         [("It is over", "Vega", "said"), ("We won the day.", "Vega", "adding")]),
        ("— No, I will not go, said the colonel.\n— Why? asked Vega.",
         [("No, I will not go", "the colonel", "said"), ("Why", "Vega", "asked")]),
        ('"We are the army."\n— Simón Bolívar', [("We are the army.", "Simón Bolívar", "")]),
        ('Colombian leader Ivan Duque: "His hours are few."', [("His hours are few.", "Ivan Duque", "")]),
        ('"Amnesty is on the table" - Guaido', [("Amnesty is on the table", "Guaido", "")]),
        ('"It is a lie," said Dmitry Peskov, the spokesman.', [("It is a lie,", "Dmitry Peskov", "said")]),
        ('The mayor said of the army: "They are hungry."', [("They are hungry.", "The mayor", "said")]),
        ('It was a "very large and violent" crowd.', [("very large and violent", None, "")]),
        ('"Go", Bashar al-Assad said.', [("Go", "Bashar al-Assad", "said")]),
        ('"Go", Idriss bin Omar de la Cruz said.', [("Go", "Idriss bin Omar de la Cruz", "said")]),
    ],
)  # fmt: skip
def test_direct_speech(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert direct(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("General Powell said on Wednesday NATO would need it.", ("General Powell", "said", None, "NATO would need it")),
        ("Vega said that the army is split.", ("Vega", "said", None, "the army is split")),
        ("The army is split, Vega said.", ("Vega", "said", None, "The army is split")),
        ("The army is split, said Vega.", ("Vega", "said", None, "The army is split")),
        ("Residents told Reuters that soldiers fled.", ("Residents", "told", "Reuters", "soldiers fled")),
        ("Residents told Reuters soldiers fled.", ("Residents", "told", "Reuters", "soldiers fled")),
        ("Soldiers fled, two officers told AFP by phone Sunday.", ("two officers", "told", "AFP", "Soldiers fled")),
        ("According to the defence ministry, two men fled.", ("the defence ministry", "According to", None, "two men fled")),
        ("Two men fled, according to a police spokesman.", ("a police spokesman", "according to", None, "Two men fled")),
        ("The ministry denied that troops had left.", ("The ministry", "denied", None, "troops had left")),
        ("The army denied on Thursday charges of murder.", ("The army", "denied", None, "charges of murder")),
        ("Maduro accused the opposition of planning a coup.", ("Maduro", "accused", None, "the opposition of planning a coup")),
        ("Vega claimed that they fled.", ("Vega", "claimed", None, "they fled")),
        ("Vega insisted they fled.", ("Vega", "insisted", None, "they fled")),
        ("Padrino, the defence minister, said they fled.", ("Padrino", "said", None, "they fled")),
        ("The minister, Vladimir Padrino, said they fled.", ("Vladimir Padrino", "said", None, "they fled")),
        ("Tarre, who speaks for Guaido, said they fled.", ("Tarre", "said", None, "they fled")),
        ("Vega, 24, said they fled.", ("Vega", "said", None, "they fled")),
        ("A spokesman for the army said they fled.", ("A spokesman for the army", "said", None, "they fled")),
        ("His lawyer said they fled.", ("His lawyer", "said", None, "they fled")),
        ("Vega told a news conference that they fled.", ("Vega", "told", "a news conference", "they fled")),
        ("In an interview with CNN, Vega said that they fled.", ("Vega", "said", "CNN", "they fled")),
        ("The movement (MONUA) said they fled.", ("The movement (MONUA)", "said", None, "they fled")),
        ("Reuters quoted a general as saying they fled.", ("a general", "quoted as saying", "Reuters", "they fled")),
        ("Asked again, a spokeswoman said there were none.", ("a spokeswoman", "said", None, "there were none")),
        ("State television showed Padrino saying they fled.", ("Padrino", "saying", None, "they fled")),
        ("Guaido said they fled, but gave no details.", ("Guaido", "said", None, "they fled")),
        ("The union, which runs the port, says they fled.", ("The union", "says", None, "they fled")),
        ("The plan, officials say, is to flee.", ("officials", "say", None, "The plan, officials say, is to flee")),
        ("Vega met officers and said that they fled.", ("Vega", "said", None, "they fled")),
        ("According to a source who asked not to be named, they fled.", ("a source", "According to", None, "they fled")),
        (
            "Two men fled, according to a study by the Ministry of the Interior.",
            ("a study", "according to", None, "Two men fled"),
        ),
        (
            "Guaido in an opinion article published by The New York Times on Wednesday said that they fled.",
            ("Guaido", "said", "The New York Times", "they fled"),
        ),
    ],
)
def test_indirect_speech(text: str, expected: tuple[str | None, str, str | None, str]) -> None:
    assert indirect(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Maduro announced a curfew.",
        "The group claimed responsibility for the attack.",
        "The general was told that troops left.",
        "Reports of alleged abuses spread.",
        "Aristide has been accused of theft.",
        "The army denied entry to the men.",
        "The party has to say no.",
    ],
)
def test_acts_and_passives_report_nothing(text: str) -> None:
    assert quotations(text) == ()


def test_a_report_within_a_report_keeps_both_speakers() -> None:
    text = "Hungary said on Monday it would act, a spokesman told Reuters."
    assert attribution(text, place(text, "it would act")) == ("a spokesman", "Hungary")
    assert hearer(text, place(text, "it would act")) == "Reuters"


def test_two_reports_side_by_side_do_not_mix() -> None:
    text = "Hungary said it would help and Romania said it would not."
    assert attribution(text, place(text, "it would help")) == ("Hungary",)
    assert attribution(text, place(text, "it would not")) == ("Romania",)


def test_a_second_verb_in_a_relative_clause_ends_with_it() -> None:
    text = "Maduro, who denies the charges, said they fled."
    assert indirect(text) == [("Maduro", "denies", None, "the charges"), ("Maduro", "said", None, "they fled")]


def test_quotations_nest_and_keep_both_speakers() -> None:
    text = '"The minister told me that troops would stay," Vega told Reuters. "I said no."'
    found = quotations(text)
    assert [(one.kind, one.speaker, one.within) for one in found] == [
        ("direct", "Vega", None),
        ("indirect", "The minister", 0),
        ("direct", "Vega", None),
    ]
    assert attribution(text, place(text, "troops would stay"), found) == ("Vega", "The minister")
    inside = "“He told me ‘the army is with us’ on Monday,” Vega said."
    assert [(one.speaker, one.within) for one in quotations(inside)] == [("Vega", None), ("Vega", 0)]


def test_marks_inside_a_reported_clause_belong_to_its_speaker() -> None:
    text = "Vega said that “the unit is ours” and that officers “will follow soon enough”."
    assert attribution(text, place(text, "officers")) == ("Vega",)
    assert attribution(text, place(text, "the unit")) == ("Vega",)
    assert [one.kind for one in quotations(text)] == ["indirect", "direct", "direct"]


def test_several_paragraphs_each_open_with_a_mark() -> None:
    text = 'Guaido said: "We go.\n\n"We stay.\n\n"We win."\n\nThe army left.'
    found = quotations(text)
    assert [(one.inner.of(text), one.speaker, one.closed) for one in found] == [
        ("We go.", "Guaido", False),
        ("We stay.", "Guaido", False),
        ("We win.", "Guaido", True),
    ]
    assert "next paragraph" in found[1].note


def test_a_mark_never_closed_ends_with_its_paragraph() -> None:
    text = 'Guaido said: "We go to the square\n\nThe army left.'
    (one,) = quotations(text)
    assert (one.inner.of(text), one.closed, one.speaker) == ("We go to the square", False, "Guaido")
    assert attribution(text, place(text, "The army left")) == ()


def test_pronouns_are_the_last_one_named() -> None:
    text = 'Vladimir Padrino appeared on television. "We are loyal," he said.'
    (one,) = quotations(text)
    assert (one.speaker, one.note) == ("Vladimir Padrino", '"he" read as Vladimir Padrino')
    assert one.speaker_span == Span(text.index("he said"), text.index("he said") + 2)
    (nobody,) = quotations('"No," he said.')
    assert (nobody.speaker, nobody.note) == ("he", 'nobody named before "he"')


@pytest.mark.parametrize(
    "text",
    ["Guaido's aides met the 'collectives' in Caracas.", 'The so-called "collectives" fired.', 'The "special law" was passed.'],
)
def test_a_few_words_at_a_distance_have_no_speaker(text: str) -> None:
    (one,) = quotations(text)
    assert (one.kind, one.speaker) == ("scare", None)
    assert attribution(text, one.inner) == ()


TWEET = (
    "News of the day.\n\n\nThe gangs are a sign that he has lost the army.\n\nRemember, soldiers suffer too.https://t.co/x\n"
    "— Marco Rubio (@marcorubio) January 29, 2019\n\nThe end."
)


def test_a_signed_tweet_is_its_authors_to_the_last_sentence() -> None:
    (one,) = quotations(TWEET)
    assert one.inner.of(TWEET).startswith("The gangs")
    assert one.inner.of(TWEET).endswith("https://t.co/x")
    assert (one.speaker, one.to, one.note) == ("Marco Rubio", "Twitter", "signed @marcorubio")
    assert one.when_span is not None
    assert one.when_span.of(TWEET) == "January 29, 2019"
    assert attribution(TWEET, place(TWEET, "News of the day.")) == ()
    assert attribution(TWEET, place(TWEET, "The end.")) == ()


@pytest.fixture(scope="module")
def page() -> str:
    path = SHARED / "pages" / "2019-01-30-first-page.txt"
    if not path.is_file():
        pytest.skip("the first page is not beside the repository")
    return path.read_text("utf-8")


def one_of(page: str, found: tuple[Quotation, ...], words: str) -> Quotation:
    (one,) = [one for one in found if words in one.inner.of(page)]
    return one


def test_the_first_page(page: str) -> None:
    found = quotations(page)
    article = one_of(page, found, "has held secret talks")
    assert (article.speaker, article.verb, article.to, article.kind) == (
        "Juan Guaido",
        "said",
        "The New York Times",
        "indirect",
    )
    for words in ("clandestine meetings with", "recent travails are untenable"):
        assert (one_of(page, found, words).speaker, one_of(page, found, words).kind) == ("Guaido", "direct")
    option = one_of(page, found, "does not support the military option")
    assert (option.speaker, option.to) == ("Gustavo Tarre", "Sputnik")
    assert option.inner.of(page).endswith("crisis")
    refusals = [one for one in found if one.speaker == "Tarre"]
    assert [one.inner.of(page).replace("\xa0", " ") for one in refusals] == [
        "No",
        "The problem is going to be solved by Venezuelans",
    ]
    diplomats = one_of(page, found, "diplomats")
    assert (diplomats.speaker, diplomats.to, diplomats.kind) == ("Gustavo Tarre", "Sputnik", "indirect")
    tweet = one_of(page, found, "paramilitary gangs")
    assert "economic crisis." in tweet.inner.of(page).replace("\xa0", " ")
    assert tweet.speaker == "Marco Rubio"
    assert tweet.when_span is not None
    assert tweet.when_span.of(page) == "January 29, 2019"
    assert attribution(page, place(page, "The armed forces will not arrest the man"), found) == ()


def test_the_first_pages_headline_is_at_a_distance(page: str) -> None:
    (one,) = [one for one in quotations(page) if one.kind == "scare"]
    assert one.inner.of(page) == "Clandestine Meetings"


PIECES = st.lists(
    st.sampled_from(
        [
            '"',
            "“",
            "”",
            "‘",
            "’",
            "'",
            "«",
            "»",
            "``",
            "''",
            "said",
            "told",
            "Vega",
            "he",
            "that",
            ",",
            ".",
            "\n\n",
            "according to",
            "—",
        ]
    )
).map(" ".join)


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.text(max_size=150), PIECES, PIECES.map(lambda text: text.replace(" ", ""))))
def test_quotations_lie_apart_or_one_within_another_for_any_text(text: str) -> None:
    found = quotations(text)
    for number, one in enumerate(found):
        assert 0 <= one.span.start < one.span.end <= len(text)
        assert one.span.holds(one.inner)
        assert one.speaker is None or one.speaker
        if one.within is not None:
            assert one.within < number
            assert found[one.within].span.holds(one.span)
        for other in found[number + 1 :]:
            apart = other.span.start >= one.span.end
            assert apart or one.span.holds(other.span)
    attribution(text, Span(0, len(text)), found)


@pytest.mark.parametrize(
    "unit", ['"', "'", "“", "”", "“x", "a", "A ", '"a" ', "said ", "X said ", "according to ", "— a\n", "(", "``"]
)
def test_long_texts_of_one_kind_are_read(unit: str) -> None:
    text = unit * (8_000 // len(unit))
    assert all(one.span.end <= len(text) for one in quotations(text))
