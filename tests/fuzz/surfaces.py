"""Every surface that takes in what others wrote, with the law it keeps whatever it is given.

The law: a value, or an error of the package's own family; never another exception, never a hang, and what is let through keeps
its promises (it reads back, it is JSON, no sign of it steers a terminal or a page). A surface returns "accepted" or "refused".
"""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from documents import hostile_document, kept_on_every_face
from mutants import mutant
from pydantic import ValidationError
from seeds import cases, seeds
from trees import rearranged

from standoff.case.problems import Problem
from standoff.case.reader import decode, review_bytes, review_text
from standoff.case.revise import revised
from standoff.case.scenario import parse_scenario, scenario_text
from standoff.case.schema import EventModel
from standoff.case.values import Case
from standoff.case.writer import event_row
from standoff.case.yaml_parts import Known
from standoff.case.yaml_text import block_lines
from standoff.case.yaml_tree import parse_tree
from standoff.engine.ensemble import make_stage
from standoff.errors import StandoffError
from standoff.intake.drafters.checked import checked
from standoff.intake.drafters.rules import RulesDrafter
from standoff.intake.drafts.document import Reading, document
from standoff.intake.drafts.rows import can_be_row, document_row, draft_row
from standoff.intake.feeds.importing import Choice, outcomes
from standoff.intake.feeds.layouts import NAMES
from standoff.intake.feeds.values import Rejected, RowRead
from standoff.intake.outlets.table import outlets
from standoff.intake.pages.reading import pages_in
from standoff.intake.values import Draft
from standoff.model.learned_file import parse_learned, usual_priors
from standoff.model.priors import with_assumptions
from standoff.model.trail import trail_of
from standoff.web.files.creating import new_text
from standoff.web.files.edits import revision_of
from standoff.web.forms import Edits, NewCase
from standoff.web.refusals import Refusal

ACCEPTED, REFUSED = "accepted", "refused"
_MOST_ROWS = 3  # drafts of a feed that are held against the case format


@dataclass(frozen=True, slots=True)
class Surface:
    """Something that reads what others wrote.

    Attributes:
        name: in a word.
        seeds: inputs to damage.
        law: takes an input; gives the outcome, raises what it should not.
        first: a blow that knows the structure of the inputs, None where there is none.
        everyday: how many mutants the everyday tests try.
    """

    name: str
    seeds: Callable[[], Sequence[bytes]]
    law: Callable[[bytes], str]
    everyday: int
    first: Callable[[bytes, random.Random], bytes] | None = None

    def mutant(self, number: int | str) -> bytes:
        """The mutant of a number."""
        return mutant(self.seeds(), f"{self.name} {number}", self.first)


def case_law(data: bytes) -> str:
    """A case is read whole or every problem has its place; a case can be laid out for worlds; parts read as the whole does."""
    review = review_bytes(data, "x.yaml")
    assert (review.case is None) == bool(review.problems)
    _told([*review.problems, *review.notes])
    try:
        text = decode(data, "x.yaml")
    except StandoffError:
        return REFUSED
    assert _same(review, review_text(text, "x.yaml", known=Known()))
    if review.case is None:
        return REFUSED
    _laid_out(review.case)
    return ACCEPTED


def _same(one: Any, other: Any) -> bool:
    return (one.case, one.problems, one.notes) == (other.case, other.problems, other.notes)


def _laid_out(case: Case) -> None:
    """Everything up to the first drawn world."""
    try:
        stage = make_stage(case, with_assumptions(usual_priors(case.id), case.assumptions), 1)
        trail_of(case, stage.setting, stage.priors, case.end)
    except StandoffError:
        pass


def _told(problems: Iterable[Problem]) -> None:
    """Each problem stands at a place and is told in one line."""
    for problem in problems:
        assert problem.line >= 0
        assert problem.column >= 0
        assert len(str(problem).splitlines()) == 1, str(problem)
        assert len(str(problem)) < 4_000


def scenario_law(data: bytes) -> str:
    """A scenario that is read can be written and read again as the same."""
    try:
        scenario = parse_scenario(decode(data, "x.yaml"), "x.yaml")
    except StandoffError as error:
        _worded(error)
        return REFUSED
    again = parse_scenario(scenario_text(scenario))
    assert again == scenario or repr(again) == repr(scenario)  # nan is not equal to itself
    return ACCEPTED


def learned_law(data: bytes) -> str:
    """Learned coefficients that are read are of the prior's names, and finite."""
    try:
        parse_learned(data, "x.yaml")
    except StandoffError as error:
        _worded(error)
        return REFUSED
    return ACCEPTED


def outlets_law(data: bytes) -> str:
    """A table that is read answers for each of its own names."""
    try:
        table = outlets(_lying(data, "outlets.csv"))
    except StandoffError as error:
        _worded(error)
        return REFUSED
    for outlet in table:
        assert table.of(outlet.name) is not None, outlet.name
    return ACCEPTED


def feeds_law(data: bytes) -> str:
    """Every row of a feed is read, rejected or passed over; its drafts are JSON and rows of the case format."""
    return min(_feed(data, layout) for layout in ("auto", _named_layout(data)))  # "accepted" comes before "refused"


def _named_layout(data: bytes) -> str:
    return NAMES[sum(data[:200]) % len(NAMES)]


def _feed(data: bytes, layout: str) -> str:
    path = _lying(data, "feed")
    read = 0
    try:
        for outcome in outcomes(path, layout, Choice(case=venezuela() if len(data) % 3 == 0 else None)):
            if isinstance(outcome, Rejected):
                assert outcome.reason.isprintable(), outcome.reason
            elif isinstance(outcome, RowRead):
                read += 1
                _drafted(outcome.drafts[:_MOST_ROWS])
    except StandoffError as error:
        _worded(error)
        return REFUSED
    return ACCEPTED if read else REFUSED


def _drafted(drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        json.dumps(document_row(draft), allow_nan=False)
        if not can_be_row(draft):
            text = "\n".join(block_lines(event_row(draft_row(draft)), ""))
            found: Any = parse_tree(text).plain()
            EventModel.model_validate(found[0])


def pages_law(data: bytes) -> str:
    """A page is clean text; its drafts quote it to the letter; the document of drafts is JSON."""
    name = ("page", "page.html", "page.eml", "page.xml")[len(data) % 4]
    try:
        pages = pages_in(data, name)
    except StandoffError as error:
        _worded(error)
        return REFUSED
    coder, case = RulesDrafter(), venezuela() if len(data) % 3 == 0 else None
    readings = [Reading(page, checked(coder.draft(page, case), page, case)) for page in pages[:4]]
    for page, drafted in ((one.page, one.drafted) for one in readings):
        assert _shown(page.text)
        assert all(draft.quote == draft.span.of(page.text) for draft in drafted.drafts)
        _drafted(drafted.drafts)
    json.dumps(document(readings, "rules"), allow_nan=False)
    return ACCEPTED


def _shown(text: str) -> bool:
    """Whether nothing in a text steers, hides or cannot be written."""
    text.encode("utf-8")
    return all(sign in "\n\t" or (sign >= " " and sign not in "\x7f\u200b\u202e\u2066\ufeff") for sign in text)


def view_law(data: bytes) -> str:
    """A document made of the words of the input stays words on every face."""
    chance = random.Random(data)
    kept_on_every_face(hostile_document(chance), chance)
    return ACCEPTED


def forms_law(data: bytes) -> str:
    """The body of a request that changes a case makes a text that can be looked at, or is refused."""
    try:
        body = json.loads(data)
    except (ValueError, RecursionError):
        return REFUSED
    return min(_new_case(body), _edits(body))


def _new_case(body: Any) -> str:
    try:
        text = new_text(NewCase.model_validate(body))
    except (ValidationError, Refusal):
        return REFUSED
    assert not review_text(text, "x").problems
    return ACCEPTED


def _edits(body: Any) -> str:
    try:
        form = Edits.model_validate(body)
        text = revised(own_case(), [revision_of(edit) for edit in form.edits], name="x")
    except (ValidationError, Refusal, StandoffError):
        return REFUSED
    _told(review_text(text, "x").problems)
    return ACCEPTED


def _worded(error: StandoffError) -> None:
    """The error says something, each problem in one line."""
    assert str(error).strip()
    _told(getattr(error, "problems", ()))


@cache
def venezuela() -> Case:
    """A case to read pages and feeds for."""
    found = review_bytes(cases()[2], "venezuela").case
    assert found is not None
    return found


@cache
def own_case() -> str:
    """The text that edits are made on."""
    return seeds("case")[0].decode("utf-8")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="standoff-fuzz-", dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None)


def _lying(data: bytes, name: str) -> Path:
    """A file of these bytes."""
    path = Path(_folder().name) / f"{name}-{os.getpid()}"
    path.write_bytes(data)
    return path


SURFACES = (
    Surface("case", cases, case_law, 120, rearranged),
    Surface("scenario", lambda: seeds("scenario"), scenario_law, 250, rearranged),
    Surface("learned", lambda: seeds("learned"), learned_law, 150, rearranged),
    Surface("outlets", lambda: seeds("outlets"), outlets_law, 150),
    Surface("feeds", lambda: seeds("feeds"), feeds_law, 500, rearranged),
    Surface("pages", lambda: seeds("pages"), pages_law, 120),
    Surface("view", lambda: (b"document",), view_law, 60),
    Surface("forms", lambda: seeds("forms"), forms_law, 200, rearranged),
)
