"""Which tab of the workbench each section belongs to, by the titles that `view` exports."""

from __future__ import annotations

from collections.abc import Iterable

from standoff.view.evidence import FROM_PRIOR, IN_ORDER, WHAT_MOVED
from standoff.view.forward.page import HAZARDS, HOW_IT_ENDS, SPREAD
from standoff.view.forward.parting import PARTING
from standoff.view.future import WHAT_NEXT
from standoff.view.grounds import ARITHMETIC, RESTS_ON
from standoff.view.obedience import BY_FORCE, DEFENDERS, WOULD_THEY
from standoff.view.post_mortem_page import BELIEVED, MISLED, RIGHT, UNTOLD
from standoff.view.reasons import WHY_NOT
from standoff.view.repeat import REPEAT
from standoff.view.report_page import COMPUTED, DAY_BY_DAY
from standoff.view.sensitivity.page import DRIVES, PULL, VARIANCE
from standoff.view.sources import ASSUMPTIONS, EVIDENCE
from standoff.view.whatif.page import SCENARIO, SIDE_BY_SIDE
from standoff.view.why.change import IF_LIED, WOULD_CHANGE
from standoff.view.why.matrix import MATRIX
from standoff.view.why.why_not import EACH_ORDER, OVER_TIME
from standoff.view.why.worth import LINCHPINS, SUMMED_BY, TWO_FACTORS

TABS = ("brief", "evidence", "forces", "why_not", "what_if", "model", "record")
REST = "brief"
"""Where a section stands whose title nobody placed, so that none is lost."""

_TITLES: dict[str, tuple[str, ...]] = {
    "brief": (WOULD_THEY, DAY_BY_DAY, WHAT_NEXT, WHAT_MOVED, HOW_IT_ENDS, HAZARDS, SPREAD, PARTING),
    "evidence": (
        *(DAY_BY_DAY, FROM_PRIOR, WHAT_MOVED, EVIDENCE, IN_ORDER),
        *(LINCHPINS, TWO_FACTORS, IF_LIED, MATRIX, WOULD_CHANGE),
    ),
    "forces": (BY_FORCE, DEFENDERS),
    "why_not": (WHY_NOT, OVER_TIME, EACH_ORDER),
    "what_if": (SIDE_BY_SIDE,),
    "model": (DRIVES, VARIANCE, PULL, RESTS_ON, ASSUMPTIONS, ARITHMETIC, COMPUTED),
    "record": (BELIEVED, MISLED, RIGHT, UNTOLD),
}
_BEGINNINGS = {"evidence": SUMMED_BY, "what_if": SCENARIO}
_OWN = {
    "answer": "brief",
    "why": "evidence",
    "forward": "brief",
    "what_if": "what_if",
    "sensitivity": "model",
    "record": "record",
}


def tabs_of(titles: Iterable[str], kind: str) -> dict[str, list[int]]:
    """Places of the sections under each tab, in the order of the document; a section may stand under two.

    Args:
        titles: of the sections.
        kind: of the job: where the command that repeats it belongs.
    """
    places: dict[str, list[int]] = {tab: [] for tab in TABS}
    for place, title in enumerate(titles):
        for tab in tabs_of_title(title, kind):
            places[tab].append(place)
    return places


def tabs_of_title(title: str, kind: str) -> tuple[str, ...]:
    """The tabs a section of that title stands under."""
    if title == REPEAT:
        return (_OWN[kind],)
    return placed(title) or (REST,)


def placed(title: str) -> tuple[str, ...]:
    """The tabs a title was given; () where nobody placed it."""
    named = [tab for tab, titles in _TITLES.items() if title in titles]
    begun = [tab for tab, start in _BEGINNINGS.items() if title.startswith(start)]
    return tuple(dict.fromkeys((*named, *begun)))
