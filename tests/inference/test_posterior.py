"""`infer` and its posterior: no leaks, the same bits whichever way rows came, weights by evidence, errors that name the row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from standoff.case.values import Outcome, Source
from standoff.errors import CaseError, InferenceError, UsageError
from standoff.inference import posterior as module
from standoff.inference.pooling import jackknife_error, pooled
from standoff.inference.posterior import block_plan, infer
from standoff.model.priors import ORDERS
from standoff.model.trail import trail_of

SMALL = {"worlds": 320, "seed": 3}


@pytest.fixture(scope="module")
def lean(case, as_of):
    """The case with the rows public by the as-of date alone, the last five of them kept back, and those five."""
    known = sorted((event for event in case.events if event.known_on <= as_of), key=lambda event: event.known_on)
    return replace(case, events=tuple(known[:-5])), tuple(known[-5:])


def same_posterior(same_states, one, other):
    return same_states(one.states, other.states) and all(
        np.array_equal(a.block.cells, b.block.cells) for a, b in zip(one.prior, other.prior, strict=True)
    )


# --- No hindsight ------------------------------------------------------------------------------------------


def test_neither_the_outcome_nor_later_rows_leak(case, as_of, posterior, same_states):
    garbage = [
        replace(event, code="ultimatum", force="Bolivarian Army", tier="command", size=None, text="nonsense", sources=())
        for event in case.events
        if event.known_on > as_of
    ]
    known = [event for event in case.events if event.known_on <= as_of]
    other = Outcome(date(1900, 1, 1), "removed_by_forces", True, "nonsense")
    blind = infer(replace(case, events=(*garbage, *known), outcome=other), as_of=as_of, **SMALL)
    assert garbage
    assert blind.evidence == posterior.evidence
    assert same_posterior(same_states, posterior, blind)
    gone = infer(replace(case, events=tuple(known), outcome=None), as_of=as_of, **SMALL)
    assert same_posterior(same_states, posterior, gone)


def test_a_row_known_late_counts_from_the_day_it_was_public(case, as_of, posterior, same_states):
    secret = replace(case.events[-1], id="secret", date=as_of - timedelta(5), public=as_of + timedelta(1))
    hidden = infer(replace(case, events=(*case.events, secret)), as_of=as_of, **SMALL)
    assert hidden.evidence == posterior.evidence
    assert same_posterior(same_states, posterior, hidden)


def test_threads_change_no_bit(case, as_of, posterior, same_states):
    assert same_posterior(same_states, posterior, infer(case, as_of=as_of, threads=1, **SMALL))


# --- Adding evidence ---------------------------------------------------------------------------------------


def test_appending_rows_one_by_one_is_one_run_over_all(lean, as_of, posterior, same_states):
    case, rows = lean
    assert len({row.known_on for row in rows}) >= 2
    grown = infer(case, as_of=case.events[-1].known_on, **SMALL)
    for row in rows:
        grown = grown.append(row)
    assert grown.as_of == rows[-1].known_on
    assert same_posterior(same_states, grown.append((), until=as_of), posterior)


def test_appending_rows_of_the_same_day_is_one_run_over_all(lean, as_of, posterior, same_states):
    case, rows = lean
    day = rows[-1].known_on
    early = infer(replace(case, events=case.events + rows[:-1]), as_of=day, **SMALL)
    assert early.append(rows[-1]).as_of == day
    assert same_posterior(same_states, early.append(rows[-1]).append((), until=as_of), posterior)


def test_appending_a_row_of_an_earlier_day_is_one_run_over_all(lean, as_of, posterior, same_states):
    """It was public before the as-of date, though after every row known then: the days since are weighed again."""
    case, rows = lean
    late = infer(case, as_of=as_of, **SMALL)
    assert case.events[-1].known_on <= rows[0].known_on < as_of
    assert same_posterior(same_states, late.append(rows), posterior)


def test_an_echo_of_the_same_source_changes_no_bit(case, posterior, same_states):
    row = posterior.evidence[-1].event
    echoed = posterior.append(replace(row, id="echo"))
    assert echoed.evidence[-1].echoes == (*posterior.evidence[-1].echoes, "echo")
    assert same_posterior(same_states, echoed, posterior)
    assert echoed.chance_obeyed() == posterior.chance_obeyed()


def test_a_second_voice_changes_the_answer(posterior):
    row = next(item.event for item in posterior.evidence if item.event.code == "mutiny")
    told = posterior.append(replace(row, id="voice", sources=(Source("another paper", grade="A1"),)))
    assert len(told.evidence) == len(posterior.evidence)
    assert told.chance_obeyed() != posterior.chance_obeyed()


def test_appending_leaves_the_posterior_as_it_was(posterior, case, as_of, same_states):
    events, before = posterior.case.events, posterior.chance_obeyed()
    posterior.append(replace(case.events[-1], id="new", date=as_of, public=as_of))
    assert posterior.case.events == events
    assert posterior.chance_obeyed() == before


def test_a_refusal_of_the_whole_command_makes_refusal_likelier(posterior, as_of):
    pledge = posterior.evidence[0].event
    row = replace(pledge, id="refuse", code="declare_neutral", date=as_of, public=as_of, sided="neutral")
    assert row.tier == "command"
    before, after = posterior.chance_obeyed(), posterior.append(row).chance_obeyed()
    assert all(after[order] < before[order] for order in ORDERS)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"force": "Swiss Guard"}, "force 'Swiss Guard' is not one of Bolivarian Army"),
        ({"code": "sing"}, "'sing' is not an event code"),
        ({"date": date(2018, 1, 1), "public": date(2018, 1, 1)}, "2018-01-01 lies before the case's start, 2019-01-10"),
    ],
)
def test_rows_that_cannot_be_used_are_refused(posterior, change, words):
    with pytest.raises(CaseError, match=f"evidence new: {words}"):
        posterior.append(replace(posterior.evidence[0].event, id="new", **change))


def test_going_back_is_refused(posterior):
    with pytest.raises(UsageError, match="until: 2019-01-11 lies before 2019-01-24"):
        posterior.append((), until=date(2019, 1, 11))


# --- Weights, errors, arguments ----------------------------------------------------------------------------


def test_blocks_are_pooled_by_their_evidence(posterior):
    logs = np.array([state.weights.log_evidence for state in posterior.states])
    weight = np.exp(logs - logs.max())
    expected = (weight[:, None] * (1.0 - posterior.refused())).sum(axis=0) / weight.sum()
    assert list(posterior.chance_obeyed().values()) == pytest.approx(expected, abs=1e-12)
    assert posterior.block_weight.sum() == pytest.approx(1.0, abs=1e-12)
    assert np.ptp(posterior.block_weight) > 1e-3


def test_the_evidence_of_a_block_is_the_sum_of_its_steps(posterior):
    for state in posterior.states:
        assert state.steps[0].log_evidence == 0.0
        assert state.steps[-1].log_evidence == pytest.approx(state.weights.log_evidence, rel=1e-14)  # added up in two ways
        kinds = [step.kind for step in state.steps]
        assert kinds.count("row") == len(posterior.evidence)
        assert kinds.count("silence") == posterior.day + 1
        for before, after in zip(state.steps[:-1], state.steps[1:], strict=True):
            if after.kind == "dynamics":
                assert after.log_evidence == pytest.approx(before.log_evidence, abs=1e-12)
            if after.kind == "silence":
                assert after.log_evidence < before.log_evidence


def test_two_seeds_agree_within_their_errors(case, as_of):
    runs = [infer(case, as_of=as_of, worlds=16_000, seed=seed) for seed in (1, 2)]
    for k, order in enumerate(ORDERS):
        errors = []
        for run in runs:

            def estimate(mask, run=run, k=k):
                return 1.0 - float(pooled(run.refused()[mask], run.log_evidence_of_blocks[mask])[k])

            errors.append(jackknife_error(estimate, len(run.states), run.runs))
        first, other = (run.chance_obeyed()[order] for run in runs)
        assert max(errors) < 0.06, order
        assert abs(first - other) < 4 * np.hypot(*errors), order
        assert first != other


@pytest.mark.parametrize("line", [0, 77])
def test_an_impossible_row_is_named(case, as_of, monkeypatch, line):
    """A row whose source neither sees nor invents cannot come about; the error says which one, and where it stands."""
    row = next(k for k, event in enumerate(case.events) if event.code == "mutiny")
    events = tuple(replace(event, line=line) for event in case.events)

    def poisoned(*arguments):
        evidence, trail = trail_of(*arguments)
        trail.detect[row], trail.fabricate[row] = 0.0, 0.0
        return evidence, trail

    monkeypatch.setattr(module, "trail_of", poisoned)
    with pytest.raises(InferenceError) as caught:
        infer(replace(case, events=events), as_of=as_of, **SMALL)
    where = f"line {line}, " if line else ""
    named = f"{where}row {events[row].id} (mutiny, 2019-01-21)"
    assert str(caught.value) == f"{named} is impossible in every world: its likelihood is zero"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"worlds": 159}, "worlds: 159 given; allowed: 160 to 10000000"),
        ({"worlds": 10_000_001}, "worlds: 10000001 given"),
        ({"seed": -1}, "seed -1 is outside"),
        ({"seed": 2**64}, "is outside what is allowed"),
        ({"as_of": date(2019, 1, 9)}, "as-of: 2019-01-09 given; venezuela-2019 runs from 2019-01-10 to 2019-05-02"),
        ({"as_of": date(2019, 5, 3)}, "as-of: 2019-05-03 given"),
    ],
)
def test_arguments_out_of_range_are_refused(case, arguments, words):
    with pytest.raises(UsageError, match=words):
        infer(case, **{"worlds": 160, **arguments})


def test_the_largest_seed_and_the_first_day_are_allowed(case):
    run = infer(case, as_of=case.start, worlds=160, seed=2**64 - 1)
    assert run.day == 0
    assert {step.day for state in run.states for step in state.steps} == {-1, 0}


@pytest.mark.parametrize(
    ("worlds", "plan"),
    [(160, (12, 16)), (193, (12, 24)), (3000, (12, 256)), (8000, (20, 400)), (8001, (21, 384)), (20_000, (50, 400))],
)
def test_worlds_are_rounded_up_to_whole_blocks_of_whole_vectors(worlds, plan):
    assert block_plan(worlds) == plan
    assert plan[0] * plan[1] >= worlds


def test_progress_counts_every_block(case):
    calls = []
    infer(case, as_of=case.start, worlds=160, progress=lambda *call: calls.append(call))
    assert calls[0][:2] == (0, 12)
    assert calls[-1] == (12, 12, module.WEIGHING)
    assert [done for done, _, _ in calls] == sorted(done for done, _, _ in calls)


def test_by_default_everything_public_is_taken_in(case):
    run = infer(replace(case, events=case.events[:3]), worlds=160)
    assert run.as_of == date(2019, 1, 10)
    assert infer(replace(case, events=()), worlds=160).as_of == case.start
