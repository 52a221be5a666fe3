"""Models that are wrong on purpose: a calibration that does not tell them from the right one shows nothing.

Each reads data that the right model made. They are functions of this module, so that other processes can be handed them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standoff.analysis.truth.calibration import Change
from standoff.engine.ensemble import Stage, make_stage
from standoff.model.priors import Priors

Floats = NDArray[np.float64]

HAZARDS = ("test_rate", "test_per_crowd", "fade_rate", "negotiated_rate", "foreign_rate", "plot_rate")


def _with(alter: Callable[[Priors], Priors], stage: Stage) -> Stage:
    """The stage under other priors."""
    return make_stage(stage.case, alter(stage.priors), stage.seed)


def slopes_times(factor: float, priors: Priors) -> Priors:
    """Every report tells so many times as much, in logarithms."""
    codes = {
        name: replace(code, factor={tier: value**factor for tier, value in code.factor.items()})
        for name, code in priors.codes.items()
    }
    return replace(priors, codes=codes)


def _sources(priors: Priors, **parts: Any) -> Priors:
    return replace(priors, sections={**priors.sections, "sources": {**priors.sections["sources"], **parts}})


def sources_honest(priors: Priors) -> Priors:
    """Nobody makes anything up."""
    letters = priors.sections["sources"]["letters"]
    return _sources(priors, letters={name: {**each, "fabricate": 0.0} for name, each in letters.items()})


def sides_ignored(priors: Priors) -> Priors:
    """Whose interest a report serves says nothing about it."""
    neutral = {"detect": 1.0, "fabricate": 1.0}
    return _sources(priors, agrees=neutral, against=neutral)


def _number(priors: Priors, section: str, name: str, value: float) -> Priors:
    entry = {**priors.sections[section][name], "value": value}
    return replace(priors, sections={**priors.sections, section: {**priors.sections[section], name: entry}})


def sizes_exact(priors: Priors) -> Priors:
    """Crowds are counted four times as well as they are."""
    return _number(priors, "crowds", "size_report_noise", priors.value("crowds", "size_report_noise") / 4.0)


def strength_known(priors: Priors) -> Priors:
    """Order-givers differ half as much in strength as they do."""
    return _number(priors, "world", "strength_sd", priors.value("world", "strength_sd") / 2.0)


def silence_ignored(stage: Stage) -> Stage:
    """Days without reports tell nothing."""
    return replace(stage, setting=stage.setting._replace(stream_rate=0.0 * stage.setting.stream_rate))


def survival_ignored(stage: Stage) -> Stage:
    """That it is not over yet tells nothing."""
    none: dict[str, Any] = dict.fromkeys(HAZARDS, 0.0)
    return replace(stage, setting=stage.setting._replace(**none))


def counted_twice(log_evidence: Floats) -> Floats:
    """The evidence counts twice between draws of the coefficients."""
    return 2.0 * log_evidence


def not_weighed(log_evidence: Floats) -> Floats:
    """The evidence does not count between draws of the coefficients."""
    return 0.0 * log_evidence


WRONG_MODELS = {
    "reports tell twice as much": Change(partial(_with, partial(slopes_times, 2.0))),
    "reports tell half as much": Change(partial(_with, partial(slopes_times, 0.5))),
    "silence is ignored": Change(silence_ignored),
    "nobody makes anything up": Change(partial(_with, sources_honest)),
    "sides of sources are ignored": Change(partial(_with, sides_ignored)),
    "crowds are counted four times as well": Change(partial(_with, sizes_exact)),
    "survival is not weighed": Change(survival_ignored),
    "strength varies half as much": Change(partial(_with, strength_known)),
    "evidence counts twice between coefficients": Change(blocks=counted_twice),
    "evidence does not count between coefficients": Change(blocks=not_weighed),
}
