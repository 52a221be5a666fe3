"""The words of numbers, of their bounds and of what is counted: tables and patterns of `numbers`."""

from __future__ import annotations

from standoff.intake.tables.tables import listed
from standoff.intake.values import Bound

ONES = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "  # noqa: SIM905
        "seventeen eighteen nineteen".split()
    )
}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"hundred": 100, "thousand": 1_000, "k": 1_000, "million": 1_000_000, "m": 1_000_000, "billion": 10**9, "bn": 10**9}
VAGUE: dict[str, tuple[float, Bound]] = {
    "several": (3, "at_least"),
    "dozens": (24, "at_least"),
    "scores": (40, "at_least"),
    "a few dozen": (24, "at_least"),
    "several dozen": (24, "at_least"),
    "hundreds": (200, "at_least"),
    "several hundred": (200, "at_least"),
    "a few hundred": (200, "at_least"),
    "thousands": (2_000, "at_least"),
    "several thousand": (2_000, "at_least"),
    "a few thousand": (2_000, "at_least"),
    "tens of thousands": (20_000, "at_least"),
    "hundreds of thousands": (200_000, "at_least"),
    "several hundred thousand": (200_000, "at_least"),
    "a few hundred thousand": (200_000, "at_least"),
    "hundred thousand": (100_000, "exact"),
    "a hundred thousand": (100_000, "exact"),
    "a couple of hundred": (200, "about"),
    "a couple of thousand": (2_000, "about"),
    "a couple of dozen": (24, "about"),
    "millions": (2_000_000, "at_least"),
    "several million": (2_000_000, "at_least"),
    "half a dozen": (6, "exact"),
    "a dozen": (12, "exact"),
    "two dozen": (24, "exact"),
    "three dozen": (36, "exact"),
    "half a million": (500_000, "exact"),
    "a quarter of a million": (250_000, "exact"),
    "a score": (20, "exact"),
    "a hundred": (100, "exact"),
    "a thousand": (1_000, "exact"),
    "a million": (1_000_000, "exact"),
    "a couple": (2, "about"),
    "a pair": (2, "exact"),
}
"""What the round words count: a plural of a scale is at least two of it, "several" at least three."""

BOUNDS: dict[Bound, tuple[str, ...]] = {
    "at_least": (
        "more than",
        "greater than",
        "well over",
        "just over",
        "over",
        "at least",
        "no fewer than",
        "not fewer than",
        "no less than",
        "not less than",
        "upwards of",
        "in excess of",
        "exceeding",
        "a minimum of",
        "above",
    ),
    "at_most": (
        "up to",
        "as many as",
        "at most",
        "no more than",
        "not more than",
        "fewer than",
        "less than",
        "a maximum of",
        "under",
        "below",
    ),
    "about": (
        "about",
        "around",
        "some",
        "approximately",
        "roughly",
        "nearly",
        "almost",
        "close to",
        "an estimated",
        "estimated",
        "circa",
        "just under",
        "reportedly",
        "~",
    ),
}
"""Words before a number that bound it."""

PLURALS = listed(
    "people men women children police troops personnel staff militia dead wounded injured clergy youth cattle others "
    "servicemen servicewomen guardsmen policemen policewomen congressmen lawmen gunmen crewmen spokesmen airmen "
    "infantry cavalry crew civilians"
)
"""Plural nouns that do not end in s."""

NOT_NOUNS = listed(
    "various previous serious religious famous dangerous numerous anonymous indigenous is was has does this its his "
    "hers us yes thus as less unless across towards besides always perhaps sometimes says said against times plus "
    "versus"
)
"""Words in s that name nothing counted."""

ENDS = listed(
    "in on at to from by with for who whom which that than and or but were was are is be been being have has had will "
    "would can could may might must should did do does not since after before during under over into against near as "
    "said says told when while because if so of out off up down away across through between among including "
    "throughout within along around outside inside behind beyond upon via amid despite about until per like except "
    "onto where whose now today yesterday"
)
"""Words that end the noun group after a number."""

PERSONS = listed("people persons person individuals others dead killed wounded injured hurt arrested detained casualties souls")
STATES = listed("states nations countries state nation country")
"""Different words for one unit: `people`, `states`."""

HAPPENS_TO_PEOPLE = listed(
    "killed wounded injured arrested detained dead missing hurt shot jailed imprisoned kidnapped displaced "
    "hospitalised hospitalized die dies dying kill kills wound wounds injure march walk walked gather rally protest "
    "demonstrate flee strike join marched gathered rallied protested demonstrated fled died turned took attended"
)
"""Verbs that count people where no noun is told ("hundreds were arrested")."""

NO_COUNTS = listed(
    "percent per pct percentage % hour hours minute minutes second seconds day days week weeks month months year "
    "years decade decades century centuries quarter quarters night nights weekend weekends dollar dollars euro euros "
    "pound pounds sterling bolivar bolivars bolivares peso pesos ruble rubles rouble roubles rupee rupees yuan yen "
    "franc francs lira liras naira shilling shillings cent cents crown crowns dinar dinars rial rials riyals reais "
    "real kwacha baht won zloty hryvnia usd eur gbp km kilometre kilometres kilometer kilometers mile miles metre "
    "metres meter meters foot feet inch inches yard yards acre acres hectare hectares kg kilo kilos kilogram "
    "kilograms tonne tonnes ton tons gram grams litre litres liter liters gallon gallons barrel barrels degree "
    "degrees megawatts megawatt watts calibre caliber mm cm point points times time fold thirds third half halves "
    "quarters fifths magnitude bpd am pm gmt o'clock est utc"
)
"""Units of time, money, length, weight and share: what they measure is no count."""

LABELS = listed(
    "no no. nos nos. number numbers article articles resolution resolutions section sections chapter chapters "
    "paragraph page pages flight route highway room phase round level channel stage category type group decree law "
    "bill act version part volume age aged ages article. line figure table item rule point option plan windows boeing "
    "airbus psalm verse protocol"
)
"""A number after one of these is a name."""
