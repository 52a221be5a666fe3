"""How much alike two rows are: who, to whom, how many, when, in which words. Pure functions over the rows of a case.

A number decides little here; the words that go with it are for the analyst who looks at a proposed merge.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from zlib import crc32

from standoff.case.codes import CROWDS
from standoff.case.values import Event
from standoff.intake.language.words import folded

WINDOW_DAYS = 1
"""Days two reports of one event may differ in its date."""
LONGER = {"secret_talks": 7, "economic_shock": 7, "counterweight": 3, "patronage": 3, "challenger_untouched": 3, "strike": 2}
UNSURE_DAYS = 2
"""Days more where a coder had low confidence in the date."""
REPRINT_DAYS = 7
"""Days within which nearly the same words are the same story, as in `model.echoes`."""
REPRINT = 0.6
"""Share of common runs of words (Jaccard) from which one text is taken for a reprint of the other (Broder 1997)."""
_RUN = 3
_SKETCH = 4
_SMALLEST_TEXT = 5  # words; fewer are alike by chance

_SPREAD = {"exact": (1 / 1.15, 1.15), "about": (1 / 1.6, 1.6), "at_least": (0.999, 10.0), "at_most": (0.1, 1.001)}
_CROWD_SPREAD = 2.0  # organisers and police count crowds a factor of two apart

_STOP = frozenset(
    re.findall(
        r"\w+",
        "the of and a an in on at by for to from with as is was were are has have had been be its his her their that this who "
        "which it he she they over after before into out up down all some more than about least most not no or but also said "
        "says say",
    )
)
_SAME = {
    "demonstrator": "protester",
    "marcher": "protester",
    "crowd": "protester",
    "guardsman": "guard",
    "guardsmen": "guard",
    "policeman": "police",
    "policemen": "police",
    "troop": "soldier",
    "serviceman": "soldier",
    "servicemen": "soldier",
    "head": "leader",
    "killed": "kill",
    "dead": "kill",
    "died": "kill",
    "arrested": "arrest",
    "detained": "arrest",
    "detain": "arrest",
}
_NOBODY = frozenset({"not named", "unnamed", "unknown", "unidentified", "nobody", "none", "?"})
_TELLING_SIZE = 7
_ANYBODY = frozenset(
    {"protester", "government", "opposition", "force", "people", "soldier", "police", "president", "leader", "state"}
)
"""Words that name no one in particular: sharing one of them alone is a weak sign."""


@dataclass(frozen=True, slots=True)
class Features:
    """A row as it is compared: sets of words without endings, runs of words, a sketch of the runs to find near ones by."""

    row: Event
    first: date
    last: date
    who: frozenset[str]
    whom: frozenset[str]
    words: frozenset[str]
    runs: frozenset[int]
    sketch: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two rows are, 0 to 1, why, days apart, whether their sizes are at odds, whether one reprints the other."""

    score: float
    why: tuple[str, ...]
    days: int = 0
    sizes_at_odds: bool = False
    reprint: bool = False


def features(row: Event, span: tuple[date, date] | None = None) -> Features:
    """What is compared of a row; `span` holds its first and last possible day, by default its date, wider where unsure."""
    slack = UNSURE_DAYS if row.confidence == "low" else 0
    first, last = span if span is not None else (row.date, row.date)
    told = next((source.quote for source in row.sources if source.quote), row.text)
    runs = runs_of(told)
    return Features(
        row,
        date.fromordinal(first.toordinal() - slack),
        date.fromordinal(last.toordinal() + slack),
        frozenset(stems(f"{'' if folded(row.actor).strip() in _NOBODY else row.actor} {row.force}")),
        frozenset(stems(row.target)),
        frozenset(stems(row.text)),
        runs,
        tuple(sorted(runs)[:_SKETCH]),
    )


def compare(one: Features, other: Features) -> Likeness | None:
    """How alike two rows of one code are; None where they cannot be one event (place, force, rank or days are at odds)."""
    apart = days_apart(one, other)
    common = jaccard(one.runs, other.runs)
    reprint = common >= REPRINT
    if apart > (REPRINT_DAYS if reprint else window(one.row.code)) or not _same_place_and_rank(one.row, other.row, reprint):
        return None
    who, whom = _named(one.who, other.who), _named(one.whom, other.whom)
    same_force = bool(one.row.force) and one.row.force == other.row.force
    who = max(who, 0.7) if same_force else who
    if who == 0.0 and not reprint:
        return None
    words = 1.0 if reprint else min(jaccard(one.words, other.words) / 0.4, 1.0)
    parts = (0.3 * who, 0.15 * whom, 0.35 * words, _by_size(one.row, other.row), 0.1 * (apart == 0))
    sizes = sizes_agree(one.row, other.row)
    return Likeness(
        min(round(sum(parts), 3), 1.0), tuple(_reasons(one, other, apart, words, reprint)), apart, sizes is False, reprint
    )


def _by_size(one: Event, other: Event) -> float:
    """What sizes add: little where they may agree, more where both give one number that is no small one."""
    agree = sizes_agree(one, other)
    if not agree or one.size is None or other.size is None:
        return 0.05 if agree is None else 0.0
    same = max(one.size, other.size) < 1.03 * min(one.size, other.size)
    return 0.25 if same and min(one.size, other.size) >= _TELLING_SIZE else 0.1


def window(code: str) -> int:
    """Days two reports of such an event may differ in its date."""
    return LONGER.get(code, WINDOW_DAYS)


def days_apart(one: Features, other: Features) -> int:
    """Days between the nearest days the two may have happened; 0 where they overlap."""
    return max((other.first - one.last).days, (one.first - other.last).days, 0)


def sizes_agree(one: Event, other: Event) -> bool | None:
    """Whether two sizes can be of one event, bounds considered; None where one gives none or they count different things.

    Example: 700 and "more than 700" agree, 40 and 400 dead do not; crowds agree within a factor of two.
    """
    if one.size is None or other.size is None or not _same_unit(one.unit, other.unit):
        return None
    (low, high), (least, most) = _interval(one), _interval(other)
    return low <= most and least <= high


def _interval(row: Event) -> tuple[float, float]:
    low, high = _SPREAD[row.bound]
    size = row.size or 0.0
    if row.code in CROWDS and row.bound in ("exact", "about"):
        low, high = min(low, 1 / _CROWD_SPREAD**0.5), max(high, _CROWD_SPREAD**0.5)
    return size * low, size * high


def _same_unit(one: str | None, other: str | None) -> bool:
    return (one or "").rstrip("s") == (other or "").rstrip("s")


def _same_place_and_rank(one: Event, other: Event, reprint: bool) -> bool:
    if one.force and other.force and one.force != other.force:
        return False
    places, ranks = {one.scope, other.scope}, {one.tier, other.tier}
    placed = len(places) == 1 or ("national" in places and "abroad" not in places)
    ranked = len(ranks) == 1 or "none" in ranks or ranks == {"unit", "troops"}
    return reprint or (placed and ranked)


def _named(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two names are one: the share of the shorter in the longer; half where one names nobody in particular."""
    if not one or not other:
        return 0.5
    common = one & other
    share = len(common) / min(len(one), len(other))
    return min(share, 0.5) if common <= _ANYBODY else share


def jaccard(one: frozenset[str] | frozenset[int], other: frozenset[str] | frozenset[int]) -> float:
    """Share of what two sets have in common; 0 for two empty ones."""
    common = len(one & other)
    return common / (len(one) + len(other) - common) if common else 0.0


def stems(text: str) -> list[str]:
    """Words without capitals, accents, usual endings and small words; numbers left out.

    Example:
        >>> stems("27 Guardsmen at Cotiza")
        ['guard', 'cotiza']
    """
    return [stem for word in re.findall(r"[^\W\d_]{2,}", folded(text)) if word not in _STOP and (stem := _stem(word))]


@cache
def _stem(word: str) -> str:
    bare = word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
    return _SAME.get(word, _SAME.get(bare, bare))


def runs_of(text: str) -> frozenset[int]:
    """Numbers of all runs of three words of a text (its shingles); none where it is too short to tell."""
    words = re.findall(r"\w+", folded(text))
    if len(words) < _SMALLEST_TEXT:
        return frozenset()
    return frozenset(crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1))


def _reasons(one: Features, other: Features, apart: int, words: float, reprint: bool) -> list[str]:
    """In words, what speaks for one event."""
    a, b = one.row, other.row
    told = ["the same day" if apart == 0 else f"{apart} day{'s' if apart > 1 else ''} apart"]
    shared = sorted(one.who & other.who)
    if a.force and a.force == b.force:
        told.append(f"both of {a.force}")
    elif shared:
        told.append(f"the same actor ({', '.join(shared[:4])})")
    if sizes_agree(a, b):
        told.append(f"sizes agree ({_size(a)}, {_size(b)})")
    if reprint:
        told.append("nearly the same words")
    elif words > 0.0:
        told.append(f"shared words ({', '.join(sorted(one.words & other.words)[:5])})")
    return told


_BOUNDS = {"exact": "", "about": "about ", "at_least": "at least ", "at_most": "at most "}


def _size(row: Event) -> str:
    return f"{_BOUNDS[row.bound]}{row.size:,g}"
