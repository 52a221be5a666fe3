"""One page often tells a thing several times (headline, lead, quotation): those tellings become one draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from standoff.intake.language.words import folded
from standoff.intake.values import Draft, Page

_OFTEN_MANY = frozenset(("protest", "counter_protest", "strike", "kill_protesters", "mass_arrests", "order_obeyed"))
_SHORTEST = 0.4
UNDATED = "the sentence tells no day of its own; dated by when it was said or published"
_NAME = re.compile(r"\b[A-Z\u00c0-\u00de][\w'\u2019-]{2,}")


def told_once(drafts: Sequence[Draft], page: Page) -> tuple[Draft, ...]:
    """Drafts of a page without repeats: the same thing told again is a note on the draft that says most.

    Two tellings are one where code, modality and date agree, no number or force speaks against it, they do not name two
    speakers, and a headline, the speaker, or a name in them ties them; of codes that happen many times a day (`protest`, ...)
    only where the words are much the same.

    Args:
        drafts: those of one page, in its order.
        page: its title tells which draft is a headline.
    """
    kept: list[Draft] = []
    for draft in drafts:
        at = next((place for place, other in enumerate(kept) if _same(other, draft, page)), None)
        if at is None:
            kept.append(draft)
        else:
            kept[at] = _joined(kept[at], draft)
    return tuple(sorted(kept, key=lambda draft: draft.span.start))


def _joined(one: Draft, other: Draft) -> Draft:
    """The draft that says more, with a note of where the other stands."""
    best, rest = (other, one) if _says_more(other) > _says_more(one) else (one, other)
    before = tuple(note for note in rest.notes if note.startswith("told again"))
    again = f"told again at {rest.span.start}-{rest.span.end}: {' '.join(rest.quote.split())[:160]}"
    scope = best.scope if best.scope != "national" else rest.scope
    return replace(best, scope=scope, notes=(*best.notes, *before, again))


def _same(one: Draft, other: Draft, page: Page) -> bool:
    if (one.code, one.modality) != (other.code, other.modality):
        return False
    if (
        _differ(one.size, other.size)
        or _differ(_place(one), _place(other))
        or _differ(one.force or None, other.force or None)
        or _differ(one.asserted_by, other.asserted_by)
    ):
        return False
    headlines = [draft for draft in (one, other) if _is_headline(draft, page)]
    if one.date != other.date:
        return any(UNDATED in draft.notes for draft in headlines)
    if headlines:
        return True
    if one.code in _OFTEN_MANY:
        return _shared(one, other) >= _SHORTEST
    return (one.asserted_by is not None and one.asserted_by == other.asserted_by) or bool(_names(one) & _names(other))


def _place(draft: Draft) -> str | None:
    """Where it happened, None where only the country is known."""
    return None if draft.scope == "national" else draft.scope


def _differ(one: object, other: object) -> bool:
    """Whether both are told, and not the same."""
    return one is not None and other is not None and one != other


def _is_headline(draft: Draft, page: Page) -> bool:
    """Whether a draft was read from the title, or from a line in capitals at the top."""
    if page.title and " ".join(draft.quote.split()) in " ".join(page.title.split()):
        return True
    long = [word for word in draft.quote.split() if len(word) > 3]
    return not draft.quote.rstrip().endswith((".", "!", "?", '"', "\u201d")) and sum(
        word[:1].isupper() for word in long
    ) > 0.6 * len(long)


def _shared(one: Draft, other: Draft) -> float:
    """Words in both quotes over words in either (Jaccard)."""
    first, second = set(folded(one.quote).split()), set(folded(other.quote).split())
    return len(first & second) / max(len(first | second), 1)


def _names(draft: Draft) -> set[str]:
    return {folded(name) for name in _NAME.findall(f"{draft.actor} {draft.target}")}


def _says_more(draft: Draft) -> tuple[bool, bool, bool, int]:
    return draft.asserted_by is not None, draft.size is not None, draft.actor != "not named", len(draft.quote)
