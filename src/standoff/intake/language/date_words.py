"""The words dates are told in, and the pieces the rules of `date_rules` are built from. Matching minds the case of months."""

from __future__ import annotations

import re

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thu", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}
NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "zero",
            "a an one",
            "two couple",
            "three few",
            "four several",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
        )
    )
    for word in words.split()
}
"""Small numbers as words; "a few" counts three and "several" four, where only days are reckoned from it."""


def _either_case(names: list[str]) -> str:
    """Names with a capital or in capitals, the longest first: "may" and "march" in small letters are no months."""
    return "|".join(f"{name.capitalize()}|{name.upper()}" for name in sorted(names, key=len, reverse=True))


S = r"(?:[ \t\xa0]{1,3}|[ \t\xa0]?\r?\n[ \t\xa0]{0,3})"
"""Blanks between the words of one date; one line break at most."""
MONTH = rf"(?P<month>{_either_case(list(MONTHS))})\b\.?"
LONG_MONTH = rf"(?P<month>{_either_case([name for name in MONTHS if len(name) > 3 or name == 'may'])})\b"
WEEKDAY = rf"(?P<weekday>{_either_case([name for name in WEEKDAYS if name.endswith('day')])})\b"
SHORT_WEEKDAY = rf"(?P<weekday>{_either_case([name for name in WEEKDAYS if not name.endswith('day')])})"
ANY_WEEKDAY = rf"(?P<lead>{_either_case(list(WEEKDAYS))})\b\.?"
DAY = r"(?P<day>(?:0?[1-9]|[12]\d|3[01]))(?:st|nd|rd|th)?(?![\w%]|[.,]\d)"
DAY_TO = r"(?P<to>(?:0?[1-9]|[12]\d|3[01]))(?:st|nd|rd|th)?(?![\w%]|[.,]\d)"
YEAR = r"(?P<year>1[5-9]\d\d|20\d\d)(?![\w%]|[.,-]\d)"
COUNT = rf"(?P<count>\d{{1,3}}|(?i:{'|'.join(sorted(NUMBERS, key=len, reverse=True))}))(?:{S}of)?"
PART_OF_DAY = rf"(?:{S}(?:morning|afternoon|evening|night)\b)?"
SIDE = rf"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate|[Tt]he (?:start|beginning|middle|end) of)(?:[ -]|{S}in{S}))"
"""A part of a month or a year."""
SIDES = {
    "the start of": "early",
    "the beginning of": "early",
    "the middle of": "mid",
    "the end of": "late",
}
"""Other words for the early, mid and late part of a month or a year."""

FUTURE = re.compile(
    r"\b(?:will|shall|won't|won’t|'ll|’ll|would|(?:could|may|might|can|should|must)(?: not)?(?! (?:not )?have\b)|going to|"
    r"(?:is|are|was|were) (?:to|due)|plan(?:s|ned|ning)? to|scheduled|set (?:to|for)|expected|planned|"
    r"(?:vow|threaten|promise|offer|propose|want)(?:s|ed|d)? to|call(?:s|ed|ing)? (?:for|on)|intends? to|slated|upcoming|"
    r"ahead of)\b"
)
"""Words before a date that put it in the future."""
CLAUSE_END = re.compile(r"[,;:.!?\n\"“”]|\b(?:said|told|announced|added|reported|wrote|after|when|since)\b")
"""What parts the words before a date from those that tell of something else."""


def part_of(words: str | None) -> str:
    """The part of a month or year that some words mean: "early", "mid", "late" or ""."""
    low = (words or "").lower().rstrip("-").removesuffix(" of the")
    return SIDES.get(low, low)


def number_of(word: str) -> int:
    """A small number in digits or as a word."""
    return int(word) if word.isdigit() else NUMBERS[word.lower()]
