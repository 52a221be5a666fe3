"""One thread, two threads, two workers of a real cluster, and a worker killed half-way: the same bytes."""

from __future__ import annotations

import os
import signal
from datetime import date

import pytest

import standoff as so
from standoff.analysis.document import answer_text
from standoff.analysis.forward.document import simulation_text
from standoff.analysis.history.backtest_document import backtest_text
from standoff.analysis.history.fit import Plan, fit
from standoff.analysis.sensitivity.document import sensitivity_text
from standoff.analysis.whatif.document import what_if_text
from standoff.analysis.why.document import explanation_text
from standoff.case.scenario import parse_scenario
from standoff.engine.cluster import workers_of
from standoff.engine.executors import no_progress
from standoff.model.learned_file import learned_text
from standoff.model.priors import load_priors

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster"), pytest.mark.filterwarnings("default")]

CASES = tuple(so.load_case(name) for name in ("ussr-1991", "spain-1981", "romania-1989"))
PLAN = Plan(CASES, load_priors(), rounds=2, draws=8)


def fitted(workers, report=no_progress):
    return learned_text(fit(PLAN, workers, progress=report).learned(date(2026, 11, 25)))


def backtested(workers, report=no_progress):
    record = so.backtest(CASES, fractions=(0.5, 1.0), worlds=160, threads=workers, progress=report)
    return backtest_text(record, 160, 1, "leave-one-out")


def asked(workers, report=no_progress):
    return answer_text(so.ask("ussr-1991", as_of=date(1991, 8, 20), worlds=4800, threads=workers, progress=report))


ASKED = {"as_of": date(1991, 8, 20), "order": "shoot", "worlds": 800}
SCENARIOS = [
    parse_scenario("name: fire\ndo:\n- {date: 1991-08-21, code: kill_protesters}\n"),
    parse_scenario("name: cold\nassume:\n- {name: level.threat, value: 0, since: 1991-08-19}\n"),
]


def explained(workers, report=no_progress):
    return explanation_text(so.explain("ussr-1991", **ASKED, most=6, threads=workers, progress=report))


def simulated(workers, report=no_progress):
    return simulation_text(so.simulate("ussr-1991", **ASKED, days=20, threads=workers, progress=report))


def supposed(workers, report=no_progress):
    return what_if_text(so.what_if("ussr-1991", SCENARIOS, **ASKED, days=5, threads=workers, progress=report))


def driven(workers, report=no_progress):
    return sensitivity_text(so.sensitivity("ussr-1991", **ASKED, threads=workers, progress=report))


WORKS = (fitted, backtested, asked, explained, simulated, supposed, driven)


@pytest.fixture(scope="module")
def alone():
    return {work: work(1) for work in WORKS}


class Killer:
    """A report that kills one of the workers when a third of the work of its kind is done."""

    def __init__(self, workers, what):
        self.workers, self.what, self.killed = workers, what, None

    def __call__(self, done, total, what):
        if self.killed is None and what.startswith(self.what) and 3 * done >= total:
            self.killed = pids(self.workers)[0]
            os.kill(self.killed, signal.SIGKILL)


def pids(workers):
    return sorted(workers._client.run(os.getpid).values())


def test_two_threads(alone):
    assert {work: work(2) for work in alone} == alone


def test_two_workers(alone):
    with workers_of("local", 2) as workers:
        assert len(pids(workers)) == 2
        assert {work: work(workers) for work in alone} == alone


@pytest.mark.parametrize(
    ("work", "what"), [(fitted, "learning"), (backtested, "forecasting"), (asked, "weighing"), (asked, "following")]
)
def test_a_worker_killed_half_way(alone, work, what):
    with workers_of("local", 2) as workers:
        killer = Killer(workers, what)
        assert work(workers, killer) == alone[work]
        assert killer.killed is not None
        assert killer.killed not in pids(workers)
