"""Sources graded a letter better and a letter worse: by letter and by outlet, the same worlds told the same rows again.

Only what the graded rows tell changes, and how far they are believed; silence is weighed for the average of all who write,
whatever grades a case gives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from standoff.analysis.why.retold import outlet_key, outlets, told_by
from standoff.case.values import Source
from standoff.inference.posterior import Posterior
from standoff.inference.twins import Twin
from standoff.model.echoes import Evidence
from standoff.model.trail import trail_arrays

LADDER = "ABCDE"
"""Letters of the Admiralty code from completely reliable to unreliable; F (cannot be judged) and G (deceives) stand beside."""
UNGRADED, DECEIVES = "F", "G"
BETTER, WORSE = -1, 1
_BESIDE = {(UNGRADED, BETTER): "C", (UNGRADED, WORSE): "D", (DECEIVES, BETTER): "E"}
NO_GRADE = "ungraded"
EVERY_SOURCE = "every source"


def moved_letter(letter: str, step: int) -> str | None:
    """The letter one step better or worse; None where there is none.

    A source that nobody can judge (F) sees and makes up about what one between C and D does: better it is C, worse D.

    >>> moved_letter("B", BETTER), moved_letter("F", WORSE), moved_letter("A", BETTER)
    ('A', 'D', None)
    """
    if letter not in LADDER:
        return _BESIDE.get((letter, step))
    place = LADDER.index(letter) + step
    return LADDER[place] if 0 <= place < len(LADDER) else None


def regraded(source: Source, step: int) -> Source:
    """The source a letter better or worse, its digit kept; as it is where there is no such letter."""
    grade = source.grade or UNGRADED
    letter = moved_letter(grade[0], step)
    return source if letter is None else replace(source, grade=letter + grade[1:])


@dataclass(frozen=True, slots=True)
class Graded:
    """Sources that are moved together: a letter, an outlet, or all; `rows` are those they told."""

    kind: str
    name: str
    rows: tuple[int, ...]
    chosen: Callable[[Source], bool]

    def twin(self, posterior: Posterior, step: int) -> Twin | None:
        """The worlds told the same with these sources a letter better or worse; None where no grade moves."""
        told = [self._retold(item, step) for item in posterior.evidence]
        moved = [row for row, (old, new) in enumerate(zip(posterior.evidence, told, strict=True)) if old != new]
        if not moved:
            return None
        stage = posterior.stage
        trail = trail_arrays(told, posterior.case, stage.setting, stage.priors)
        return Twin(int(posterior.trail.day[moved[0]]), trail)

    def _retold(self, item: Evidence, step: int) -> Evidence:
        return replace(item, sources=tuple(regraded(one, step) if self.chosen(one) else one for one in item.sources))


def graded_together(posterior: Posterior, most: int) -> tuple[tuple[Graded, ...], int]:
    """Who is moved: every source where letters differ, each letter, then the `most` outlets that told most rows.

    Returns:
        The groups, and how many outlets were left out.
    """
    letters = sorted({_letter(source) for item in posterior.evidence for source in item.sources})
    groups = [_of_letter(posterior, letter) for letter in letters]
    every = Graded("grade", EVERY_SOURCE, tuple(range(len(posterior.evidence))), lambda source: True)
    voices = outlets(posterior)
    ranked = sorted(voices, key=lambda key: -len(told_by(posterior, key)))
    by_outlet = [_of_outlet(posterior, key, voices[key]) for key in ranked[:most]]
    return (*((every,) if len(letters) > 1 else ()), *groups, *by_outlet), max(len(ranked) - most, 0)


def _letter(source: Source) -> str:
    return source.grade[0] if source.grade else NO_GRADE


def _of_letter(posterior: Posterior, letter: str) -> Graded:
    rows = enumerate(posterior.evidence)
    told = tuple(row for row, item in rows if any(_letter(source) == letter for source in item.sources))
    return Graded("grade", letter, told, lambda source: _letter(source) == letter)


def _of_outlet(posterior: Posterior, key: str, name: str) -> Graded:
    return Graded("source", name, told_by(posterior, key), lambda source: outlet_key(source.outlet) == key)
