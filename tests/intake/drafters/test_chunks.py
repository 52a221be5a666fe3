"""Long pages in stretches: nothing is lost, nothing is too long, borders lie between sentences."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from standoff.intake.drafters.chunks import chunks
from standoff.intake.values import Span


def test_a_short_page_is_one_stretch_and_an_empty_one_none():
    assert chunks("Talks go on.") == (Span(0, 12),)
    assert chunks("") == ()


@given(st.text(st.sampled_from("ab. \n"), max_size=400), st.integers(10, 60))
def test_stretches_cover_the_page_and_overlap(text, size):
    found = chunks(text, size, size // 4)
    reached = 0
    for part in found:
        assert 0 < len(part) <= size
        assert part.start <= reached < part.end
        reached = part.end
    assert reached == len(text)


def test_borders_lie_at_paragraphs_then_sentences_then_words():
    paragraphs = ("One sentence. Another one. " * 4 + "\n\n") * 6
    assert all(paragraphs[: part.end].endswith("\n\n") for part in chunks(paragraphs, 300, 60))
    sentences = "One sentence. Another one. " * 40
    assert all(sentences[: part.end].endswith(". ") for part in chunks(sentences, 300, 60))
    words = "word " * 200
    assert all(words[: part.end].endswith(" ") for part in chunks(words, 300, 60))


def test_a_sentence_at_a_border_stands_whole_in_a_stretch():
    text = "".join(f"Sentence number {number} of the page ends here. " for number in range(200))
    parts = [part.of(text) for part in chunks(text, 1_000, 200)]
    assert all(any(f"Sentence number {number} of the page ends here." in part for part in parts) for number in range(200))
