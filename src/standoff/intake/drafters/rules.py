"""The coder of this package: rules over sentences, offline, each draft with the name of its rule and the words it came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from standoff.case.values import Case
from standoff.intake.coding.cast import Cast
from standoff.intake.coding.events import CodedEvent, events_in
from standoff.intake.coding.matching import Match, matched
from standoff.intake.coding.schemes import ROOTS
from standoff.intake.drafts.making import Setting, draft_of, setting_of
from standoff.intake.drafts.once import told_once
from standoff.intake.drafts.passages import Passage, passages
from standoff.intake.drafts.telling import Teller, teller_of
from standoff.intake.language.words import folded
from standoff.intake.outlets.table import OutletTable
from standoff.intake.values import Draft, Drafted, Page, Uncoded

_LANGUAGES = ("en", "")
_TELLS_NOTHING = frozenset(("", "01"))


@dataclass(frozen=True, slots=True)
class RulesDrafter:
    """Proposes drafts by the rules of `tables/rules.csv`.

    Attributes:
        table: outlets, to know who published what and for whom he speaks; the built-in table where None.
        name: of this coder.

    Example:
        >>> from standoff.intake.values import Page
        >>> page = Page("memo.txt", "Soldiers refused to fire on the protesters in Caracas on 3 May 2019.")
        >>> [(draft.code, draft.rule, str(draft.date)) for draft in RulesDrafter().draft(page, None).drafts]
        [('order_refused', 'soldiers not willing', '2019-05-03')]
    """

    table: OutletTable | None = None
    name: str = "rules"

    def draft(self, page: Page, case: Case | None) -> Drafted:
        """What the page tells that some rule fits; what tells of something else is listed as uncoded.

        Args:
            page: the page as read.
            case: whose people, forces and country to look for; read off the page when None.
        """
        if page.language not in _LANGUAGES:
            return Drafted(
                (), (), (f"{page.name}: not understood: the page is not in English but looks like '{page.language}'",)
            )
        setting = setting_of(page, case, self.table)
        drafts: list[Draft] = []
        uncoded: list[Uncoded] = []
        notes: list[str] = []
        for passage in passages(page, setting.cast):
            try:
                made, left = _of_passage(passage, setting)
            except Exception as error:  # one bad sentence never loses the page
                notes.append(f"{page.name}: characters {passage.span.start} to {passage.span.end} could not be read: {error!r}")
                continue
            drafts.extend(made)
            uncoded.extend(left)
        return Drafted(told_once(drafts, page), tuple(uncoded), tuple(notes))


def _of_passage(passage: Passage, setting: Setting) -> tuple[list[Draft], list[Uncoded]]:
    """Drafts of one sentence, and the sentence as uncoded where it tells of something that fits no rule."""
    page, cast = setting.page, setting.cast
    events = events_in(page.text, passage.span.start, passage.span.end, cast.lexicon)
    found: dict[str, Draft] = {}
    for event, teller in _told_by(events, passage, setting):
        asked = (
            replace(event, frames=(*event.frames, "refuse")) if teller.answer == "no" and event.led_by == "whether" else event
        )
        match = matched(asked, cast, _parts_of_speaker(event, teller, cast))
        if match is not None and match.rule.code not in found and not _asked_only(match, teller):
            found[match.rule.code] = draft_of(match, passage, teller, setting)
    telling = next((event for event in events if event.cameo[:2] not in _TELLS_NOTHING), None)
    if found or telling is None:
        return list(found.values()), []
    why = f"reads as CAMEO {telling.cameo} ({ROOTS[telling.cameo[:2]]}); no rule for a code of a case fits"
    return [], [Uncoded(passage.span.of(page.text), passage.span, page.name, why)]


def _told_by(events: Sequence[CodedEvent], passage: Passage, setting: Setting) -> Iterator[tuple[CodedEvent, Teller]]:
    for event in events:
        yield event, teller_of(setting.page, event.span, passage.span, setting.spoken, setting.table)


def _parts_of_speaker(event: CodedEvent, teller: Teller, cast: Cast) -> frozenset[str]:
    """The parts a speaker plays where he says "we" or "I"."""
    if not teller.speaker or not {word.low for word in event.clause.spoken} & {"we", "i", "our"}:
        return frozenset()
    low = folded(teller.speaker)
    parts = {name.role for name in cast.names if any(word in low for word in name.spoken)}
    if "challenger" in parts or "opposition" in low:
        parts |= {"challenger", "leader"}
    return frozenset(parts)


def _asked_only(match: Match, teller: Teller) -> bool:
    """Whether something only stands in a question that nobody answers in the sentence."""
    return match.event.led_by == "whether" and not teller.answer
