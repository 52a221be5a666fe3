"""How many of what: numbers that count, with their bounds and the noun counted.

Percentages, money, dates and times, spans of time, ages, fractions, ranks, list marks and names with numbers ("No. 2",
"Resolution 1701") are no counts and are left out; so is a bare number that no noun follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from standoff.intake.language.date_words import MONTHS
from standoff.intake.language.number_words import (
    BOUNDS,
    ENDS,
    HAPPENS_TO_PEOPLE,
    LABELS,
    NO_COUNTS,
    NOT_NOUNS,
    ONES,
    PERSONS,
    PLURALS,
    SCALES,
    STATES,
    TENS,
    VAGUE,
)
from standoff.intake.values import Bound, Span


@dataclass(frozen=True, slots=True)
class Number:
    """A count as told.

    Attributes:
        value: how many; of a range ("between 200 and 300") the lower end.
        bound: "exact", "at_least", "at_most" or "about".
        unit: the noun counted as a plural in small letters; "people" for persons of no other name, "states" for nations and
            countries; "" where a bounded number stands without a noun.
        span: the number with the words that bound it, without the noun.
        upper: the upper end of a range, None where there is none.
    """

    value: float
    bound: Bound
    unit: str
    span: Span
    upper: float | None = None


_S = r"[ \t\xa0\n]{1,3}"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)|\d{1,12}(?:\.\d{1,3})?(?!\d)"
_SMALL = "|".join(sorted([*ONES, *TENS], key=len, reverse=True))
_SCALE = "hundred|thousand|million|billion"
_PLAIN = rf"(?:{_SMALL})(?:[-\s](?:{_SMALL}))?"
_WORDS = rf"{_PLAIN}(?:{_S}(?:{_SCALE})){{0,2}}(?:(?<=hundred){_S}and{_S}{_PLAIN}(?:{_S}(?:{_SCALE}))?)?(?!\w)"
_NUMBER = rf"(?:(?:{_DIGITS})(?:{_S}(?:{_SCALE})\b|(?:m|bn|k)\b)?|{_WORDS})"
_ROUND = "|".join(re.escape(words).replace(r"\ ", _S) for words in sorted(VAGUE, key=len, reverse=True))
_BOUND_OF = {words: bound for bound, choices in BOUNDS.items() for words in choices}
_PLACES = frozenset({"over", "above", "under", "below", "around"})
"""Before a small number in words these are prepositions: "tension over two raids"."""
_BOUNDS = "|".join(re.escape(words).replace(r"\ ", _S) for words in sorted(_BOUND_OF, key=len, reverse=True))
_COUNT = re.compile(
    rf"(?<![\w.,:/#@$€£+-])(?:(?P<bounds>{_BOUNDS}){_S})?(?:(?P<between>between|from){_S})?"
    rf"(?:(?P<round>{_ROUND})(?!\w)|(?P<first>{_NUMBER})(?:(?:{_S}(?:(?(between)and|or)|to){_S}|\s?[-–—]\s?)(?P<last>{_NUMBER}))?)(?P<plus>\+)?",
    re.IGNORECASE,
)
_SUFFIXED = re.compile(r"-(?P<noun>strong|member|man|person|nation|country|state|party|soldier|officer|unit)\b", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_][\w’'&.-]*|[^\w\s]")
_OF = re.compile(rf"\A(?:{_S}more)?{_S}of\b")
_OR_SO = re.compile(rf"\A{_S}or{_S}(?P<how>so|more|fewer|less)\b", re.IGNORECASE)
_CROWD = re.compile(
    r"\b(?:crowd|group|gathering|march|rally|force|contingent|garrison|army)s?\sof\s\Z|\b(?:put|estimated|numbered)\sat\s\Z",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"(?:\A|\n)[ \t\xa0(]*\Z")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b")
_AHEAD = 100  # characters read after a number for its noun


def numbers_in(text: str) -> tuple[Number, ...]:
    """Every count of a text in its order.

    Args:
        text: a sentence or a page.

    Returns:
        Counts with the noun counted; "dozens" is at least 24, "hundreds" at least 200, "tens of thousands" at least 20,000.
    """
    return tuple(number for found in _COUNT.finditer(text) for number in _read(text, found))


def _read(text: str, found: re.Match[str]) -> Iterator[Number]:
    """The count at a match, or nothing where it is none; two where "and" or "to" joins two that are no range."""
    ahead = text[found.end() : found.end() + _AHEAD]
    if _is_no_count(text, found, ahead):
        return
    value, bound, upper = _value(found)
    tail = _OR_SO.match(ahead)
    if tail or found["plus"]:
        how = tail["how"].lower() if tail else "more"
        bound = "about" if how == "so" else "at_least" if how == "more" else "at_most"
        ahead = ahead[tail.end() :] if tail else ahead
    unit = _unit(ahead, value)
    before = text[max(0, found.start() - 40) : found.start()]
    if unit and (found["round"] or "").lower().endswith("s") and not _OF.match(ahead):  # "tens of thousands fill the streets"
        unit = "people"
    if unit == "" and (_CROWD.search(before) or _counts_people(before, ahead, bool(found["round"]))):
        unit = "people"
    if unit is None or (not unit and not tail and not _bounded(found)):
        return
    yield Number(value, bound, unit, Span(found.start(), found.end() + (tail.end() if tail else 0)), upper)


def _bounded(found: re.Match[str]) -> bool:
    """Whether a number may stand without a noun: one that words bound, or a round one."""
    return bool(found["bounds"] or found["plus"] or found["round"] or found["between"])


def _value(found: re.Match[str]) -> tuple[float, Bound, float | None]:
    """The value, its bound and the upper end of a range."""
    told = " ".join((found["bounds"] or "").lower().split())
    bound: Bound = _BOUND_OF.get(told, "exact")
    if found["round"]:
        value, own = VAGUE[" ".join(found["round"].lower().split())]
        return value, bound if told and bound != "about" else own if own != "exact" else bound, None
    value = _number(found["first"])
    if told in _PLACES and value <= 12 and not found["first"][0].isdigit():
        bound = "exact"
    if not found["last"]:
        return value, bound, None
    upper = _number(found["last"])
    scale = next((SCALES[word] for word in re.findall(r"[a-z]+", found["last"].lower()) if word in SCALES), 1)
    if value < 100 and value * scale < upper:  # "between ten and fifteen thousand"
        value *= scale
    return (value, "at_least", upper) if upper > value else (value, bound, None)


def _number(words: str) -> float:
    """The value of digits or number words, with their scale."""
    total, current = 0.0, 0.0
    for part in re.findall(r"\d[\d,.]*|[a-z]+", words.lower()):
        if part[0].isdigit():
            current = float(part.replace(",", ""))
        elif part == "hundred":
            current = (current or 1) * 100
        elif part in SCALES:
            total += (current or 1) * SCALES[part]
            current = 0.0
        else:
            current += ONES.get(part, TENS.get(part, 0))
    return total + current


def _is_no_count(text: str, found: re.Match[str], ahead: str) -> bool:
    """Whether a number is a date, a time, an age, money, a share, a rank, a list mark or part of a name."""
    start = found.start()
    before = text[max(0, start - 24) : start]
    earlier = [token.lower() for token in _TOKEN.findall(before)]
    digits = (found["first"] or "").isdigit()
    if earlier and (earlier[-1].rstrip(".") in MONTHS or earlier[-1].rstrip(".") in LABELS or earlier[-1] in "$€£"):
        return digits or earlier[-1] in "$€£"
    following = _TOKEN.match(ahead.lstrip())
    if (found["last"] or found["first"] or "").isdigit() and following and following.group().lower().rstrip(".") in MONTHS:
        return following.group()[0].isupper()
    if digits and (_LIST_MARK.search(before) and ahead[:1] in {".", ")"}):
        return True
    if ahead[:1] in {"%", ":", "/"} or _ORDINAL.match(ahead) or (ahead[:1] == "-" and not _SUFFIXED.match(ahead)):
        return True
    if earlier[-1:] == ["past"] and not found["bounds"]:  # "half past seven"
        return True
    if digits and not found["bounds"] and _is_year_or_age(found["first"], before, earlier, ahead):
        return True
    return _is_share(found, before, ahead)


def _is_year_or_age(words: str, before: str, earlier: list[str], ahead: str) -> bool:
    """Whether bare digits are a year ("in 1991", "the 2018 election") or an age ("Vega, 24, said")."""
    if len(words) == 4 and 1500 <= int(words) < 2200:
        if not earlier or earlier[-1] == ".":
            return int(words) % 100 != 0  # "2000 soldiers", but "2018 elections"
        return earlier[-1] in ENDS | {"the", ",", "(", "year", "early", "late", "mid", "last", "until", "till"}
    if re.search(r"\b(?:man|woman|boy|girl|student|soldier|age)\sof\s\Z", before):
        return True
    named = re.search(r"[A-Z][\w’'-]*, \Z", before) is not None
    return named and ahead[:1] in {",", ".", ")"} and int(words) < 120


def _is_share(found: re.Match[str], before: str, ahead: str) -> bool:
    """Whether a number is one of a share: "one in three", "two out of five", "one of the generals", "one another"."""
    words = re.match(rf"{_S}(in|out{_S}of){_S}(?:{_NUMBER})", ahead, re.IGNORECASE)
    if re.search(rf"\b(?:{_SMALL}|\d+){_S}(?:in|out{_S}of){_S}\Z", before, re.IGNORECASE):
        return True
    alone = (found["first"] or "").lower() == "one" and not found["bounds"]
    return words is not None or (alone and re.match(rf"{_S}(?:of|another|by|side|hand|such|thing)\b", ahead) is not None)


def _unit(ahead: str, value: float) -> str | None:
    """The noun counted after a number; "" where none follows, None where a measure of time, money or length does."""
    suffixed = _SUFFIXED.match(ahead)
    if suffixed:
        return _plural(
            {"strong": "people", "member": "people", "man": "people"}.get(suffixed["noun"].lower(), suffixed["noun"].lower())
        )
    words = _TOKEN.findall(ahead)
    if words and words[0].lower() == "of":
        words = words[1:]
        if words and words[0].lower() in {"them", "us", "whom"}:
            return "people"
        while words and (words[0].lower() in {"the", "his", "her", "its", "their", "those", "these"} or words[0][0].isdigit()):
            words = words[1:]
    group: list[str] = []
    for word in words[:7]:
        low = word.lower().rstrip(".")
        if low == "and" and value != 1 and group and not _plurals(group):
            continue
        if group and ((low in NO_COUNTS and _plurals(group)) or low in ONES or low in TENS):
            break
        if low in NO_COUNTS and (not group or low not in {"real", "won", "second", "half", "point", "points", "time"}):
            return None
        if low in ENDS or not word[0].isalpha():
            break
        group.append(low.removesuffix("'s").removesuffix("’s") if value == 1 else low)
        if low.endswith(("'", "’")) or (value != 1 and low.endswith(("'s", "’s"))):
            group.pop()
            break
    return _head(group, value)


def _head(group: list[str], value: float) -> str:
    """The noun of a group of words: its plural, or its last word where one is counted; as a plural."""
    if value != 1:
        return next((_plural(group[at]) for at in range(len(group)) if _is_head(group, at)), "")
    while len(group) > 1 and (group[-1] in HAPPENS_TO_PEOPLE or group[-1].endswith("ed")):
        group = group[:-1]
    return _plural(group[-1]) if group and len(group) <= 4 and group[-1] not in {"more", "day"} else ""


def _is_head(group: list[str], at: int) -> bool:
    """Whether the word is the noun counted: the first plural that no other plural follows at once."""
    if not _plurals(group[at : at + 1]):
        return False
    return group[at] in PLURALS or group[at] in PERSONS or not _plurals(group[at + 1 : at + 2])


def _plurals(group: list[str]) -> list[str]:
    """The words of a group that can be counted."""
    return [word for word in group if word in PLURALS or word in PERSONS or (_looks_plural(word) and word not in NOT_NOUNS)]


def _looks_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))


def _plural(noun: str) -> str:
    """The unit a noun stands for, as a plural."""
    noun = noun.rstrip(".'’")
    if noun in PERSONS:
        return "people"
    if noun in STATES:
        return "states"
    if noun in PLURALS or _looks_plural(noun):
        return noun
    if noun.endswith("man") and noun != "human":
        return f"{noun[:-3]}men"
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def _counts_people(before: str, ahead: str, vague: bool) -> bool:
    """Whether verbs around a number without a noun tell that it counts people."""
    if vague:
        return True
    near = [token.lower() for token in _TOKEN.findall(before)[-2:] + _TOKEN.findall(ahead)[:4]]
    return any(token in HAPPENS_TO_PEOPLE or token in {"killing", "wounding", "injuring", "arresting"} for token in near)
