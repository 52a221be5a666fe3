"""Which language a page is written in, told by its script and its function words; enough to refuse what cannot be coded."""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType

_SAMPLE = 40_000
_FEWEST_WORDS = 8
_FEWEST_SIGNS = 12
_CLEAR = 0.05  # of the words; running prose has 0.25 and more, headlines 0.1
_ENOUGH_TO_BE_NONE = 40

_SCRIPTS = {
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "hangul": re.compile("[\uac00-\ud7af\u1100-\u11ff]"),
    "hebrew": re.compile("[\u0590-\u05ff]"),
    "greek": re.compile("[\u0370-\u03ff]"),
    "devanagari": re.compile("[\u0900-\u097f]"),
    "bengali": re.compile("[\u0980-\u09ff]"),
    "thai": re.compile("[\u0e00-\u0e7f]"),
    "ethiopic": re.compile("[\u1200-\u137f]"),
    "burmese": re.compile("[\u1000-\u109f]"),
    "georgian": re.compile("[\u10a0-\u10ff]"),
    "armenian": re.compile("[\u0530-\u058f]"),
}
_BY_SCRIPT = {
    "hangul": "ko",
    "hebrew": "he",
    "greek": "el",
    "devanagari": "hi",
    "bengali": "bn",
    "thai": "th",
    "ethiopic": "am",
    "burmese": "my",
    "georgian": "ka",
    "armenian": "hy",
}
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORD = re.compile("[A-Za-z\u00c0-\u024f]+")
_FUNCTION_WORDS = MappingProxyType(
    {
        language: frozenset(words.split())
        for language, words in {
            "en": "the of and to in is that was for with on at by from has have had he she they his their said who which "
            "were not been will this are as it an be but after would its if or does do we you i my our no so "
            "what there when",
            "es": "el la los las de del que y en un una por con para su sus se al no lo es como más pero fue ha han este "
            "esta son sin sobre entre ya le también desde cuando muy hay porque tras según",
            "pt": "o os as do da dos das que e em um uma por com para seu sua seus se ao não no na nos nas é como mais mas "
            "foi são pelo pela sem sobre entre já também desde quando muito há porque após segundo está",
            "fr": "le la les de des du que et en un une par avec pour son sa ses se au aux ne pas il elle est qui dans sur "
            "plus mais été ont cette ce sont sans entre leur selon nous vous ils où",
            "de": "der die das den dem des und in zu ein eine einen einer von mit für auf ist nicht sich auch als an im nach "
            "bei aus werden wurde hat sie er es wird sind oder aber über noch vor zum zur dass",
            "it": "il lo la gli le di del della dei delle che e in un una per con su suo sua si al alla non è come più ma "
            "sono stato ha hanno questo questa dal dalla nel nella anche tra fra dopo ieri da",
            "tr": "ve bir bu için ile de da çok daha olarak olan ne gibi kadar sonra ise ancak en o değil ya ki her var yok "
            "göre karşı tarafından üzerine olduğunu dedi etti",
            "nl": "de het een van en in is dat op te zijn voor met niet aan er om ook als door over bij naar uit maar heeft "
            "hebben werd wordt nog deze hij ze tegen",
            "pl": "i w na z do nie się że to jest o jak po od za przez dla który która są było ale oraz został czy tym jego",
            "id": "yang dan di dari ini itu untuk dengan pada dalam tidak akan oleh ke adalah telah juga sebagai karena "
            "mereka bahwa",
        }.items()
    }
)


def language_of(text: str) -> str:
    """The language of a text: an ISO 639-1 code, "" where there is too little to tell, "und" for words of none known here.

    The larger part counts: an English page that quotes Spanish is English.

    Example:
        >>> language_of("The army said on Tuesday that it would not fire on the crowd in the square.")
        'en'
    """
    sample = text if len(text) <= _SAMPLE else text[: _SAMPLE // 2] + " " + text[len(text) // 2 :][: _SAMPLE // 2]
    signs = {script: len(pattern.findall(sample)) for script, pattern in _SCRIPTS.items()}
    # A sign of Han writes about a word, a Latin letter a fifth of one.
    weights = {script: count * (3 if script in ("han", "kana") else 1) for script, count in signs.items()}
    script = max(weights, key=lambda name: weights[name])
    if weights[script] > len(_LATIN.findall(sample)):
        return _by_script(script, sample, signs) if weights[script] >= _FEWEST_SIGNS else ""
    return _of_latin_letters(_WORD.findall(sample.lower()))


def _by_script(script: str, sample: str, signs: dict[str, int]) -> str:
    if script == "cyrillic":
        return "uk" if len(re.findall("[іїєґІЇЄҐ]", sample)) > 0.01 * signs["cyrillic"] else "ru"
    if script == "arabic":
        if len(re.findall("[ٹڈڑے]", sample)) > 0.01 * signs["arabic"]:
            return "ur"
        return "fa" if len(re.findall("[پچژگی]", sample)) > 0.02 * signs["arabic"] else "ar"
    if script in ("han", "kana"):
        return "ja" if signs["kana"] > 0.1 * signs["han"] else "zh"
    return _BY_SCRIPT[script]


def _of_latin_letters(words: list[str]) -> str:
    if len(words) < _FEWEST_WORDS:
        return ""
    counts = Counter(words)
    shares = {language: sum(counts[word] for word in known) / len(words) for language, known in _FUNCTION_WORDS.items()}
    best = max(shares, key=lambda language: shares[language])
    if shares[best] >= _CLEAR:
        return best
    return "und" if len(words) >= _ENOUGH_TO_BE_NONE else ""
