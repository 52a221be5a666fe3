"""What a worker computes: from a case's text to the document of a job, with the numbers the page shows beside it.

No number comes about here: analyses are called, `view` tells them, and the result says how it came about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from standoff.analysis.answer import Answer
from standoff.analysis.ask import answer_from, answer_now, checked_order, with_ends
from standoff.analysis.document import libraries
from standoff.analysis.forward.simulate import simulation_from
from standoff.analysis.history.backtest import FRACTIONS
from standoff.analysis.history.post_mortem import outcome_of, post_mortem
from standoff.analysis.sensitivity.sensitivity import sensitivity_from
from standoff.analysis.timeline import days_to_look, timeline, unseen
from standoff.analysis.whatif.standard import standard_scenarios
from standoff.analysis.whatif.what_if import what_if_from
from standoff.analysis.why.explain import explanation_from
from standoff.case.library import case_path, library_names, load_case
from standoff.case.reader import parse_case
from standoff.case.scenario import Scenario, parse_scenario
from standoff.case.values import Case
from standoff.engine.compile import cache_is_cold
from standoff.engine.executors import Progress, no_progress
from standoff.errors import UsageError
from standoff.inference.memory import Memory, blocks_of
from standoff.inference.posterior import LEAST_WORLDS, Posterior, infer
from standoff.publish.drawing import drawn_by
from standoff.publish.further import Wanted as Further
from standoff.publish.further import further_sections
from standoff.publish.page import page_html
from standoff.view.document import Document
from standoff.view.evidence import FROM_PRIOR
from standoff.view.forward.page import simulation_page
from standoff.view.post_mortem_page import post_mortem_page
from standoff.view.report_page import Parts, report_document
from standoff.view.sensitivity.page import sensitivity_page
from standoff.view.whatif.page import what_if_page
from standoff.view.why.page import explanation_page
from standoff.web.work.recent import Recent
from standoff.web.work.results import facts_of, facts_of_record, result_text, score_command
from standoff.web.work.wanted import KINDS, Wanted

WARMED_ON = "venezuela-2019"
_CASES, _POSTERIORS, _MEMORIES, _UNSEEN = 8, 2, 2, 20
"""How many of each a worker keeps for the next task on the same text."""


@dataclass(frozen=True, slots=True)
class Job:
    """One stage of a wish: what is wanted, of so many worlds, and whom to tell."""

    wanted: Wanted
    worlds: int
    rough: bool
    progress: Progress


def run(wanted: Wanted, report: Progress, *, worlds: int, rough: bool = False) -> dict[str, Any]:
    """The whole document of a wish with the fields of a job's result, computed in this process.

    Args:
        wanted: the wish.
        report: called as work gets done; what it raises ends the work.
        worlds: how many.
        rough: whether a better one is to follow.

    Raises:
        CaseError: the text or a scenario has problems.
        UsageError: an argument that is not allowed, or a record asked of a case without an outcome.
        InferenceError: a row that is impossible in every world, by name.
    """
    *_, last = Worker().documents(wanted, worlds, rough, report)
    found: dict[str, Any] = json.loads(last)
    return found


def warm(worker: Worker, say: Callable[[str], None] = lambda what: None) -> None:
    """Run every part of a first answer once on few worlds, so that kernels and tables are loaded; `say` is told of it."""
    say("compiling (the first run only, a minute or two)" if cache_is_cold() else "starting")
    wanted = Wanted("answer", case_path(WARMED_ON).read_text(encoding="utf-8"), WARMED_ON)
    for _ in worker.documents(wanted, LEAST_WORLDS, True, no_progress):
        pass


class Worker:
    """Computes documents, and keeps what the next one of the same text can use again."""

    def __init__(self) -> None:
        self._cases: Recent[tuple[str, str], Case] = Recent(_CASES)
        self._posteriors: Recent[tuple[Any, ...], Posterior] = Recent(_POSTERIORS)
        self._unseen: Recent[tuple[bytes, str], dict[int, float]] = Recent(_UNSEEN)
        self._memories: Recent[tuple[str, int], Memory] = Recent(_MEMORIES)

    def documents(self, wanted: Wanted, worlds: int, rough: bool, progress: Progress) -> Iterator[str]:
        """The result as JSON text (ASCII); of a rough answer first what needs no world followed forward, then the whole."""
        if wanted.kind not in KINDS:
            raise UsageError(f"kind: '{wanted.kind}' given; allowed: {', '.join(KINDS)}")
        checked_order(wanted.asked_order)
        job = Job(wanted, worlds, rough, progress)
        case = self._case(wanted)
        if wanted.kind == "record":
            yield _record(job, case)
            return
        posterior = self._posterior(job, case)
        if wanted.kind == "report":
            yield self._report(job, case, posterior)
            return
        pages = self._answers(job, case, posterior) if wanted.kind == "answer" else [_PAGES[wanted.kind](job, posterior)]
        for page in pages:
            yield result_text(page, wanted.kind, facts_of(posterior, wanted.asked_order), rough=rough)

    def _case(self, wanted: Wanted) -> Case:
        name = wanted.name or "<text>"
        return self._cases.get((wanted.text, name), lambda: wanted.case or parse_case(wanted.text, name=name))

    def _posterior(self, job: Job, case: Case) -> Posterior:
        wanted = job.wanted

        def inferred() -> Posterior:
            memory = self._memories.get((wanted.name, job.worlds), Memory)
            return infer(case, as_of=wanted.as_of, worlds=job.worlds, seed=wanted.seed, progress=job.progress, memory=memory)

        return self._posteriors.get((wanted.text, wanted.as_of, job.worlds, wanted.seed), inferred)

    def _answers(self, job: Job, case: Case, posterior: Posterior) -> Iterator[Document]:
        """The report without what runs worlds again; where rough, first without the worlds followed forward."""
        now = answer_now(posterior, order=job.wanted.asked_order, progress=job.progress)
        if job.rough:
            yield report_document(self._parts(job, case, posterior, now))
        yield report_document(self._parts(job, case, posterior, with_ends(posterior, now, progress=job.progress)))

    def _report(self, job: Job, case: Case, posterior: Posterior) -> str:
        """The page of `standoff report`, as one HTML text."""
        order, progress = job.wanted.asked_order, job.progress
        answer = answer_from(posterior, order=order, progress=progress)
        further = further_sections(posterior, Further(order, _scenarios(job.wanted), progress=progress))
        document = report_document(self._parts(job, case, posterior, answer), further)
        return json.dumps({"page": page_html(document), "command": " ".join(document.command), "rough": False})

    def _parts(self, job: Job, case: Case, posterior: Posterior, answer: Answer) -> Parts:
        order, without = job.wanted.asked_order, self._without(job, posterior)
        line = timeline(posterior, order=order, progress=job.progress, without=without)
        return Parts(answer, line, case, posterior.evidence, job.wanted.name, {**libraries(), **drawn_by()})

    def _without(self, job: Job, posterior: Posterior) -> dict[int, float]:
        """The line without evidence, which a change of rows leaves as it was, and another day but longer or shorter."""
        order = job.wanted.asked_order
        known = self._unseen.get((blocks_of(posterior.stage, posterior.prior), order), dict)
        looked = days_to_look(posterior.day)
        if not known.keys() >= set(looked):
            known.update(unseen(posterior, order=order, progress=job.progress))
        return {day: known[day] for day in looked}


def _why(job: Job, posterior: Posterior) -> Document:
    """What each row was worth, and why the order was not given."""
    found = explanation_from(posterior, order=job.wanted.asked_order, progress=job.progress)
    page = explanation_page(found, case=job.wanted.name)
    return replace(page, sections=tuple(section for section in page.sections if section.title != FROM_PRIOR))


def _forward(job: Job, posterior: Posterior) -> Document:
    found = simulation_from(posterior, order=job.wanted.asked_order, progress=job.progress)
    return simulation_page(found, case=job.wanted.name)


def _what_if(job: Job, posterior: Posterior) -> Document:
    wanted = job.wanted
    scenarios = _scenarios(wanted) or standard_scenarios(posterior, wanted.asked_order)
    found = what_if_from(posterior, scenarios, order=wanted.asked_order, progress=job.progress)
    return what_if_page(found, case=wanted.name)


def _scenarios(wanted: Wanted) -> list[Scenario]:
    """Those that came with the wish.

    Raises:
        CaseError: one has problems.
    """
    return [parse_scenario(text, f"scenario {place}") for place, text in enumerate(wanted.scenarios, 1)]


def _sensitivity(job: Job, posterior: Posterior) -> Document:
    found = sensitivity_from(posterior, order=job.wanted.asked_order, progress=job.progress)
    return sensitivity_page(found, case=job.wanted.name)


_PAGES: dict[str, Callable[[Job, Posterior], Document]] = {
    "why": _why,
    "forward": _forward,
    "what_if": _what_if,
    "sensitivity": _sensitivity,
}


def _record(job: Job, case: Case) -> str:
    """The post-mortem, as the command line makes it; no belief reads the outcome."""
    outcome_of(case)  # before the whole library is read
    wanted, library = job.wanted, [load_case(each) for each in library_names()]
    order, worlds, seed = wanted.asked_order, job.worlds, wanted.seed
    found = post_mortem(case, library, order=order, fractions=FRACTIONS, worlds=worlds, seed=seed, progress=job.progress)
    page = replace(post_mortem_page(found), command=score_command(found, wanted.name))
    return result_text(page, wanted.kind, facts_of_record(found), rough=job.rough)
