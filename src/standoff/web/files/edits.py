"""Edits as the page sends them, made on the text of a case: shown as a diff, and saved only where the text is then good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standoff.case.revise import revised
from standoff.case.revisions import Add, Assume, Change, Remove, Revision, Set, Unassume
from standoff.errors import StandoffError
from standoff.web.assumptions import checked_name
from standoff.web.bench import Bench
from standoff.web.case_page import reviewed
from standoff.web.files.diffs import unified
from standoff.web.files.shelf import Entry
from standoff.web.files.texts import conflict, digest_of_text
from standoff.web.forms import AddEdit, AssumeEdit, ChangeEdit, Edit, RemoveEdit, SetEdit, UnassumeEdit
from standoff.web.refusals import Refusal, problem_list, refusal_of


def revision_of(edit: Edit) -> Revision:
    """What an edit of the page does to the text."""
    if isinstance(edit, AddEdit):
        return Add(edit.row)
    if isinstance(edit, ChangeEdit):
        return Change(edit.id, edit.values)
    if isinstance(edit, RemoveEdit):
        return Remove(edit.id)
    if isinstance(edit, AssumeEdit):
        return Assume(checked_name(edit.name), edit.value, edit.reason)
    if isinstance(edit, UnassumeEdit):
        return Unassume(edit.name)
    assert isinstance(edit, SetEdit)
    return Set(edit.key, edit.value)


def edited(bench: Bench, entry: Entry, digest: str, edits: Sequence[Edit], save: bool) -> dict[str, Any]:
    """The text with the edits made: for a look, or saved.

    Raises:
        Refusal: the file is not what the client saw (409), an edit cannot be made, or what would be saved has problems (422).
    """
    held = bench.text(entry)
    if held.problems:
        raise Refusal(422, "problems", "this file cannot be read, so it cannot be edited here", held.problems)
    if held.digest != digest:
        raise conflict(entry.spoken, held, None)
    try:
        with bench.reading(entry.spoken) as known:
            text = revised(held.text, [revision_of(edit) for edit in edits], name=entry.spoken, known=known)
    except StandoffError as error:
        raise refusal_of(error) from None
    found = bench.review(text, digest_of_text(text), entry.spoken)
    diff = unified(held.text, text, entry.spoken)
    if save:
        if found.problems:
            raise Refusal(422, "problems", "not saved: the case would have problems", found.problems, {"diff": diff})
        saved = bench.texts.save(entry.path, entry.spoken, text, digest)
        return {"text": text, "digest": saved.digest, "diff": diff, "saved": True, **reviewed(found)}
    return {"text": text, "digest": digest, "diff": diff, "saved": False, **reviewed(found)}


def saved_whole(bench: Bench, entry: Entry, text: str, digest: str) -> dict[str, Any]:
    """A text the user wrote himself, saved in the place of the one he saw.

    Raises:
        Refusal: as `edited`.
    """
    now = bench.text(entry)
    if now.digest != digest:
        raise conflict(entry.spoken, now, text)
    found = bench.review(text, digest_of_text(text), entry.spoken)
    if found.problems:
        raise Refusal(422, "problems", "not saved: the case has problems", found.problems)
    saved = bench.texts.save(entry.path, entry.spoken, text, digest)
    return {"digest": saved.digest, "text": saved.text, **steps(bench, entry, saved.digest)}


def turned(bench: Bench, entry: Entry, digest: str, by: int) -> dict[str, Any]:
    """The text one step back or forward, saved.

    Raises:
        Refusal: the file is not what the client saw (409), or there is no such step (422).
    """
    saved = bench.texts.turn(entry.path, entry.spoken, digest, by)
    return {"digest": saved.digest, "text": saved.text, **steps(bench, entry, saved.digest)}


def steps(bench: Bench, entry: Entry, digest: str) -> dict[str, int]:
    """How many steps back and forward there are."""
    undo, redo = bench.texts.steps(entry.path, digest)
    return {"undo": undo, "redo": redo}


def checked(bench: Bench, entry: Entry, text: str) -> dict[str, Any]:
    """What there is to say about a text that is not saved."""
    found = bench.review(text, digest_of_text(text), entry.spoken)
    told = [*problem_list(found.problems), *problem_list(found.notes, "note")]
    return {"ok": not found.problems, "problems": told}
