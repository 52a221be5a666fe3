"""Addressed randomness: the published generator, the right distributions, the address alone."""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special, stats

from standoff.engine import binomials, draws
from standoff.errors import UsageError

WORLDS = np.arange(200_000)
ALL_ONES = 0xFFFFFFFF


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ((0,) * 6, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((ALL_ONES,) * 6, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344, 0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_known_answers_of_random123(address, expected):
    assert tuple(int(word) for word in draws.philox4x32(*address)) == expected


@numba.njit
def one_uniform(seed, world, day, site):
    return draws.uniform(seed, world, day, site)


@numba.njit
def one_pair(seed, world, day, site, attempt):
    return draws.uniform_pair(seed, world, day, site, attempt)


@numba.njit
def one_normal(seed, world, day, site):
    return draws.normal(seed, world, day, site)


WORD = st.integers(0, 2**32 - 1)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**64 - 1), world=WORD, day=WORD, site=WORD)
def test_every_face_gives_the_value_of_the_address(seed, world, day, site):
    key = draws.checked_seed(seed)
    words = [int(w) for w in draws.philox4x32(world, day, site, 0, seed & ALL_ONES, seed >> 32)]
    expected = [((a << 20 | b >> 12) + 0.5) / 2**52 for a, b in (words[:2], words[2:])]
    assert list(one_pair(key, world, day, site, 0)) == expected
    assert one_uniform(key, world, day, site) == expected[0]
    assert draws.uniforms(seed, [world], day, site)[0] == expected[0]
    quantile = special.ndtri(expected[0])
    assert one_normal(key, world, day, site) == pytest.approx(quantile, rel=2e-9)
    assert draws.normals(seed, [world], day, site)[0] == one_normal(key, world, day, site)


@pytest.mark.parametrize("share", [0.0, 1 / 256, 0.05, 0.5, 1.0])
def test_flagged_places_are_all_found_once(share):
    """Also where the number of flags is no multiple of the eight that are looked at together."""
    rng = np.random.default_rng(11)
    for size in (0, 1, 7, 8, 9, 64, 1001):
        flag = np.append(rng.random(size) < share, np.zeros(8)).astype(np.uint8)
        np.testing.assert_array_equal(np.sort(draws.places(flag)), np.flatnonzero(flag))


def test_normals_are_drawn_alike_for_one_world_and_for_many():
    """Tails are looked for and mended apart: some hundred of them here."""
    many = draws.normals(3, WORLDS, 4, 5)
    far = np.flatnonzero(np.abs(many) > 3.0)
    for world in (*WORLDS[:50], *far[:50]):
        assert draws.normals(3, [world], 4, 5)[0] == many[world]


def test_order_and_threads_do_not_matter():
    shuffled = np.random.default_rng(1).permutation(WORLDS)
    whole = draws.uniforms(7, WORLDS, 30, 2)
    np.testing.assert_array_equal(draws.uniforms(7, shuffled, 30, 2), whole[shuffled])
    with ThreadPoolExecutor(4) as pool:
        parts = pool.map(lambda part: draws.uniforms(7, part, 30, 2), np.array_split(WORLDS, 7))
    np.testing.assert_array_equal(np.concatenate(list(parts)), whole)
    counts = binomials.binomials(50, 0.4, 7, WORLDS, 30, 2)
    np.testing.assert_array_equal(binomials.binomials(50, 0.4, 7, shuffled, 30, 2), counts[shuffled])


@pytest.mark.parametrize("seed", [0, 1, 2**63, 2**64 - 1])
def test_uniform_and_normal_distributions(seed):
    u = draws.uniforms(seed, WORLDS, 3, 1)
    assert 0.0 < u.min() < 1e-4
    assert 1.0 - 1e-4 < u.max() < 1.0
    assert stats.kstest(u, "uniform").pvalue > 1e-3
    assert stats.kstest(draws.normals(seed, WORLDS, 3, 1), "norm").pvalue > 1e-3
    cells = np.bincount((u * 1000).astype(int), minlength=1000)
    assert stats.chisquare(cells).pvalue > 1e-3


@pytest.mark.parametrize("step", [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)])
def test_neighbouring_addresses_are_uncorrelated(step):
    seed, world, day, site = step
    z = draws.normals(9, WORLDS, 5, 3)
    neighbour = draws.normals(9 + seed, WORLDS + world, 5 + day, 3 + site)
    for a, b in ((z, neighbour), (z**2 - 1, neighbour**2 - 1), (abs(z) - 0.8, neighbour)):
        assert abs(np.corrcoef(a, b)[0, 1]) * np.sqrt(WORLDS.size) < 4.0


def test_the_two_numbers_of_a_pair_are_uncorrelated():
    pairs = np.array([one_pair(np.uint64(4), world, 1, 1, 0) for world in range(20_000)])
    assert abs(np.corrcoef(pairs.T)[0, 1]) * np.sqrt(len(pairs)) < 4.0


SMALL = [(1, 0.3), (2, 0.9), (7, 0.5), (20, 0.02), (25, 0.39), (25, 0.41), (40, 0.5), (60, 0.8), (400, 0.03)]


@pytest.mark.parametrize(("n", "p"), SMALL)
def test_binomial_has_its_exact_probabilities(n, p):
    found = np.bincount(binomials.binomials(n, p, 11, WORLDS, 2, 5), minlength=n + 1)
    expected = stats.binom.pmf(np.arange(n + 1), n, p) * WORLDS.size
    rare = expected < 10.0
    found, expected = (
        np.append(found[~rare], found[rare].sum()),
        np.append(expected[~rare], expected[rare].sum()),
    )
    kept = expected > 0.5
    assert found[~kept].sum() <= 5
    chi = np.sum((found[kept] - expected[kept]) ** 2 / expected[kept])
    assert stats.chi2.sf(chi, max(kept.sum() - 1, 1)) > 1e-3


TRIALS = [1, 9, 30, 1000, 123_456, 30_000_000, 2**40]
CHANCES = [1e-9, 1e-6, 0.001, 0.08, 0.5, 0.73, 0.999, 1 - 1e-6, 1 - 1e-9]


@pytest.mark.parametrize("n", TRIALS)
def test_binomial_moments(n):
    for site, p in enumerate(CHANCES):
        count = binomials.binomials(n, p, 12, WORLDS, 0, site)
        assert count.min() >= 0
        assert count.max() <= n
        variance = n * p * (1 - p)
        z = (count.mean() - n * p) / np.sqrt(variance / WORLDS.size)
        assert abs(z) < 5.0 or variance * WORLDS.size < 30.0, p
        if variance > 10.0:
            excess = (count.var() / variance - 1.0) * np.sqrt(WORLDS.size / 2.0)
            assert abs(excess) < 5.0, p


@pytest.mark.parametrize(("n", "p"), [(30_000_000, 0.37), (2**40, 0.5), (2**40, 1e-6)])
def test_large_binomials_are_nearly_normal(n, p):
    z = (binomials.binomials(n, p, 14, WORLDS, 0, 1) - n * p) / np.sqrt(n * p * (1 - p))
    assert stats.kstest(z, "norm").pvalue > 1e-3


def test_log_pmf_ratio_is_exact():
    for n, p in ((40, 0.3), (1000, 0.02), (30_000_000, 0.41)):
        m = np.floor((n + 1) * p)
        for k in (0, m - 4, m, m + 1, m + 17, min(n, 4 * m)):
            expected = stats.binom.logpmf(k, n, p) - stats.binom.logpmf(m, n, p)
            found = binomials._log_pmf_ratio(float(k - m), float(n), m, p / (1 - p))
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-7)


def test_certain_and_impossible_outcomes():
    few = WORLDS[:5]
    for n, p, expected in ((0, 0.4, 0), (9, 0.0, 0), (9, 1.0, 9), (2**40, 1.0, 2**40)):
        np.testing.assert_array_equal(binomials.binomials(n, p, 1, few, 0, 0), expected)
    assert binomials.binomial(5, np.nan, np.uint64(1), 0, 0, 0) == 0


def test_binomial_takes_values_per_world():
    n, p = np.array([3, 0, 1000]), np.array([1.0, 0.5, 0.25])
    several = binomials.binomials(n, p, 3, [4, 5, 6], 1, 1)
    assert several.tolist() == [3, 0, binomials.binomials(1000, 0.25, 3, [6], 1, 1)[0]]


@pytest.mark.parametrize(
    ("seed", "worlds", "day", "site"),
    [
        (-1, [0], 0, 0),
        (2**64, [0], 0, 0),
        (1.5, [0], 0, 0),
        (1, [-1], 0, 0),
        (1, [2**32], 0, 0),
        (1, [0], -1, 0),
        (1, [0], 0, -1),
        (1, [0], 2**32, 0),
    ],
)
def test_addresses_outside_the_range_are_refused(seed, worlds, day, site):
    with pytest.raises(UsageError, match=r"from 0 to|between 0 and"):
        draws.uniforms(seed, worlds, day, site)


@pytest.mark.parametrize(("n", "p"), [(-1, 0.5), (2**40 + 1, 0.5), (3, -0.1), (3, 1.1), (3, np.nan)])
def test_impossible_binomials_are_refused(n, p):
    with pytest.raises(UsageError, match="must lie between"):
        binomials.binomials(n, p, 1, [0], 0, 0)


def test_no_worlds_give_no_numbers():
    assert draws.uniforms(1, [], 0, 0).size == 0
