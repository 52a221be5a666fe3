"""Every section that `view` can make has a tab, and every place of a document is found under one."""

from __future__ import annotations

import re
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

import standoff.view
from standoff.case.library import case_path, load_case
from standoff.engine.executors import no_progress
from standoff.view.obedience import BY_FORCE, DEFENDERS
from standoff.view.post_mortem_page import MISLED, RIGHT
from standoff.view.repeat import REPEAT
from standoff.web.work import documents as work
from standoff.web.work.documents import run
from standoff.web.work.tabs import REST, TABS, placed, tabs_of, tabs_of_title
from standoff.web.work.wanted import Wanted

NAME, AS_OF = "venezuela-2019", date(2019, 1, 11)
SCENARIO = "schema: standoff-scenario/1\nname: silence\nassume:\n- {name: level.threat, value: 0.0}\n"
NOT_OF_A_JOB = ("track_record_page.py", "fit_page.py")
"""Pages that no job makes."""


def titles_in_source() -> set[str]:
    """What stands first in each call of `Section` in `view`: texts, names of constants, and how titles made of parts begin."""
    found: set[str] = set()
    root = Path(standoff.view.__path__[0])
    for path in sorted(root.rglob("*.py")):
        if path.name in NOT_OF_A_JOB:
            continue
        module = import_module(".".join(("standoff.view", *path.relative_to(root).with_suffix("").parts)))
        for first in re.findall(r"Section\(\s*(f?\"[^\"]*\"|\w+)", path.read_text(encoding="utf-8")):
            name = first[3:].split("}")[0] if first.startswith('f"{') else first
            if name.isupper():
                found.add(getattr(module, name))
            elif name.startswith(('"', 'f"')):
                found.add(name)
    return found | {MISLED, RIGHT, BY_FORCE, DEFENDERS}  # these are handed on by another name


def test_every_title_that_view_makes_was_given_a_tab() -> None:
    titles = titles_in_source()
    assert {"Day by day", "If: ", "The evidence by ", "What comes next", "What misled"} <= titles
    assert len(titles) > 25
    assert [title for title in sorted(titles) if title != REPEAT and not placed(title)] == []


def test_a_title_nobody_placed_is_not_lost() -> None:
    assert placed("Something new") == ()
    assert tabs_of_title("Something new", "answer") == (REST,)
    assert tabs_of(["Something new", "Day by day"], "answer")["brief"] == [0, 1]


@pytest.mark.parametrize(
    ("kind", "tab"), [("answer", "brief"), ("forward", "brief"), ("what_if", "what_if"), ("sensitivity", "model")]
)
def test_every_section_of_a_document_stands_under_a_tab(kind: str, tab: str) -> None:
    text, told = case_path(NAME).read_text(encoding="utf-8"), (SCENARIO,) if kind == "what_if" else ()
    wanted = Wanted(kind, text, NAME, AS_OF, scenarios=told)  # type: ignore[arg-type]
    found = run(wanted, no_progress, worlds=160)
    assert tuple(found["tabs"]) == TABS
    assert {place for places in found["tabs"].values() for place in places} == set(range(len(found["sections"])))
    assert found["tabs"][tab]
    assert all(placed(section["title"]) for section in found["sections"] if section["title"] != REPEAT)
    assert found["command"].startswith("standoff ")
    assert "--seed 1" in found["command"]
    assert found["order"] == "arrest_leader"


def test_why_tells_both_what_rows_were_worth_and_why_not() -> None:
    text = case_path(NAME).read_text(encoding="utf-8")
    found = run(Wanted("why", text, NAME, date(2019, 1, 10)), no_progress, worlds=160)
    assert found["tabs"]["evidence"]
    assert len(found["tabs"]["why_not"]) == 2
    assert found["command"].startswith(f"standoff explain {NAME} --as-of 2019-01-10")


def test_the_record_is_what_score_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "ussr-1991"
    monkeypatch.setattr(work, "library_names", lambda: (name, "romania-1989"))  # all cases and days take some seconds
    monkeypatch.setattr(work, "FRACTIONS", (1.0,))
    found = run(Wanted("record", case_path(name).read_text(encoding="utf-8"), name), no_progress, worlds=160)
    assert found["tabs"]["record"] == list(range(len(found["sections"])))
    assert found["command"] == f"standoff score {name} --order clear_crowd --worlds {found['worlds']} --seed 1"
    assert found["title"] == f"Post-mortem: {load_case(name).title}"
    assert found["ess"] is None
