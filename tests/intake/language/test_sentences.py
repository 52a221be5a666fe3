"""The sentence splitter: spans tile the text, and the stops of news English end what they should."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.intake.language.lines import trimmed
from standoff.intake.language.sentences import paragraphs, sentences
from standoff.intake.values import Span

SHARED = Path(__file__).parents[3] / "../shared"


def split(text: str) -> list[str]:
    return [span.of(text).strip() for span in sentences(text)]


def tiles(text: str, spans: tuple[Span, ...]) -> bool:
    ends = [0, *(span.end for span in spans)]
    return ends[-1] == len(text) and [span.start for span in spans] == ends[:-1] and all(len(span) for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Padrino met Lt. Col. Ramirez and Mr. Vega in St. Anne on Jan. 30.",
        "The U.S. Marines and U.N. monitors left at 5 p.m. on Monday.",
        "Sen. Rubio and Rep. Diaz-Balart spoke with Dr. Ochoa of Acme Inc. before noon.",
        "J. K. Rowling and F.W. de Klerk wrote to J. B. Smith.",
        "Prices rose by 3.5 per cent, i.e. more than in No. 2 of the list, e.g. bread vs. rice.",
        "The army ... did not move.",
        "Gen. (ret.) Vega met Sen. Rubio (R-Fla.) Tuesday in Miami.",
        "'Why now?' he asked the colonel.",
        '"Why now?" Guaido asked the colonel.',
        "The order (see art. 5) reads www.example.org/a.html and nothing else.",
        "The army said it would\nnot obey the order of the\npresident on Monday.",
        "The statement by Lt. Gen. Prosper Avril reached the\nUnited Nations on\nTuesday and was read out at once.",
        "It rose to 1.5 million.",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They live in the U.S. He said so.", ["They live in the U.S.", "He said so."]),
        ("The army left the country.He stayed.", ["The army left the country.", "He stayed."]),
        ("But does he really?!  Remember 1991? They fled.", ["But does he really?!", "Remember 1991?", "They fled."]),
        ('"It is untenable". However, he left.', ['"It is untenable".', "However, he left."]),
        ('"It is over." However, he left.', ['"It is over."', "However, he left."]),
        ("“We go. We fight!” The crowd left.", ["“We go.", "We fight!”", "The crowd left."]),
        ('He said: "No. Never." Then he left.', ['He said: "No.', 'Never."', "Then he left."]),
        ("(The army left.) The people stayed.", ["(The army left.)", "The people stayed."]),
        ("Army Splits\n\nThe army split on Monday.", ["Army Splits", "The army split on Monday."]),
        (
            "Army splits over order\nThe army split on Monday over an order to clear the square, witnesses said in town.",
            [
                "Army splits over order",
                "The army split on Monday over an order to clear the square, witnesses said in town.",
            ],
        ),
        ("Reasons:\n1. No arrest\n2. He is afraid.", ["Reasons:", "1. No arrest", "2. He is afraid."]),
        ("• one general\n• two colonels", ["• one general", "• two colonels"]),
        ("Stay strong. https://t.co/x\n— Marco Rubio (@x) January 29, 2019",
         ["Stay strong.", "https://t.co/x", "— Marco Rubio (@x) January 29, 2019"]),
        ("The crisis is here.https://t.co/x", ["The crisis is here.", "https://t.co/x"]),
        ("“It was over.”“Then he fled.”", ["“It was over.”", "“Then he fled.”"]),
        ("We wait… The army waits.", ["We wait…", "The army waits."]),
        ("He came at 5 p.m. The guard let him in.", ["He came at 5 p.m.", "The guard let him in."]),
        ("Plan B failed in Jan. But the army stayed.", ["Plan B failed in Jan.", "But the army stayed."]),
        ('"No." The general left.', ['"No."', "The general left."]),
        ("军队离开了。人民留下。", ["军队离开了。", "人民留下。"]),
        ('It is bad."However", he said.', ['It is bad.', '"However", he said.']),
    ],
)  # fmt: skip
def test_splits(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_paragraphs_are_parted_by_blank_lines_and_headlines() -> None:
    text = "Army Splits\n\n\nThe army split\non Monday.\n\n- a guard\n- a colonel\n"
    assert [span.of(text).strip() for span in paragraphs(text)] == [
        "Army Splits",
        "The army split\non Monday.",
        "- a guard",
        "- a colonel",
    ]
    assert tiles(text, paragraphs(text))


def test_trimmed_takes_the_blanks_away() -> None:
    assert trimmed(" \n ab c  ", Span(0, 9)) == Span(3, 7)
    assert trimmed("  ", Span(0, 2)) == Span(0, 0)


WORDS = st.lists(
    st.sampled_from(
        [
            "U.S.",
            "Gen.",
            "He",
            "said",
            "\n",
            "\n\n",
            '"',
            "“",
            "”",
            "...",
            "?",
            "!",
            ".",
            " ",
            "1.",
            "- ",
            "J.",
            "a",
            "é",
            "x.Y",
        ]
    )
).map("".join)


@settings(deadline=None, max_examples=80)
@given(st.one_of(st.text(max_size=200), WORDS))
def test_spans_tile_any_text(text: str) -> None:
    assert tiles(text, sentences(text))
    assert tiles(text, paragraphs(text))


@pytest.mark.parametrize("unit", [".", ". ", "a", '"', "\n", " ", "A.", "U.S. ", "?” ", "x.Y", "- \n", "? (", "»? "])
def test_long_texts_of_one_kind_tile(unit: str) -> None:
    text = unit * (30_000 // len(unit))
    assert tiles(text, sentences(text))


def test_rows_of_event_data_stay_whole() -> None:
    folder = SHARED / "data" / "event-coding"
    if not folder.is_dir():
        pytest.skip("the event-coding sentences are not beside the repository")
    texts = [
        json.loads(line)["text"] for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    whole = sum(len(sentences(text)) == 1 for text in texts)
    assert len(texts) > 800
    assert whole / len(texts) >= 0.995
