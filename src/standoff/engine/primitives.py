"""The primitives of the model's vocabulary as kernels take them: IEEE arithmetic and bit patterns alone.

No C library and no ``fastmath``, so that a loop over worlds becomes vector instructions and the result does not depend on
the processor. A fused multiply-add is asked for by name, never left to the compiler's choice: it has one correct result,
which a processor without the instruction gets from the C library's ``fma``, only slower.

Sources: exponent and reduction as in W. J. Cody & W. Waite, "Software manual for the elementary functions"
(1980); logarithm as in FreeBSD's ``e_log.c`` (fdlibm, Sun Microsystems 1993).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types
from numba.extending import intrinsic

_MAGIC = 6755399441055744.0  # 1.5 * 2**52: adding it leaves a whole number in the low bits
_MAGIC_BITS = 0x4338000000000000
_ONE_BITS = 0x3FF0000000000000
_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
_EXPONENT_FIELD = -0x10000000000000  # the sign and exponent bits
_LEAST, _MOST = -708.0, 710.0  # powers of e from 0 to infinity
_LOG2_E = 1.4426950408889634
_LN2_HIGH = 6.93147180369123816490e-01  # its low bits are 0: products with exponents are exact
_LN2_LOW = 1.90821492927058770002e-10
_NORMAL = 2.2250738585072014e-308
_TWO_54 = 18014398509481984.0


def _multiply_and_add(_context: Any, _a: Any, _b: Any, _c: Any) -> Any:
    """Signature and code of LLVM's fused multiply-add of three float64."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.fma(*arguments)

    return types.float64(types.float64, types.float64, types.float64), generate


_fused: Any = intrinsic(_multiply_and_add)


def fma(a: Any, b: Any, c: Any) -> Any:
    """Multiply and add, rounded once."""
    return _fused(np.float64(a), np.float64(b), np.float64(c))


def square_error(x: Any, square: Any) -> Any:
    """What x*x exceeds its rounded value by: exact, for it fits into one number."""
    x = np.float64(x)
    return _fused(x, x, -np.float64(square))


def exp(x: Any) -> Any:
    """Reduce to n ln 2 + r; a polynomial for the power of r, good to 2e-17; 2**n by its bit pattern."""
    x = np.float64(x)
    inside = _LEAST if x < _LEAST else (_MOST if x > _MOST else x)  # what is no number passes
    shifted = _fused(inside, _LOG2_E, _MAGIC)
    n = shifted - _MAGIC
    r = _fused(n, -_LN2_LOW, _fused(n, -_LN2_HIGH, inside))
    y = _fused(2.5100569275813683e-08, r, 2.762032742826824e-07)
    y = _fused(y, r, 2.75572680728901e-06)
    y = _fused(y, r, 2.4801520792572694e-05)
    y = _fused(y, r, 0.00019841269863303223)
    y = _fused(y, r, 0.0013888888917538296)
    y = _fused(y, r, 0.008333333333330011)
    y = _fused(y, r, 0.04166666666662348)
    y = _fused(y, r, 0.16666666666666669)
    y = _fused(y, r, 0.5000000000000001)
    y = _fused(_fused(y, r, 1.0), r, 1.0)
    # Of 2**(n - 1), for 2**1024 would not fit; what is too large becomes infinite as it is doubled.
    power = ((np.float64(shifted).view(np.int64) - _MAGIC_BITS - 1) << 52) + _ONE_BITS
    y = y * np.int64(power).view(np.float64) * 2.0
    return 0.0 if x < _LEAST else y


def log(x: Any) -> Any:
    """Reduce x to 2**k (1 + f), f from -0.293 to 0.414; the polynomial of fdlibm in s = f / (2 + f)."""
    x = np.float64(x)
    small = x < _NORMAL
    bits = np.float64(x * _TWO_54 if small else x).view(np.int64)
    distance = bits - _ROOT_HALF_BITS
    k = np.int64((distance >> 52) + _MAGIC_BITS).view(np.float64) - (_MAGIC + (54.0 if small else 0.0))
    f = np.int64(bits - (distance & _EXPONENT_FIELD)).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * _fused(w, _fused(w, 0.1531383769920937332, 0.2222219843214978396), 0.3999999999940941908)
    even = _fused(w, _fused(w, 0.1479819860511658591, 0.1818357216161805012), 0.2857142874366239149)
    series = _fused(z, _fused(w, even, 0.6666666666666735130), odd)
    half = 0.5 * f * f
    small_part = half - _fused(s, half + series, k * _LN2_LOW)
    y: float = _fused(k, _LN2_HIGH, f - small_part)
    y = y if x > 0.0 else np.nan
    y = -np.inf if x == 0.0 else y
    return y if x < np.inf else x


def sqrt(x: Any) -> Any:
    """IEEE's, rounded once."""
    return np.sqrt(np.float64(x))


def floor(x: Any) -> Any:
    """The largest whole number not above x."""
    return np.floor(np.float64(x))


def absolute(x: Any) -> Any:
    """Take off the sign."""
    return abs(np.float64(x))


def where(condition: Any, a: Any, b: Any) -> Any:
    """A choice; both sides are there."""
    return a if condition else b


def minimum(a: Any, b: Any) -> Any:
    """The smaller; NaN if either is."""
    return a if (a < b) | (a != a) else b


def maximum(a: Any, b: Any) -> Any:
    """The greater; NaN if either is."""
    return a if (a > b) | (a != a) else b
