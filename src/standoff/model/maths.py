"""The mathematical vocabulary in which the model's formulas are written.

Every formula of the model is a plain Python function made of arithmetic and the words below. Called from
Python it runs on NumPy arrays (or single floats); the engine compiles the same text for its kernels, giving
the *primitives* (listed in ``PRIMITIVES``) a compiled meaning of their own and taking the other functions as
they are written here. They are therefore free of branches: each side of a choice is computed, and ``where``
selects. No function warns; where a value is undefined the answer is NaN.

Sources: Kahan's log1p as in D. Goldberg, "What every computer scientist should know about floating-point
arithmetic", ACM Computing Surveys 23 (1991), theorem 4; the splitting of a product by T. J. Dekker,
Numerische Mathematik 18 (1971); M. J. Wichura, "Algorithm AS 241: the percentage points of the normal
distribution", Applied Statistics 37 (1988); P. J. Acklam's rational approximation of the normal quantile
(2003). The rational form of the scaled normal tail is our own fit (see ``_scaled_tail``).
"""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = float | NDArray[np.float64]
"""One number, or one per world: a formula does not care which."""

Condition: TypeAlias = bool | np.bool_ | NDArray[np.bool_]
"""The outcome of a comparison of two ``Array``."""

_EXP_LOW = -708.0  # below, the exponential would be a denormal number: it is taken as 0
_TINY = 2.2250738585072014e-308  # the smallest normal float64
_SPLITTER = 134217729.0  # 2**27 + 1
_ONE_OVER_ROOT_TWO_PI = 0.3989422804014327
_FAR = 40.0  # normal tails beyond this are 0 in float64
_FARTHEST = 1e25  # beyond it the powers of `_scaled_tail` would not fit


# --- Primitives -----------------------------------------------------------------------------------------


def exp(x: Array) -> Array:
    """Return e to the power x; 0 for x below -708, infinite above 709.78."""
    with np.errstate(all="ignore"):
        return where(x < _EXP_LOW, 0.0, np.exp(x))


def log(x: Array) -> Array:
    """Return the natural logarithm of x; minus infinity at 0, NaN below."""
    with np.errstate(all="ignore"):
        return np.log(x)


def sqrt(x: Array) -> Array:
    """Return the square root of x; NaN below 0."""
    with np.errstate(all="ignore"):
        return np.sqrt(x)


def floor(x: Array) -> Array:
    """Return the largest whole number not above x, as a float."""
    return np.floor(x)


def where(condition: Condition, a: Array, b: Array) -> Array:
    """Return ``a`` where the condition holds and ``b`` elsewhere; both are computed."""
    chosen: Array = np.where(condition, a, b)[()]
    return chosen


def absolute(x: Array) -> Array:
    """Return x without its sign."""
    return np.abs(x)


def minimum(a: Array, b: Array) -> Array:
    """Return the smaller of a and b; NaN if either is."""
    return np.minimum(a, b)


def maximum(a: Array, b: Array) -> Array:
    """Return the larger of a and b; NaN if either is."""
    return np.maximum(a, b)


def fma(a: Array, b: Array, c: Array) -> Array:
    """Return a * b + c; in kernels rounded once, as IEEE 754 asks of a fused multiply-add."""
    return a * b + c


def square_error(x: Array, square: Array) -> Array:
    """Return x*x - square exactly, for square = x*x rounded (Dekker 1971); for moderate x."""
    carry = _SPLITTER * x
    high = carry - (carry - x)
    low = x - high
    return ((high * high - square) + 2.0 * high * low) + low * low


PRIMITIVES: tuple[Callable[..., Any], ...] = (exp, log, sqrt, floor, absolute, where, minimum, maximum, fma, square_error)
"""The functions to which the engine gives a compiled meaning of their own."""


# --- Composites: one text for NumPy and for the compiler -----------------------------------------------


def clip(x: Array, low: Array, high: Array) -> Array:
    """Return x, kept between low and high; NaN stays NaN."""
    return minimum(maximum(x, low), high)


def log1p(x: Array) -> Array:
    """Return log(1 + x), also accurate for tiny x (Kahan; Goldberg 1991, theorem 4)."""
    u = 1.0 + x
    flat = (u == 1.0) | (absolute(u) == np.inf)
    return where(u == 1.0, x, log(u) * (where(flat, 1.0, x) / where(flat, 1.0, u - 1.0)))


def expit(x: Array) -> Array:
    """Return the logistic function 1 / (1 + exp(-x))."""
    z = exp(-absolute(x))
    return where(x < 0.0, z, 1.0) / (1.0 + z)


def logit(p: Array) -> Array:
    """Return log(p / (1 - p)): minus infinity at 0, infinity at 1, NaN outside [0, 1].

    Near one half the ratio is taken as 1 + (2p - 1) / (1 - p), whose excess over 1 is exact, as in ``log1p``.
    """
    inside = clip(p, 0.0, 1.0)
    q = where(inside == 1.0, 1.0, 1.0 - inside)
    excess = 2.0 * (inside - 0.5) / q
    near = absolute(inside - 0.5) < 0.25
    u = where(near, 1.0 + excess, inside / q)
    exact = near & (u != 1.0)
    value = log(u) * (where(exact, excess, 1.0) / where(exact, u - 1.0, 1.0))
    value = where(u == 1.0, excess, value)
    return where(p == 1.0, np.inf, where(p == inside, value, np.nan))


def _gauss(x: Array) -> Array:
    """Return exp(-x*x/2) to full relative accuracy, for x from -40 to 40."""
    square = x * x
    return exp(-0.5 * square) * (1.0 - 0.5 * square_error(x, square))


def _scaled_tail(x: Array) -> Array:
    """Return exp(x*x/2) times the normal probability above x, for 0 <= x <= 1e25.

    A rational function of degree 10 over 11, interpolating at the Chebyshev nodes of (x - 4) / (x + 4); with
    the coefficients rounded its relative error is 7.2e-17 up to 40, and no larger beyond, where it is
    0.3989 / x. All coefficients are positive, so that nothing cancels.
    """
    top = fma(3.444844248133779e-07, x, 1.0054509410486508e-05)
    top = fma(top, x, 0.00014553684829116332)
    top = fma(top, x, 0.0013539352612631115)
    top = fma(top, x, 0.00888536708955921)
    top = fma(top, x, 0.04276593666335417)
    top = fma(top, x, 0.15255574190361323)
    top = fma(top, x, 0.39847762044180396)
    top = fma(top, x, 0.7320234267813366)
    top = fma(top, x, 0.8608879306762593)
    top = fma(top, x, 0.5)
    bottom = fma(8.634943994072101e-07, x, 2.5202917575868965e-05)
    bottom = fma(bottom, x, 0.000365670273326713)
    bottom = fma(bottom, x, 0.0034190153254793935)
    bottom = fma(bottom, x, 0.022635392167119316)
    bottom = fma(bottom, x, 0.11054171261622948)
    bottom = fma(bottom, x, 0.4039518693304244)
    bottom = fma(bottom, x, 1.0994979979374775)
    bottom = fma(bottom, x, 2.176350294818652)
    bottom = fma(bottom, x, 2.9744450028664335)
    bottom = fma(bottom, x, 2.5196604221553853)
    bottom = fma(bottom, x, 1.0)
    return top / bottom


def normal_pdf(x: Array) -> Array:
    """Return the density of the standard normal distribution at x."""
    return _ONE_OVER_ROOT_TWO_PI * _gauss(minimum(absolute(x), _FAR))


def normal_cdf(x: Array) -> Array:
    """Return the standard normal probability of a value below x, to about 1e-15 of itself in both tails."""
    far = minimum(absolute(x), _FAR)
    tail = _gauss(far) * _scaled_tail(far)
    return where(x > 0.0, 1.0 - tail, tail)


def inverse_mills(x: Array) -> Array:
    """Return normal_pdf(x) / normal_cdf(x), the slope of log normal_cdf; about -x far to the left, down to -1e25."""
    far = minimum(absolute(x), _FARTHEST)
    scaled, peak = _scaled_tail(far), _gauss(minimum(far, _FAR))
    return _ONE_OVER_ROOT_TWO_PI * where(x < 0.0, 1.0, peak) / where(x < 0.0, scaled, 1.0 - peak * scaled)


def log_cdf_rise(x: Array, step: Array) -> Array:
    """Return log normal_cdf(x + step) - log normal_cdf(x), also where both are 0 in float64; x above -1e25, step not negative.

    Nothing cancels: where both points lie left of 0 their squares are subtracted by hand, where both lie right of it
    their upper tails are subtracted and not the probabilities themselves, which are nearly 1.
    """
    end = x + step
    here, there = _scaled_tail(absolute(x)), _scaled_tail(absolute(end))
    above, beyond = _gauss(minimum(absolute(x), _FAR)) * here, _gauss(minimum(absolute(end), _FAR)) * there
    squares = where(end < 0.0, -(x + 0.5 * step) * step, where(x < 0.0, 0.5 * x * x, 0.0))
    top = where(end < 0.0, there - here, where(x < 0.0, 1.0 - beyond - here, above - beyond))
    return squares + log1p(top / where(x < 0.0, here, 1.0 - above))


def normal_quantile(p: Array) -> Array:
    """Return the x whose normal_cdf is p (Wichura 1988, AS 241, about 1e-16); infinite at 0 and 1.

    The three ranges of the algorithm share one evaluation, whose coefficients are selected.
    """
    offset = p - 0.5
    tail = minimum(p, 1.0 - p)
    centre = absolute(offset) <= 0.425
    root = sqrt(-log(where(tail > _TINY, tail, _TINY)))
    near = root <= 5.0
    q = where(centre, offset, where(offset < 0.0, -1.0, 1.0))
    r = where(centre, 0.180625 - q * q, root - where(near, 1.6, 5.0))
    x = q * (_wichura_top(r, centre, near) / _wichura_bottom(r, centre, near))
    end = where(tail == 0.0, where(offset < 0.0, -np.inf, np.inf), np.nan)
    return where(tail > 0.0, x, end)


def _pick(centre: Condition, near: Condition, a: float, c: float, e: float) -> Array:
    """Return the coefficient of the range in force."""
    return where(centre, a, where(near, c, e))


def _wichura_top(r: Array, centre: Condition, near: Condition) -> Array:
    """Return the numerator of AS 241."""
    y = _pick(centre, near, 2509.0809287301227, 0.0007745450142783414, 2.0103343992922881e-07)
    y = fma(y, r, _pick(centre, near, 33430.57558358813, 0.022723844989269184, 2.7115555687434876e-05))
    y = fma(y, r, _pick(centre, near, 67265.7709270087, 0.2417807251774506, 0.0012426609473880784))
    y = fma(y, r, _pick(centre, near, 45921.95393154987, 1.2704582524523684, 0.026532189526576124))
    y = fma(y, r, _pick(centre, near, 13731.69376550946, 3.6478483247632045, 0.29656057182850487))
    y = fma(y, r, _pick(centre, near, 1971.5909503065513, 5.769497221460691, 1.7848265399172913))
    y = fma(y, r, _pick(centre, near, 133.14166789178438, 4.630337846156546, 5.463784911164114))
    return fma(y, r, _pick(centre, near, 3.3871328727963665, 1.4234371107496835, 6.657904643501103))


def _wichura_bottom(r: Array, centre: Condition, near: Condition) -> Array:
    """Return the denominator of AS 241."""
    y = _pick(centre, near, 5226.495278852854, 1.0507500716444169e-09, 2.0442631033899397e-15)
    y = fma(y, r, _pick(centre, near, 28729.085735721943, 0.0005475938084995345, 1.421511758316446e-07))
    y = fma(y, r, _pick(centre, near, 39307.89580009271, 0.015198666563616457, 1.8463183175100548e-05))
    y = fma(y, r, _pick(centre, near, 21213.794301586597, 0.14810397642748008, 0.0007868691311456133))
    y = fma(y, r, _pick(centre, near, 5394.196021424751, 0.6897673349851, 0.014875361290850615))
    y = fma(y, r, _pick(centre, near, 687.1870074920579, 1.6763848301838038, 0.1369298809227358))
    y = fma(y, r, _pick(centre, near, 42.31333070160091, 2.053191626637759, 0.599832206555888))
    return fma(y, r, 1.0)


CENTRE = 0.47575
"""How far from one half Acklam's formula for the centre of the normal distribution goes."""

_A1, _A2, _A3 = -39.69683028665376, 220.9460984245205, -275.9285104469687
_A4, _A5, _A6 = 138.3577518672690, -30.66479806614716, 2.506628277459239
_B1, _B2, _B3 = -54.47609879822406, 161.5858368580409, -155.6989798598866
_B4, _B5 = 66.80131188771972, -13.28068155288572


def normal_quantile_fast(p: Array) -> Array:
    """Return the normal quantile to about 1e-9 (Acklam 2003), for random draws: p inside (0, 1)."""
    q = p - 0.5
    tail = minimum(p, 1.0 - p)
    centre = absolute(q) <= CENTRE
    root = sqrt(-2.0 * log(tail))
    r = where(centre, q * q, root)
    top = where(centre, _A1, -7.784894002430293e-03)
    top = fma(top, r, where(centre, _A2, -0.3223964580411365))
    top = fma(top, r, where(centre, _A3, -2.400758277161838))
    top = fma(top, r, where(centre, _A4, -2.549732539343734))
    top = fma(top, r, where(centre, _A5, 4.374664141464968))
    top = fma(top, r, where(centre, _A6, 2.938163982698783))
    bottom = where(centre, _B1, 0.0)
    bottom = fma(bottom, r, where(centre, _B2, 7.784695709041462e-03))
    bottom = fma(bottom, r, where(centre, _B3, 0.3224671290700398))
    bottom = fma(bottom, r, where(centre, _B4, 2.445134137142996))
    bottom = fma(bottom, r, where(centre, _B5, 3.754408661907416))
    bottom = fma(bottom, r, 1.0)
    return where(centre, q, where(q < 0.0, 1.0, -1.0)) * top / bottom


def normal_quantile_centre(p: Array) -> Array:
    """Return what ``normal_quantile_fast`` does, to the bit, where p is no farther than ``CENTRE`` from one half."""
    q = p - 0.5
    r = q * q
    top = fma(fma(fma(fma(fma(_A1, r, _A2), r, _A3), r, _A4), r, _A5), r, _A6)
    bottom = fma(fma(fma(fma(fma(_B1, r, _B2), r, _B3), r, _B4), r, _B5), r, 1.0)
    return q * top / bottom
