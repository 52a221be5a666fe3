"""The parts of the jobs engine by themselves: cache, recent values, keys, lanes, queue, progress, errors as text."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import standoff.web.work.wanted as wanted_module
from standoff.case.library import case_path
from standoff.case.reader import parse_case
from standoff.engine.executors import no_progress
from standoff.errors import CaseError, InferenceError, UsageError
from standoff.web.work.cache import Cache
from standoff.web.work.documents import Worker
from standoff.web.work.pool import _Queues, lanes_of
from standoff.web.work.recent import Recent
from standoff.web.work.wanted import Wanted, key_of
from standoff.web.work.worker import Stopped, Task, _done, _Progress, told, unexpected

WANTED = Wanted("answer", "text", "name", date(2019, 1, 30))


def test_the_cache_keeps_the_most_recently_used() -> None:
    cache = Cache(10)
    cache.put("a", "1234")
    cache.put("b", "1234")
    assert cache.get("a") == "1234"
    cache.put("c", "1234")
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == ("1234", None, "1234")
    assert cache.bytes == 8
    cache.put("a", "12")
    assert cache.bytes == 6
    cache.put("too large", "x" * 11)
    assert (cache.get("too large"), cache.bytes) == (None, 6)


def test_recent_values_are_made_once_and_failures_not_kept() -> None:
    recent: Recent[str, int] = Recent(2)
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert [recent.get(key, make) for key in ("a", "a", "b", "a", "c", "a", "b")] == [1, 1, 2, 1, 3, 1, 4]

    def fails() -> int:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        recent.get("d", fails)
    assert recent.get("d", make) == 5


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "why"},
        {"text": "other"},
        {"name": "other"},
        {"as_of": None},
        {"order": "shoot"},
        {"worlds": 400},
        {"seed": 2},
        {"scenarios": ("name: a",)},
    ],
)
def test_the_key_hangs_on_everything_the_document_does(changed: dict[str, Any]) -> None:
    assert key_of(replace(WANTED, **changed), 20_000) != key_of(WANTED, 20_000)


def test_the_key_is_the_same_for_what_is_said_and_what_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    assert key_of(replace(WANTED, order="arrest_leader", worlds=20_000), 20_000) == key_of(WANTED, 20_000)
    before = key_of(WANTED, 20_000)
    monkeypatch.setattr(wanted_module, "__version__", "another")
    assert key_of(WANTED, 20_000) != before


def test_half_of_the_workers_give_first_answers_alone() -> None:
    assert lanes_of(1) == (("quick", "long"),)
    assert lanes_of(2) == (("quick",), ("long",))
    assert lanes_of(5) == (("quick",),) * 2 + (("long",),) * 3


def test_the_queue_takes_the_urgent_first_and_quick_before_long() -> None:
    queues = _Queues()
    tasks = {number: Task(number, WANTED, (160,)) for number in range(1, 6)}
    for number, lane, urgency in ((1, "long", 1), (2, "long", 0), (3, "long", 1), (4, "quick", 0), (5, "long", 1)):
        queues.put(lane, urgency, tasks[number])  # type: ignore[arg-type]
    assert queues.drop(3)
    assert not queues.drop(3)
    order = [queues.take(("quick", "long")) for _ in range(5)]
    assert [task and task.number for task in order] == [4, 2, 1, 5, None]


class Number:
    """The shared number of a test."""

    def __init__(self) -> None:
        self.value = 0


def test_progress_is_thinned_and_stops_what_is_no_longer_wanted() -> None:
    sent: list[Any] = []
    stop = Number()
    progress = _Progress(7, sent.append, stop)
    for done in range(100):
        progress(done, 100, "weighing worlds")
    progress(0, 2, "something else")
    assert 2 <= len(sent) < 20
    assert sent[0] == ("progress", 7, {"done": 0, "total": 100, "what": "weighing worlds"})
    assert sent[-1] == ("progress", 7, {"done": 0, "total": 2, "what": "something else"})
    stop.value = 6  # another task's
    progress(1, 2, "something else")
    stop.value = 7
    with pytest.raises(Stopped):
        progress(2, 2, "something else")


class Failing:
    """A worker whose documents fail as told."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def documents(self, *_: Any) -> list[str]:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            InferenceError("line 3, row a is impossible in every world"),
            "inference",
            "line 3, row a is impossible in every world",
        ),
        (CaseError("no force of that name"), "case", "no force of that name"),
        (UsageError("order: 'x' given"), "usage", "order: 'x' given"),
    ],
)
def test_errors_meant_for_the_user_come_through_as_text(error: Exception, code: str, message: str) -> None:
    assert _done(Failing(error), Task(3, WANTED, (160,)), print, Number()) == ("failed", 3, {"code": code, "message": message})


def test_a_fault_of_the_program_is_told_without_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    name, number, found = _done(Failing(KeyError("inner secret")), Task(3, WANTED, (160,)), print, Number())
    assert (name, number, found["code"]) == ("failed", 3, "internal")
    assert "KeyError" in found["message"]
    assert "inner secret" not in found["message"]
    assert "Traceback" in caplog.text  # the log keeps it
    assert unexpected(ValueError("x"))["code"] == "internal"


def test_problems_of_a_file_keep_their_places() -> None:
    with pytest.raises(CaseError) as caught:
        parse_case("id: 3\n", name="mine.yaml")
    problems = told(caught.value)["problems"]
    assert problems
    assert set(problems[0]) == {"line", "column", "where", "message", "severity"}


def test_a_rough_answer_first_leaves_out_what_needs_worlds_followed_forward() -> None:
    text = case_path("venezuela-2019").read_text(encoding="utf-8")
    wanted = Wanted("answer", text, "venezuela-2019", date(2019, 1, 12))
    first, second = map(json.loads, Worker().documents(wanted, 160, True, no_progress))
    titles = [[section["title"] for section in found["sections"]] for found in (first, second)]
    assert [title for title in titles[1] if title not in titles[0]] == ["What comes next"]
    assert [len(found["highlights"]) for found in (first, second)] == [1, 2]
    assert first["highlights"][0] == second["highlights"][0]
    assert first["rough"]
    assert second["rough"]
    assert "nan" not in json.dumps(first).lower().replace("venezuelan", "").replace("finan", "").replace("governan", "")
    whole = json.loads(next(iter(Worker().documents(wanted, 160, False, no_progress))))
    assert {**whole, "rough": True} == second


def test_an_edited_text_gives_what_a_fresh_worker_gives() -> None:
    """What a worker keeps of earlier texts changes no bit of a later one."""
    name, day = "venezuela-2019", date(2019, 1, 14)
    text = case_path(name).read_text(encoding="utf-8")
    edited = text.replace("confidence: high", "confidence: low", 1)
    kept, found = Worker(), []
    for one, until in ((text, day), (edited, day), (edited, date(2019, 1, 11)), (text, date(2019, 1, 15)), (text, day)):
        wanted = Wanted("answer", one, name, until)
        found.append(list(kept.documents(wanted, 160, True, no_progress)))
        assert found[-1] == list(Worker().documents(wanted, 160, True, no_progress))
    assert found[0] == found[4]
