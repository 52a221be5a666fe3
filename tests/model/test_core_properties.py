"""Metamorphic properties of the obedience core, for any groups under the uniqueness guard of the day (model paper 5)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.model import core

GROUP = st.tuples(st.floats(0.02, 1), st.floats(0.05, 0.95), st.floats(0.5, 16), st.sampled_from((1, -1)))
FIELDS = ("w", "c", "beta", "s")
NEAR = 1e-9


@st.composite
def setups(draw):
    """Groups whose weights add up to 1, and a public precision as the guard lets it be."""
    w, c, beta, s = zip(*draw(st.lists(GROUP, min_size=1, max_size=6)), strict=True)
    total = sum(w)
    w = tuple(weight / total for weight in w)
    spread = sum(weight / b**0.5 for weight, b in zip(w, beta, strict=True))
    alpha = float(core.guarded_precision(draw(st.floats(0, 8)), spread, 0.9))
    return w, c, beta, s, alpha, draw(st.floats(-0.5, 1.5)), draw(st.floats(0, 0.4))


def changed(game, g, **parts):
    """The game with values of group g replaced."""
    swap = {name: tuple(value if k == g else old for k, old in enumerate(getattr(game, name))) for name, value in parts.items()}
    return game._replace(**swap)


@settings(deadline=None)
@given(setup=setups(), data=st.data())
def test_relabelling_forces_changes_nothing(make_game, setup, data):
    game = make_game(*setup)
    order = data.draw(st.permutations(range(len(game.w))))
    parts = {name: tuple(getattr(game, name)[k] for k in order) for name in FIELDS}
    assert game._replace(**parts).root() == pytest.approx(game.root(), abs=NEAR)


@settings(deadline=None)
@given(setup=setups(), data=st.data())
def test_splitting_a_group_into_two_halves_changes_nothing(make_game, setup, data):
    game = make_game(*setup)
    g = data.draw(st.integers(0, len(game.w) - 1))
    half = changed(game, g, w=game.w[g] / 2)
    split = half._replace(**{name: (*getattr(half, name), getattr(half, name)[g]) for name in FIELDS})
    assert split.root() == pytest.approx(game.root(), abs=NEAR)


@settings(deadline=None)
@given(setup=setups(), other=GROUP)
def test_a_group_without_weight_changes_nothing(make_game, setup, other):
    game = make_game(*setup)
    _, c, beta, s = other
    larger = game._replace(w=(*game.w, 0.0), c=(*game.c, c), beta=(*game.beta, beta), s=(*game.s, s))
    assert larger.root() == pytest.approx(game.root(), abs=NEAR)


@settings(deadline=None)
@given(setup=setups())
def test_swapping_the_sides_swaps_the_root(make_game, setup):
    game = make_game(*setup)
    swapped = game._replace(s=tuple(-s for s in game.s), z=-game.z, b=-game.b)
    assert swapped.root(start=-0.5) == pytest.approx(-game.root(), abs=NEAR)


@settings(deadline=None)
@given(setup=setups(), data=st.data(), step=st.floats(0.01, 0.04))
def test_a_higher_stake_moves_the_root_by_the_sign_of_the_group(make_game, setup, data, step):
    """A dearer refusal makes orders safer; a dearer defence makes them less so."""
    game = make_game(*setup)
    g = data.draw(st.integers(0, len(game.w) - 1))
    dearer = changed(game, g, c=game.c[g] + step)
    moved = (dearer.root() - game.root()) * game.s[g]
    assert moved <= NEAR
    if abs(game.index_at(game.root())[g]) < 4.0:  # the group is not saturated
        assert moved < 0


@settings(deadline=None)
@given(setup=setups(), step=st.floats(0.01, 0.5))
def test_pressure_raises_the_root_and_public_confidence_lowers_it(make_game, setup, step):
    game = make_game(*setup)
    assert game._replace(b=game.b + step).root() > game.root()
    confident = game._replace(z=game.z + step).root()
    assert confident <= game.root() + NEAR
    if game.alpha > 0.01 and min(abs(game.index_at(game.root()))) < 3.0:  # some group is not saturated
        assert confident < game.root()


@settings(deadline=None)
@given(setup=setups())
def test_without_a_public_signal_the_root_is_laplacian(make_game, setup):
    game = make_game(*setup)
    flat = game._replace(alpha=0.0)
    total = sum(s * w * (1 - c) for s, w, c in zip(game.s, game.w, game.c, strict=True))
    assert flat.root() == pytest.approx(game.b + total, abs=1e-10)


@settings(deadline=None)
@given(setup=setups())
def test_kernel_and_text_agree_and_the_extremes_meet_where_the_bound_says_so(make_game, setup):
    game = make_game(*setup)
    root = game.root("kernel")
    assert game.root("text") == pytest.approx(root, abs=1e-12)
    assert abs(float(game.residual(root)[0][0])) < 1e-12
    assert game.extremes() == pytest.approx((root, root), abs=1e-9)
