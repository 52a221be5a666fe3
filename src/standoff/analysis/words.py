"""Numbers in words: the likelihood bands of ICD 203, honest percentages, factors and odds of the unseen.

Nothing here ever says "impossible", "certain", "0 %" or "100 %": a model has no right to those.
"""

from __future__ import annotations

from math import floor, isfinite, log10

_BANDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
)
_HIGHEST = "almost certain"
_NO_CHANCE, _EVEN = _BANDS[0][1], _BANDS[3][1]
_OPEN = 0.01  # nearer to 0 or 1 than this the bands of ICD 203 end, and so does the whole per cent
_FINEST = 0.0001  # nearer than this no number of ours is meant
_NO_WEIGHT = 0.05  # decibans that print as 0.0
_MOST_DECIBANS = 90.0  # beyond a factor of a thousand million a larger one says no more
UNKNOWN = "not known"


def likelihood(p: float) -> str:
    """The word of ICD 203 for a probability; bands share their edges, and a lower edge belongs to its band.

    Example:
        >>> likelihood(0.68)
        'likely'
        >>> likelihood(0.004)
        'almost no chance (below 1 %)'
    """
    if not isfinite(p):
        return UNKNOWN
    return f"{band(p)}{_beyond(p)}"


def judgement(p: float, worlds: int = 0) -> str:
    """A probability as the start of a sentence that goes on with "that ...": word and number together.

    Args:
        p: the probability.
        worlds: how many worlds it is a share of, if of any (see `percent`).

    Example:
        >>> judgement(0.68), judgement(0.5)
        ('it is likely (68 %)', 'there is a roughly even chance (50 %)')
    """
    if not isfinite(p):
        return "it is not known"
    word = band(p)
    start = {_NO_CHANCE: "there is", _EVEN: "there is a"}.get(word, "it is")
    return f"{start} {word} ({percent(p, worlds)})"


def percent(p: float, worlds: int = 0) -> str:
    """A probability in per cent: whole in the middle, finer near the ends, never 0 % or 100 %.

    Args:
        p: the probability.
        worlds: how many worlds it is a share of; what none or all of them showed is then told as such.

    Example:
        >>> percent(0.68), percent(0.996), percent(0.0004), percent(0.0), percent(0.0, 200)
        ('68 %', '99.6 %', '0.04 %', 'below 0.01 %', '< 1 in 200')
    """
    if not isfinite(p):
        return UNKNOWN
    if worlds and not 0 < p < 1:
        return one_in(worlds) if p <= 0 else f"all but {one_in(worlds)}"
    if p < _FINEST:
        return "below 0.01 %"
    if p > 1 - _FINEST:
        return "above 99.99 %"
    return f"{100 * p:.{_decimals(min(p, 1 - p))}f} %"


def percent_range(low: float, high: float) -> str:
    """Two probabilities as a short range in per cent; ends beyond 1 or 99 % are spelt out only where both lie there.

    Example:
        >>> percent_range(0.54, 0.81), percent_range(0.0, 0.998), percent_range(0.001, 0.004)
        ('54 to 81 %', '<1 to >99 %', '0.1 to 0.4 %')
    """
    if not (isfinite(low) and isfinite(high)):
        return UNKNOWN
    ends = _coarse(low), _coarse(high)
    if ends[0].strip("<>") == ends[1].strip("<>"):
        ends = _fine(low), _fine(high)
    return " to ".join(ends) + " %"


def one_in(worlds: int) -> str:
    """What can be said of an outcome that no world showed.

    Example:
        >>> one_in(20_000)
        '< 1 in 20,000'
    """
    return f"< 1 in {worlds:,}"


def decibans(value: float) -> str:
    """Decibans with their sign and one decimal; no sign where that prints as nought.

    Example:
        >>> decibans(3.04), decibans(-0.01)
        ('+3.0', '0.0')
    """
    if not isfinite(value):
        return UNKNOWN
    return "0.0" if abs(value) < _NO_WEIGHT else f"{value:+.1f}"


def factor_words(value: float) -> str:
    """Decibans for "refused" as the factor on the odds, and where it points.

    Example:
        >>> factor_words(3.01), factor_words(-10)
        ('a factor of 2.0 towards refusal', 'a factor of 10 towards obedience')
    """
    if not isfinite(value):
        return UNKNOWN
    if abs(value) < _NO_WEIGHT:
        return "no weight either way"
    return f"a factor of {factor(value)} towards {'refusal' if value > 0 else 'obedience'}"


def factor(value: float) -> str:
    """The factor alone, for a table; it is 1 or more, and the sign of the decibans says where it points."""
    if not isfinite(value):
        return UNKNOWN
    times = 10 ** (min(abs(value), _MOST_DECIBANS) / 10)
    decimals = 2 if 1.0116 <= times < 1.095 else 1 if times < 9.95 else 0
    return f"{times:,.{decimals}f}"


def _coarse(p: float) -> str:
    return "<1" if p < _OPEN else ">99" if p > 1 - _OPEN else f"{100 * p:.0f}"


def _fine(p: float) -> str:
    return percent(p).removesuffix(" %").replace("below ", "<").replace("above ", ">")


def band(p: float) -> str:
    """The word of ICD 203 alone, for where the number stands beside it."""
    if not isfinite(p):
        return UNKNOWN
    return next((word for edge, word in _BANDS if p < edge), _HIGHEST)


def _beyond(p: float) -> str:
    return " (below 1 %)" if p < _OPEN else " (above 99 %)" if p > 1 - _OPEN else ""


def _decimals(tail: float) -> int:
    """Decimals of the per cent that keep one figure of a small tail."""
    return 0 if tail >= _OPEN else -floor(log10(100 * tail) + 1e-9)
