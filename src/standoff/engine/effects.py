"""What news brings about, for a block of worlds: beliefs, covariates, culpability (the second half of stage 7)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from standoff.engine.compile import device, kernel
from standoff.model.beliefs import heard_precision, signalled_mean, tested_mean, tested_precision
from standoff.model.crowds import log10_share, moderates_share, neutral_turnout, share_of_log10
from standoff.model.maths import clip
from standoff.model.priors import COVARIATES
from standoff.model.setting import Setting
from standoff.model.trail import Trail
from standoff.model.world import World

Floats = NDArray[np.float64]

BLACKOUT = COVARIATES.index("blackout")


@device
def cause(world: World, setting: Setting, code: int, force: int, strength: float, i: int) -> None:
    """What a true event does to covariates and culpability of world i."""
    for c in range(world.covariates.shape[0]):
        bump(world.covariates[c], strength * setting.effect[code, c], i)
    if force >= 0 and setting.kills[code] > 0.0:
        bump(world.culpability[force], strength * setting.kills[code], i)


@device
def bump(level: Floats, step: float, i: int) -> None:
    """Move a quantity in [0, 1] of world i by a step."""
    level[i] = clip(level[i] + step, 0.0, 1.0)


@device
def hear(world: World, setting: Setting, code: int, credibility: float, i: int) -> None:
    """What a public report does to the belief everybody shares, as far as it is credible and gets through a blackout."""
    heard = heard_precision(credibility * setting.loudness[code], world.covariates[BLACKOUT, i])
    mean, precision = world.belief_mean[i], world.belief_precision[i]
    world.belief_mean[i] = signalled_mean(mean, precision, setting.shift[code], heard)
    world.belief_precision[i] = precision + heard


@device
def hear_crowd(world: World, setting: Setting, size_log10: float, credibility: float, i: int) -> None:
    """What the size of a crowd tells everybody of world i (Casper & Tyson 2014, from Lohmann's neutral turnout).

    The crowd is set against the one that would tell nothing: of the moderates, those beyond the usual activists, so many come
    if he is a step weaker than believed, so many if a step stronger. Below it a crowd is good news for him. Its error is that
    of the citizens' own knowledge, and of those who counted.
    """
    per, mean, precision = setting.crowd_per_strength, world.belief_mean[i], world.belief_precision[i]
    expected, always = world.crowd[i] + per * (world.strength[i] - mean), share_of_log10(setting.citizens_base)
    bad = moderates_share(share_of_log10(expected + per * setting.strength_sd), always)
    good = moderates_share(share_of_log10(expected - per * setting.strength_sd), always)
    shift = -(size_log10 - log10_share(neutral_turnout(always, 1.0 - always, bad, good))) / per
    counting = setting.size_noise / per
    told = setting.crowd_signal_share / (1.0 / setting.crowd_signal_precision + counting * counting)
    heard = heard_precision(credibility * told, world.covariates[BLACKOUT, i])
    world.belief_mean[i] = signalled_mean(mean, precision, shift, heard)
    world.belief_precision[i] = precision + heard


@device
def learn_test(world: World, order: int, passed: float, share: float, i: int) -> None:
    """What surviving or failing a test of an order teaches: the shared belief is truncated at its threshold."""
    mean, precision, root = world.belief_mean[i], world.belief_precision[i], world.root[order, i]
    world.belief_mean[i] = tested_mean(mean, precision, root, passed, share)
    world.belief_precision[i] = tested_precision(mean, precision, root, passed, share)


@device
def take_in(world: World, setting: Setting, stream: int, credibility: float, true: float, i: int) -> None:
    """Forward: all that one report of a stream brings about in world i; `true` is 1 or 0."""
    code = setting.stream_code[stream]
    hear(world, setting, code, credibility, i)
    cause(world, setting, code, setting.stream_force[stream], true, i)
    if setting.test[code] != 0.0:
        learn_test(world, setting.tested_order[code], setting.test[code], true * setting.stream_test[stream], i)
    world.echo[code, i] += counted(setting, code)
    world.reports[i] += counted(setting, code)


@device
def counted(setting: Setting, code: int) -> float:
    """Whether a report counts for the tempo and echoes: all but the arrest's do, whose rate hangs on the occasion alone."""
    return 0.0 if code == setting.arrest_code else 1.0


@kernel
def take_in_row(world: World, setting: Setting, trail: Trail, row: int, truth: Floats) -> None:
    """Backward: the same for one public row in every world, `truth` [W] saying in which it is true (1 or 0)."""
    code, force, strength = trail.code[row], trail.force[row], trail.strength[row]
    for i in range(truth.size):
        hear(world, setting, code, trail.credibility[row], i)
    for c in range(world.covariates.shape[0]):
        if setting.effect[code, c] != 0.0:
            level, step = world.covariates[c], strength * setting.effect[code, c]
            for i in range(truth.size):
                bump(level, step * truth[i], i)
    if force >= 0 and setting.kills[code] > 0.0:
        level, step = world.culpability[force], strength * setting.kills[code]
        for i in range(truth.size):
            bump(level, step * truth[i], i)
    if setting.test[code] != 0.0 and trail.test_share[row] > 0.0:
        order, passed, share = setting.tested_order[code], setting.test[code], trail.test_share[row]
        for i in range(truth.size):
            learn_test(world, order, passed, share * truth[i], i)
    for i in range(truth.size):
        world.echo[code, i] += counted(setting, code)
        world.reports[i] += counted(setting, code)
