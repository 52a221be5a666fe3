"""New cases: from the facts of a form, or as the copy of another."""

from __future__ import annotations

from typing import Any

from standoff.case.reader import review_text
from standoff.case.revise import revised
from standoff.case.revisions import Remove, Revision, Set
from standoff.case.template import new_case_text
from standoff.errors import StandoffError
from standoff.web.bench import Bench
from standoff.web.files.shelf import Entry
from standoff.web.files.texts import read_text
from standoff.web.forms import NewCase
from standoff.web.refusals import Refusal, refusal_of

_FACTS = ("title", "country", "iso3", "start", "end", "order_giver", "challenger")
_BACKGROUND = ("population_m", "years_in_power", "regime")


def new_text(form: NewCase) -> str:
    """A commented case file with the facts of a form, and no rows yet.

    Raises:
        Refusal: they make no good case (422).
    """
    text = new_case_text(form.name)
    example = review_text(text, form.name).case
    assert example is not None  # the template is a good case, which its tests hold
    facts: list[Revision] = [Set(name, getattr(form, name)) for name in _FACTS]
    facts += [Set(f"background.{name}", getattr(form, name)) for name in _BACKGROUND]
    facts += [] if form.question is None else [Set("question", form.question)]
    facts += [Set("forces", [force.model_dump(exclude_none=True) for force in form.forces]), Remove(example.events[0].id)]
    try:
        made = revised(text, facts, name=form.name)
    except StandoffError as error:
        raise refusal_of(error) from None
    found = review_text(made, f"{form.name}.yaml")
    if found.problems:
        raise Refusal(422, "problems", "these facts make no good case", found.problems)
    rest = made.partition("\n")[2]
    return f"# A case of Standoff. To look for mistakes run: standoff check {form.name}.yaml\n{rest}"


def created(bench: Bench, name: str, text: str) -> dict[str, Any]:
    """A new case in the folder.

    Raises:
        Refusal: there is one of that name (409), or nothing may be written (403).
    """
    bench.writable()
    path = bench.shelf.folder / f"{name}.yaml"
    bench.texts.create(path, text)
    found = next((entry for entry in bench.shelf.entries() if entry.path == path), None)
    if found is None:
        raise Refusal(422, "not_seen", f"{path.name} was written, and cannot be seen in the folder")
    return {"name": found.name, "path": str(path), "digest": read_text(path, found.spoken).digest}


def copied(bench: Bench, entry: Entry, name: str) -> dict[str, Any]:
    """The copy of a case, byte for byte: its id stays, by which what was learned from that very case is forgotten.

    Raises:
        Refusal: as `created`, or the case cannot be read (422).
    """
    held = bench.text(entry)
    if held.problems:
        raise Refusal(422, "problems", "this file cannot be read, so it cannot be copied", held.problems)
    return created(bench, name, held.text)
