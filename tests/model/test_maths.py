"""The vocabulary: right to rounding, silent, and the same in NumPy and in compiled kernels."""

import os
import subprocess
import sys
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import numba
import numpy as np
import pytest
from scipy import special, stats

import standoff
from standoff.engine import compile as _compile
from standoff.model import maths

_ = _compile  # importing it gives the words their compiled meaning
EVERY = np.concatenate([np.linspace(-40.0, 40.0, 2001), [0.0, -0.0, 1e-9, -1e-9, 1e-300, -1e-300]])
POSITIVE = np.concatenate([np.geomspace(1e-307, 1e308, 2001), np.linspace(0.5, 2.0, 301)])
CHANCE = np.concatenate(
    [np.linspace(1e-4, 1 - 1e-4, 1999), np.geomspace(1e-300, 0.1, 301), 1 - np.geomspace(1e-16, 0.1, 99)]
)
INPUTS = {
    "exp": np.concatenate([np.linspace(-707.9, 709.7, 3001), EVERY]),
    "log": POSITIVE,
    "sqrt": POSITIVE,
    "floor": EVERY,
    "absolute": EVERY,
    "log1p": np.concatenate([np.linspace(-0.999, 3.0, 999), np.geomspace(1e-300, 1e300, 999)]),
    "expit": EVERY,
    "logit": CHANCE,
    "normal_pdf": EVERY[abs(EVERY) < 37.6],
    "normal_cdf": EVERY[EVERY > -37.6],
    "inverse_mills": EVERY[abs(EVERY) < 37.6],
    "normal_quantile": CHANCE,
    "normal_quantile_fast": CHANCE,
    "normal_quantile_centre": CHANCE[abs(CHANCE - 0.5) <= maths.CENTRE],
}
ENDS = np.array([-np.inf, -1e308, -800.0, -2.0, -1.0, -0.0, 0.0, 0.5, 1.0, 2.0, 800.0, 1e308, np.inf, np.nan])


def compiled(name):
    word = getattr(maths, name)

    def loop(out, x):
        for i in range(out.size):
            out[i] = word(x[i])

    return numba.njit(error_model="numpy")(loop)


KERNELS = {name: compiled(name) for name in INPUTS}


def by_kernel(name, x):
    out = np.empty(x.size)
    KERNELS[name](out, x)
    return out


def apart(a, b):
    """The largest relative difference; infinities and NaNs must match."""
    a, b = np.asarray(a), np.asarray(b)
    finite = np.isfinite(b) & (b != 0.0)
    np.testing.assert_array_equal(a[~finite], b[~finite])
    return np.max(abs(a[finite] / b[finite] - 1.0), initial=0.0)


@pytest.mark.parametrize(
    ("name", "reference", "tolerance"),
    [
        ("exp", np.exp, 4.5e-16),
        ("log", np.log, 4.5e-16),
        ("log1p", np.log1p, 2e-15),
        ("expit", special.expit, 1e-15),
        ("logit", special.logit, 1e-14),
        ("normal_pdf", stats.norm.pdf, 2e-13),
        ("normal_cdf", special.ndtr, 2e-13),
        ("inverse_mills", lambda x: np.exp(stats.norm.logpdf(x) - special.log_ndtr(x)), 1e-12),
        ("normal_quantile", special.ndtri, 1e-14),
        ("normal_quantile_fast", special.ndtri, 1.2e-9),
    ],
)
def test_agrees_with_scipy(name, reference, tolerance):
    x = INPUTS[name]
    assert apart(getattr(maths, name)(x), reference(x)) < tolerance
    assert apart(by_kernel(name, x), reference(x)) < tolerance


@pytest.mark.parametrize("name", INPUTS)
def test_compiled_meaning_is_the_numpy_meaning(name):
    """Up to the rounding of fused multiply-adds, which Acklam's coefficients of alternating signs make larger."""
    bar = 1e-12 if name.startswith("normal_quantile_") else 4e-15
    assert apart(by_kernel(name, INPUTS[name]), getattr(maths, name)(INPUTS[name])) < bar


def test_the_fast_quantile_of_the_centre_is_the_fast_quantile_to_the_bit():
    x = INPUTS["normal_quantile_centre"]
    for called in (lambda name: getattr(maths, name)(x), lambda name: by_kernel(name, x)):
        np.testing.assert_array_equal(called("normal_quantile_centre"), called("normal_quantile_fast"))


@pytest.mark.parametrize("name", [name for name in INPUTS if not name.startswith("normal_quantile_")])
def test_ends_are_silent_and_the_same(name):
    with np.errstate(all="raise", under="ignore"):
        expected = getattr(maths, name)(ENDS)
    assert apart(by_kernel(name, ENDS), expected) < 4e-15


def test_values_at_the_ends():
    inf, nan = np.inf, np.nan
    np.testing.assert_array_equal(maths.exp(np.array([-inf, -709.0, 709.8, inf, nan])), [0, 0, inf, inf, nan])
    np.testing.assert_array_equal(maths.log(np.array([-1.0, 0.0, inf, nan])), [nan, -inf, inf, nan])
    np.testing.assert_array_equal(
        maths.normal_cdf(np.array([-inf, -50.0, 0.0, 50.0, inf, nan])), [0, 0, 0.5, 1, 1, nan]
    )
    np.testing.assert_array_equal(
        maths.normal_quantile(np.array([-0.1, 0, 0.5, 1, 1.1])), [nan, -inf, 0, inf, nan]
    )
    np.testing.assert_array_equal(maths.logit(np.array([-0.1, 0, 0.5, 1, 1.1])), [nan, -inf, 0, inf, nan])
    np.testing.assert_array_equal(maths.expit(np.array([-inf, 0.0, inf, nan])), [0, 0.5, 1, nan])


@pytest.mark.parametrize("name", INPUTS)
def test_a_single_float_is_enough(name):
    value = getattr(maths, name)(0.25)
    assert isinstance(value, float)
    assert value == getattr(maths, name)(np.array([0.25]))[0]


def tail(x):
    """The normal probability above x to 40 digits, by Laplace's continued fraction."""
    with localcontext() as context:
        context.prec = 40
        x = Decimal(x)
        fraction = x
        for k in range(400, 0, -1):
            fraction = x + k / fraction
        root_two_pi = Decimal("2.506628274631000502415765284811045253006986740609938")
        return (-x * x / 2).exp() / root_two_pi / fraction


@pytest.mark.parametrize("x", [3.1, 5.7, 7.071, 9.99, 13.3, 20.01, 29.7, 36.9])
def test_normal_tail_to_rounding(x):
    for found in (float(maths.normal_cdf(-x)), float(by_kernel("normal_cdf", np.array([-x]))[0])):
        assert abs(Decimal(found) / tail(x) - 1) < Decimal("2e-15")


def test_quantile_undoes_cdf():
    x = np.linspace(-37.0, 5.0, 999)
    np.testing.assert_allclose(maths.normal_quantile(maths.normal_cdf(x)), x, rtol=2e-14, atol=2e-10)


def test_inverse_mills_far_to_the_left_is_the_distance():
    x = -np.geomspace(40.0, 1e20, 200)
    np.testing.assert_allclose(maths.inverse_mills(x), -x - 1 / x, rtol=1e-5)
    np.testing.assert_allclose(maths.inverse_mills(x[x < -1e6]), -x[x < -1e6], rtol=1e-12)


@pytest.mark.parametrize("step", [0.0, 1e-5, 0.1, 3.0, 60.0])
def test_rise_of_the_log_cdf(step):
    """Against scipy's log cdf where that does not cancel, and against its slope where it does."""
    x = np.linspace(-30.0, 8.0, 381)
    rise = maths.log_cdf_rise(x, step)
    assert np.all(rise >= 0.0)
    exact = special.log_ndtr(x + step) - special.log_ndtr(x)
    np.testing.assert_allclose(rise, exact, rtol=1e-11, atol=3e-13)
    if 0.0 < step < 1e-3:
        np.testing.assert_allclose(rise, step * maths.inverse_mills(x + 0.5 * step), rtol=3e-10)


def test_rise_of_the_log_cdf_where_both_ends_are_beyond_float64():
    x, step = -np.geomspace(1e2, 1e7, 50), 1e-3
    np.testing.assert_allclose(maths.log_cdf_rise(x, step), -(x + step / 2) * step, rtol=1.01 / x[0] ** 2)


def test_selects_and_bounds():
    x = np.array([-2.0, 0.5, 3.0, np.nan])
    np.testing.assert_array_equal(maths.clip(x, 0.0, 1.0), [0.0, 0.5, 1.0, np.nan])
    assert maths.where(True, 1.0, 2.0) == 1.0

    @numba.njit
    def bound(a, b):
        return maths.minimum(a, b), maths.maximum(a, b), maths.clip(a, -1.0, b), maths.where(a < b, 1, 2.5)

    assert bound(1.0, 2.0) == (1.0, 2.0, 1.0, 1.0)
    assert bound(2.0, 1) == (1.0, 2.0, 1.0, 2.5)
    assert np.isnan(bound(np.nan, 1.0)[:3]).all()
    assert np.isnan(bound(1.0, np.nan)[:3]).all()


BITS = """
import hashlib, sys
import numba, numpy as np
import standoff.engine.compile
from standoff.model import maths

def loop(out, x):
    for i in range(out.size):
        p = maths.normal_cdf(x[i])
        out[i] = maths.exp(x[i]) + maths.log(absolute(x[i])) + maths.normal_quantile(p) + maths.expit(x[i])

absolute = maths.absolute
out = np.empty(4001)
numba.njit(error_model="numpy")(loop)(out, np.linspace(-9.0, 8.0, 4001))
print(hashlib.sha256(out.tobytes()).hexdigest())
"""


@numba.njit
def multiplied_and_added(a, b, c):
    return maths.fma(a, b, c)


@numba.njit
def lost_by_squaring(x):
    return maths.square_error(x, x * x)


def test_kernels_multiply_and_add_with_one_rounding():
    """The exact result, made of fractions and rounded once; NumPy rounds twice, and is as far off as that."""
    rng = np.random.default_rng(7)
    for a, b in rng.normal(size=(300, 2)):
        c = -a * b * (1.0 + rng.normal() * 1e-15)  # so that nearly all cancels
        once = float(Fraction(a) * Fraction(b) + Fraction(c))
        assert multiplied_and_added(a, b, c) == once
        assert abs(maths.fma(a, b, c) - once) <= abs(a * b) * 2.0**-53
    assert multiplied_and_added(1.0 + 2.0**-27, 1.0 + 2.0**-27, -1.0 - 2.0**-26) == 2.0**-54


def test_what_squaring_loses_is_exact_in_both_meanings():
    for x in np.random.default_rng(8).normal(scale=20.0, size=300):
        exact = float(Fraction(x) * Fraction(x) - Fraction(x * x))
        assert lost_by_squaring(x) == maths.square_error(x, x * x) == exact


def test_bits_do_not_depend_on_the_processor():
    path = str(Path(standoff.__file__).parent.parent)
    base = {**os.environ, "PYTHONPATH": path}
    runs = [
        subprocess.run([sys.executable, "-c", BITS], env=env, capture_output=True, text=True, check=True)
        for env in (base, {**base, "NUMBA_CPU_NAME": "generic"})
    ]
    assert runs[0].stdout == runs[1].stdout
