"""How events become reports: intensities tilted by hidden disloyalty, seen through sources (model paper 1.12, 3 and 5).

A report comes at rate  base * tempo * (detect * tilt + fabricate + echo):  the tilt is true news, a source
may make it up, and one report brings the next of its kind (Hawkes 1971). So a source that would say it anyway, or the tenth
repeat of a story, tells little, and no row tells more than its source can carry. A blackout thins the true news alone.
"""

from __future__ import annotations

from standoff.model.maths import Array, clip, exp, log, maximum, normal_cdf, where

# The range of the index between margins -0.2 and +0.2, which calibrates a slope to a Bayes factor: 2 (2 Phi(1) - 1).
INDEX_RANGE = 1.3653789842741718
MARGIN_SCALE = 0.2
ROOT_OF_TWO_PI = 2.5066282746310002
# The chance of giving an order at which a report that shows it given comes at its base rate.
REFERENCE_CHOICE = 0.5
LEAST_CROWD, MOST_CROWD = -7.0, 0.0  # log10 share that a report of a crowd can tell
MOST_LOG_FACTOR = 700.0  # so that a size nobody could tell leaves numbers, under any assumption
ROUNDING = 1e-9  # a size in people, read back from a file, has another last bit
# Below this rate a day an hour nobody told is as good as noon, to 1e-9.
LEAST_RATE = 1e-4


def margin_index(margin: Array) -> Array:
    """Disloyalty index of a whole order in (-1, 1): 2 Phi(-M / 0.2) - 1; about +-0.68 at margins of -+0.2."""
    return 2.0 * normal_cdf(-margin / MARGIN_SCALE) - 1.0


def share_index(share: Array, sign: Array) -> Array:
    """Disloyalty index of one group in (-1, 1) from the share that disobeys (or, for defenders, defends)."""
    return sign * (2.0 * share - 1.0)


def slope_of_factor(log_factor: Array) -> Array:
    """Slope per unit of index whose Bayes factor between margins -0.2 and +0.2 is exp(log_factor)."""
    return log_factor / INDEX_RANGE


def tilt(slope: Array, index: Array) -> Array:
    """How much likelier such news is in this world than at index 0."""
    return exp(slope * index)


def silence_log_factor(rate: Array, days: Array) -> Array:
    """Log likelihood of `days` without an event of that rate a day: -rate * days (non-event, model paper 1.12)."""
    return -rate * days


def visible_share(blackout: Array, hides: Array) -> Array:
    """Share of what happens that still gets through to those who write, under a blackout in [0, 1]; it multiplies a tilt.

    Whoever cannot see still makes things up and repeats what was said, so that a report tells less and silence tells less.
    """
    return 1.0 - hides * blackout


def rest_of_day_log_factor(rate: Array) -> Array:
    """Log likelihood of nothing more at `rate` a day after a report of an hour nobody told: the mean of exp(-rate (1 - t)).

    Exact for the reports of one code in a day, however many: their hours are those of so many points thrown on the day.
    """
    held = maximum(rate, LEAST_RATE)
    return where(rate > LEAST_RATE, log((1.0 - exp(-held)) / held), -0.5 * rate)


def order_tilt(ordering: Array) -> Array:
    """How much likelier a report that shows an order given is where he gives it with this chance."""
    return ordering / REFERENCE_CHOICE


def withheld_tilt(rate: Array, ordering: Array, days: Array) -> Array:
    """How much likelier `days` without an arrest are than where he orders it with the reference chance.

    `rate` is of arrests a day at full occasion where he would always order one; it is the non-event of model paper 1.12.
    """
    return exp(silence_log_factor(rate * (ordering - REFERENCE_CHOICE), days))


def report_intensity(tilted: Array, detect: Array, fabricate: Array, echo: Array) -> Array:
    """Intensity of a report, in units of its code's base rate."""
    return detect * tilted + fabricate + echo


def chance_true(tilted: Array, detect: Array, fabricate: Array, echo: Array) -> Array:
    """P(the reported thing happened | it was reported, this world)."""
    return (detect * tilted + echo) / (detect * tilted + fabricate + echo)


def tempo_rate(exposure: Array, shape: Array, reports: Array) -> Array:
    """How fast this case is written down, from its own public trail: (k + n) / (k + L).

    n reports were public when L were expected at tempo 1; k is how many reports the usual tempo is worth. The tempo multiplies
    every intensity, so that silence counts little where nobody knows how much of what happens gets written down.
    """
    return (shape + reports) / (shape + exposure)


def normal_log_density(value: Array, mean: Array, sd: Array) -> Array:
    """Log density of a normal distribution."""
    distance = (value - mean) / sd
    return -0.5 * distance * distance - log(sd * ROOT_OF_TWO_PI)


def size_log_density(log10_size: Array, expected_log10: Array, noise: Array) -> Array:
    """Log density of a reported crowd size around the expected one, both log10 shares of the population.

    At the ends of what can be told (nobody to speak of, everybody) it is the chance of a size there or beyond.
    """
    distance = (log10_size - expected_log10) / noise
    beyond = normal_cdf(where(log10_size < 0.5 * LEAST_CROWD, distance, -distance))
    told = (log10_size > LEAST_CROWD + ROUNDING) & (log10_size < MOST_CROWD - ROUNDING)
    return where(told, normal_log_density(log10_size, expected_log10, noise), log(maximum(beyond, 1e-300)))


def size_factor(log10_size: Array, expected_log10: Array, noise: Array, usual_log10: Array, spread: Array) -> Array:
    """How much likelier a crowd that was there is told of that size than one that was made up, usual in any world."""
    there = size_log_density(log10_size, expected_log10, noise)
    made_up = size_log_density(log10_size, usual_log10, spread)
    return exp(clip(there - made_up, -MOST_LOG_FACTOR, MOST_LOG_FACTOR))


def sized_log_factor(chance: Array, factor: Array) -> Array:
    """Log likelihood of a size, in units of the density of made-up ones: the crowd was there with that chance.

    So a size tells no more than its source can carry, as its row does.
    """
    return log(1.0 - chance + chance * factor)


def chance_true_of_size(chance: Array, factor: Array) -> Array:
    """P(the crowd was there | a report of it, and the size it tells): Bayes' rule."""
    return chance * factor / (1.0 - chance + chance * factor)
