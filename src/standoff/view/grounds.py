"""What the answer rests on, and how sure the machine is of its own arithmetic."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Sequence
from math import isfinite

from standoff.analysis.answer import Answer, Checks
from standoff.analysis.words import UNKNOWN, percent
from standoff.case.values import Assumption
from standoff.view.document import Section
from standoff.view.phrases import count, day

RESTS_ON = "What this rests on"
ARITHMETIC = "How sure the machine is of its own arithmetic"
_SOURCES = 8


def grounds_section(answer: Answer, assumptions: Sequence[Assumption]) -> Section:
    """Rows, sources, assumptions, priors, and what no such model can know."""
    known = count(answer.rows_known, "piece of evidence", "pieces of evidence")
    was = "was" if answer.rows_known == 1 else "were"
    sentences = (
        f"{known} {was} public by {day(answer.as_of)}, the first day of the case being {day(answer.start)}. "
        "Rows that became public later, and how it ended, were not read.",
        *_sources(answer),
        _overridden(assumptions),
        "Every other prior is stated with its source in the package's model/priors.yaml.",
        "What the model cannot know: orders, deals and threats that left no public trace; what the choice of these rows "
        "left out; and the loyalty of any person. Shares by force are inferred, nobody counted them.",
    )
    return Section(RESTS_ON, sentences)


def _sources(answer: Answer) -> tuple[str, ...]:
    """Who is named most often as a source, and how many more there are."""
    named = Counter(name for row in answer.evidence for name in _names(row.source))
    if not named:
        return ()
    most = [f"{name} ({rows})" for name, rows in sorted(named.items(), key=lambda item: (-item[1], item[0]))]
    rest = len(most) - _SOURCES
    more = f", and {rest} more" if rest > 0 else ""
    return (f"Sources named, with the rows that name them: {', '.join(most[:_SOURCES])}{more}.",)


def _names(source: str) -> set[str]:
    return {name.strip() for name in source.split(";")} - {""}


def _overridden(assumptions: Sequence[Assumption]) -> str:
    if not assumptions:
        return "The case overrides no prior."
    told = "; ".join(f"{one.name} = {one.value:g} ({one.reason})" for one in assumptions)
    return f"The case overrides {count(len(assumptions), 'prior')}: {told}."


def arithmetic_section(answer: Answer, case: str) -> Section:
    """Worlds, effective sample sizes, Monte Carlo error, warnings, and the command that repeats the page."""
    checks = answer.checks
    sentences = (
        f"{_worlds(answer)} in {count(checks.blocks, 'block')}; each block is one draw of the model's coefficients. "
        f"The evidence leaves the weight of about {_plain(checks.block_ess, 1)} blocks.",
        f"At the thinnest step ({checks.ess_min_at}) the weight was that of {_plain(checks.ess_min, 0)} worlds.",
        _monte_carlo(answer),
        f"Log evidence {_plain(checks.log_evidence, 2)}, give or take {_plain(checks.log_evidence_error, 2)}; "
        "it compares models on the same rows and means nothing alone.",
        *_warnings(checks),
        *(f"{note[0].upper()}{note[1:]}." for note in checks.notes),
    )
    notes = (f"Standoff {answer.version}, seed {answer.seed}, digest of what was read {answer.digest}. To repeat:",)
    return Section(ARITHMETIC, sentences, notes=notes, command=_command(answer, case))


def _worlds(answer: Answer) -> str:
    """Worlds that were run, and those asked for where the evidence called for more."""
    run = count(answer.checks.worlds_run, "world")
    return run if answer.checks.worlds_run <= answer.worlds else f"{run} ({answer.worlds:,} were asked for)"


def _monte_carlo(answer: Answer) -> str:
    obeyed, checks = answer.order(answer.focus).obeyed, answer.checks
    return (
        f"Monte Carlo error of the {percent(obeyed.p, answer.worlds)}: {_points(checks.mc_error)} "
        f"(standard error over {count(checks.runs, 'independent run')}); another seed would move it by about so much."
    )


def _points(error: float) -> str:
    if not isfinite(error):
        return UNKNOWN
    return f"{100 * error:.1f} percentage points" if error >= 0.0005 else "below 0.1 percentage points"


def _warnings(checks: Checks) -> tuple[str, ...]:
    return tuple(f"Warning: {warning}." for warning in checks.warnings) or ("No check raised a warning.",)


def _plain(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}" if isfinite(value) else UNKNOWN


def _command(answer: Answer, case: str) -> tuple[str, ...]:
    """The words to type, each safe for a shell."""
    return (
        *("standoff", "ask", shlex.quote(case or answer.case)),
        f"--as-of {answer.as_of.isoformat()}",
        f"--order {answer.focus}",
        f"--worlds {answer.worlds}",
        f"--seed {answer.seed}",
    )
