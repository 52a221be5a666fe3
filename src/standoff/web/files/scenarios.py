"""Scenarios kept in the folder: files of standoff-scenario/1 that the command line can replay."""

from __future__ import annotations

from typing import Any

from standoff.case.atomic import replace_file
from standoff.case.problems import CaseFileError
from standoff.case.scenario import parse_scenario
from standoff.errors import StandoffError
from standoff.web.bench import Bench
from standoff.web.files.shelf import spoken
from standoff.web.files.texts import Text, conflict, encoded, read_text
from standoff.web.forms import NewScenario
from standoff.web.refusals import Refusal, problem_list


def listed(bench: Bench) -> list[dict[str, Any]]:
    """Every scenario of the folder; one that cannot be read says so, and bars no other."""
    return [_told(name, read_text(path, spoken(path)), spoken(path)) for name, path in bench.shelf.scenarios().items()]


def saved(bench: Bench, form: NewScenario) -> tuple[dict[str, Any], bool]:
    """A scenario written as a new file, or in the place of the one the client saw; and whether it is new.

    Raises:
        Refusal: it has problems (422), or the file holds something else (409), or nothing may be written (403).
    """
    bench.writable()
    if form.case is not None:
        bench.entry(form.case)
    path = bench.shelf.folder / f"{form.name}.yaml"
    name = spoken(path)
    try:
        parse_scenario(form.text, name)
    except CaseFileError as error:
        raise Refusal(422, "problems", "not saved: the scenario has problems", error.problems) from None
    there = bench.shelf.scenarios().get(form.name)
    if form.digest is None or there is None:
        bench.texts.create(path, form.text)
        return _told(form.name, read_text(path, name), name), True
    now = read_text(there, name)
    if now.digest != form.digest:
        raise conflict(name, now, form.text)
    replace_file(there, encoded(form.text, now.marked))
    return _told(form.name, read_text(there, name), name), False


def _told(name: str, held: Text, file: str) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "spoken": file, "text": held.text, "digest": held.digest}
    problems = held.problems
    title = ""
    try:
        title = "" if problems else parse_scenario(held.text, file).name
    except StandoffError as error:
        problems = error.problems if isinstance(error, CaseFileError) else ()
    return {**told, "title": title, "problems": problem_list(problems)}
