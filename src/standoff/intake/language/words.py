"""Words of a sentence with their places, and the words that can be left out before it is coded: times, adverbs, asides."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from standoff.intake.tables.tables import listed

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+(?:[.'’\-/&][^\W_]+)*\.?|[^\w\s]|_", re.UNICODE)
_ABBREVIATION = re.compile(
    r"(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Capt|Sgt|Maj|Adm|Sen|Rep|Gov|St|Jr|Sr|No|Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\."
)
_DAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
_MONTHS = listed("january february march april may june july august september october november december")
_SHORT_MONTHS = listed("jan feb mar apr jun jul aug sept sep oct nov dec")
_PARTS_OF_DAY = frozenset(("morning", "afternoon", "evening", "night", "overnight"))
_TIME_NOUNS = frozenset(("week", "month", "year", "weekend", "decade", *_PARTS_OF_DAY))
_TIME_WORDS = frozenset(
    ("today", "yesterday", "tomorrow", "tonight", "overnight", "earlier", "recently", "now", "later", "ago")
)
_ADVERBS = listed(
    "again also already still once twice finally reportedly just immediately flatly outright once more largely only even first"
    " meanwhile however bluntly personally formally officially publicly actively"
)
_LY_NOUNS = listed(
    "italy july family assembly ally rally supply reply army anomaly monopoly bully only early likely friendly daily"
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word or sign: as written, in small letters without accents or possessive, and where it stands."""

    text: str
    low: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[:1].isupper()


def words(text: str, start: int = 0, end: int | None = None) -> tuple[Word, ...]:
    """The words and signs of a stretch of text, with offsets in the whole text.

    Example:
        >>> [word.low for word in words("Gen. Cruz's men didn’t fire.")]
        ['gen.', 'cruz', "'s", 'men', 'did', 'not', 'fire', '.']
    """
    found: list[Word] = []
    for hit in _WORD.finditer(text, start, len(text) if end is None else end):
        found.extend(_parts(hit.group(), hit.start()))
    return tuple(found)


def _parts(text: str, at: int) -> list[Word]:
    """A word without its full stop, its possessive and its "n't" apart."""
    tail: list[Word] = []
    if text.endswith(".") and len(text) > 1 and not _ABBREVIATION.fullmatch(text):
        text = text[:-1]
        tail = [Word(".", ".", at + len(text), at + len(text) + 1)]
    low = "u.s." if text == "US" else folded(text.replace("’", "'"))
    if low.endswith("n't") and len(low) > 3:
        cut = len(text) - 3
        stem = {"ca": "can", "wo": "will", "sha": "shall"}.get(low[:cut], low[:cut])
        return [Word(text[:cut], stem, at, at + cut), Word(text[cut:], "not", at + cut, at + len(text)), *tail]
    if low.endswith(("'s", "'re", "'ll", "'ve", "'d")) and len(low) > 2:
        cut = low.rindex("'")
        return [Word(text[:cut], low[:cut], at, at + cut), Word(text[cut:], low[cut:], at + cut, at + len(text)), *tail]
    return [Word(text, "and" if text == "&" else low.rstrip("'") or low, at, at + len(text)), *tail]


def folded(text: str) -> str:
    """Text in small letters without accents, as phrases are compared.

    Example:
        >>> folded("Juan Guaidó")
        'juan guaido'
    """
    plain = text.casefold()
    if plain.isascii():
        return plain
    return "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))


def telling(spoken: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words that tell who did what: without asides in brackets, times, adverbs and quotation marks."""
    kept = _without_brackets(spoken)
    dropped = _times(kept)
    return tuple(word for place, word in enumerate(kept) if place not in dropped and not _idle(word))


def _idle(word: Word) -> bool:
    low = word.low
    if low == "first" and word.capital:  # the First Division
        return False
    if low in _ADVERBS or low in _TIME_WORDS or low in "\"“”„«»`‘’'":
        return True
    return low.endswith("ly") and len(low) > 4 and low not in _LY_NOUNS and not word.capital


def _without_brackets(spoken: tuple[Word, ...]) -> list[Word]:
    kept: list[Word] = []
    depth = 0
    for word in spoken:
        if word.low in "([{":
            depth += 1
        elif word.low in ")]}":
            depth = max(depth - 1, 0)
        elif depth == 0 or len(spoken) == len(kept):
            kept.append(word)
    return kept if len(kept) > len(spoken) // 3 else [word for word in spoken if word.low not in "()[]{}"]


def _times(spoken: list[Word]) -> set[int]:
    """Places of words that only tell when: "on Wednesday", "last week", "in 1991", "on 30 January"."""
    dropped: set[int] = set()
    for place, word in enumerate(spoken):
        if not _is_time(spoken, place):
            continue
        dropped.add(place)
        back = place - 1
        while back >= 0 and (spoken[back].low in _LEADS or spoken[back].low.isdigit() or _is_month(spoken[back])):
            dropped.add(back)
            back -= 1
        ahead = place + 1
        while ahead < len(spoken) and (
            spoken[ahead].low in _PARTS_OF_DAY or (word.low in _MONTHS and spoken[ahead].low.isdigit())
        ):
            dropped.add(ahead)
            ahead += 1
    return dropped


_LEADS = listed("on in back last next this late early late mid since by during past previous the a at of earlier")


def _is_month(word: Word) -> bool:
    return word.capital and (word.low in _MONTHS or word.low.rstrip(".") in _SHORT_MONTHS)


def _is_time(spoken: list[Word], place: int) -> bool:
    word = spoken[place]
    before = spoken[place - 1].low if place else ""
    if word.capital and word.low in _DAYS:
        return True
    if _is_month(word):
        near = {spoken[index].low for index in (place - 1, place + 1) if 0 <= index < len(spoken)}
        return word.low != "may" or any(low.isdigit() or low in ("in", "since", "last", "of") for low in near)
    if word.low in _TIME_NOUNS:
        return before in ("last", "next", "this", "past", "previous")
    return word.low.isdigit() and len(word.low) == 4 and word.low[:2] in ("18", "19", "20") and before in ("in", "since", "of")
