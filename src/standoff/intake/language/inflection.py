"""Forms of English words: what a verb or noun of the tables can look like in a text.

The tables are finite, so forms are made, never guessed back: "departes" is no form of "depart" and matches nothing.
"""

from __future__ import annotations

from standoff.intake.tables.tables import listed

_IRREGULAR = {
    "be": ("is", "are", "was", "were", "been", "being", "am", "'re"),
    "have": ("has", "had", "having"),
    "say": ("says", "said", "saying"),
    "tell": ("tells", "told", "telling"),
    "think": ("thinks", "thought", "thinking"),
    "write": ("writes", "wrote", "written", "writing"),
    "swear": ("swears", "swore", "sworn", "swearing"),
    "begin": ("begins", "began", "begun", "beginning"),
    "seek": ("seeks", "sought", "seeking"),
    "bow": ("bows", "bowed", "bowing"),
    "give": ("gives", "gave", "given", "giving"),
    "forgive": ("forgives", "forgave", "forgiven", "forgiving"),
    "forbid": ("forbids", "forbade", "forbidden", "forbidding"),
    "hold": ("holds", "held", "holding"),
    "withhold": ("withholds", "withheld", "withholding"),
    "make": ("makes", "made", "making"),
    "lead": ("leads", "led", "leading"),
    "undertake": ("undertakes", "undertook", "undertaken", "undertaking"),
    "take": ("takes", "took", "taken", "taking"),
    "retake": ("retakes", "retook", "retaken", "retaking"),
    "send": ("sends", "sent", "sending"),
    "lend": ("lends", "lent", "lending"),
    "pay": ("pays", "paid", "paying"),
    "break": ("breaks", "broke", "broken", "breaking"),
    "cut": ("cuts", "cut", "cutting"),
    "withdraw": ("withdraws", "withdrew", "withdrawn", "withdrawing"),
    "meet": ("meets", "met", "meeting"),
    "speak": ("speaks", "spoke", "spoken", "speaking"),
    "sell": ("sells", "sold", "selling"),
    "buy": ("buys", "bought", "buying"),
    "feed": ("feeds", "fed", "feeding"),
    "quit": ("quits", "quit", "quitting"),
    "leave": ("leaves", "left", "leaving"),
    "lay": ("lays", "laid", "laying"),
    "free": ("frees", "freed", "freeing"),
    "beat": ("beats", "beat", "beaten", "beating"),
    "hang": ("hangs", "hanged", "hung", "hanging"),
    "slay": ("slays", "slew", "slain", "slaying"),
    "shoot": ("shoots", "shot", "shooting"),
    "fight": ("fights", "fought", "fighting"),
    "overrun": ("overruns", "overran", "overrunning"),
    "overthrow": ("overthrows", "overthrew", "overthrown", "overthrowing"),
    "blow": ("blows", "blew", "blown", "blowing"),
    "throw": ("throws", "threw", "thrown", "throwing"),
    "drive": ("drives", "drove", "driven", "driving"),
    "rise": ("rises", "rose", "risen", "rising"),
    "stand": ("stands", "stood", "standing"),
    "strike": ("strikes", "struck", "stricken", "striking"),
    "shut": ("shuts", "shut", "shutting"),
    "put": ("puts", "put", "putting"),
    "set": ("sets", "set", "setting"),
    "let": ("lets", "let", "letting"),
    "go": ("goes", "went", "gone", "going"),
    "get": ("gets", "got", "gotten", "getting"),
    "keep": ("keeps", "kept", "keeping"),
    "kidnap": ("kidnaps", "kidnapped", "kidnaped", "kidnapping", "kidnaping"),
    "freeze": ("freezes", "froze", "frozen", "freezing"),
    "shake": ("shakes", "shook", "shaken", "shaking"),
    "bring": ("brings", "brought", "bringing"),
    "find": ("finds", "found", "finding"),
    "fall": ("falls", "fell", "fallen", "falling"),
    "rebuild": ("rebuilds", "rebuilt", "rebuilding"),
    "kneel": ("kneels", "knelt", "kneeled", "kneeling"),
    "mow": ("mows", "mowed", "mown", "mowing"),
    "forsake": ("forsakes", "forsook", "forsaken", "forsaking"),
    "come": ("comes", "came", "coming"),
    "run": ("runs", "ran", "running"),
    "steal": ("steals", "stole", "stolen", "stealing"),
    "uphold": ("upholds", "upheld", "upholding"),
    "lose": ("loses", "lost", "losing"),
    "spread": ("spreads", "spread", "spreading"),
    "hit": ("hits", "hit", "hitting"),
    "fly": ("flies", "flew", "flown", "flying"),
    "build": ("builds", "built", "building"),
    "win": ("wins", "won", "winning"),
    "see": ("sees", "saw", "seen", "seeing"),
    "spend": ("spends", "spent", "spending"),
    "sit": ("sits", "sat", "sitting"),
    "arise": ("arises", "arose", "arisen", "arising"),
    "choose": ("chooses", "chose", "chosen", "choosing"),
    "confer": ("confers", "conferred", "conferring"),
    "deter": ("deters", "deterred", "deterring"),
    "compel": ("compels", "compelled", "compelling"),
    "annul": ("annuls", "annulled", "annulling"),
    "cancel": ("cancels", "canceled", "cancelled", "canceling", "cancelling"),
    "equip": ("equips", "equipped", "equipping"),
    "level": ("levels", "leveled", "levelled", "leveling", "levelling"),
    "label": ("labels", "labeled", "labelled", "labeling", "labelling"),
    "signal": ("signals", "signaled", "signalled", "signaling", "signalling"),
    "refer": ("refers", "referred", "referring"),
    "permit": ("permits", "permitted", "permitting"),
    "commit": ("commits", "committed", "committing"),
    "submit": ("submits", "submitted", "submitting"),
    "admit": ("admits", "admitted", "admitting"),
    "regret": ("regrets", "regretted", "regretting"),
    "rebel": ("rebels", "rebelled", "rebelling"),
    "expel": ("expels", "expelled", "expelling"),
    "repel": ("repels", "repelled", "repelling"),
    "quell": ("quells", "quelled", "quelling"),
    "patrol": ("patrols", "patrolled", "patrolling"),
    "rebut": ("rebuts", "rebutted", "rebutting"),
    "travel": ("travels", "traveled", "travelled", "traveling", "travelling"),
    "mutiny": ("mutinies", "mutinied", "mutinying"),
    "disobey": ("disobeys", "disobeyed", "disobeying"),
}
_PLURALS = {
    "man": "men",
    "woman": "women",
    "child": "children",
    "person": "people",
    "policeman": "policemen",
    "guardsman": "guardsmen",
    "serviceman": "servicemen",
    "spokesman": "spokesmen",
    "spokeswoman": "spokeswomen",
    "gunman": "gunmen",
    "militiaman": "militiamen",
    "congressman": "congressmen",
    "businessman": "businessmen",
}
_VOWELS = "aeiou"
_OBJECTS = listed(
    "stone rock bottle slogan barricade bomb cocktail grenade weapon arm talk tie protester charge accusation barb insult blow"
    " tool bullet rank side oath hand force ultimatum demand signature troop militia debt ambassador commander resolution"
    " condolence fear doubt concern resignation"
)
_WHOSE = ("his", "her", "its", "their")


def verb_forms(verb: str) -> tuple[str, ...]:
    """Every form of a verb, the base first; of a verb of several words only the first changes; "~" stands for "his", "its", ...

    Example:
        >>> verb_forms("call off")
        ('call off', 'calls off', 'called off', 'calling off')
    """
    head, _, rest = verb.partition(" ")
    forms = dict.fromkeys((head, *_IRREGULAR.get(head, _regular(head))))
    tails = [rest.replace("~", whose) for whose in _WHOSE] if "~" in rest else [rest]
    return tuple(f"{form} {tail}" if tail else form for tail in tails for form in forms)


def verb_phrases(verb: str) -> tuple[str, ...]:
    """Every form of a verb; where it ends with a noun, that noun in the plural too.

    Example:
        >>> verb_phrases("throw stone")[:2]
        ('throw stone', 'throw stones')
    """
    forms = verb_forms(verb)
    if " " not in verb or verb.rpartition(" ")[2] not in _OBJECTS:
        return forms
    return tuple(phrase for form in forms for phrase in (form, _last_plural(form)))


def _last_plural(phrase: str) -> str:
    front, _, last = phrase.rpartition(" ")
    return f"{front} {_plural(last)}"


def _regular(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb + "s", verb + "d", (verb[:-2] + "ying" if verb.endswith("ie") else verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    tail = "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    stem = verb + verb[-1] if _doubles(verb) else verb
    return verb + tail, stem + "ed", stem + "ing"


def _doubles(verb: str) -> bool:
    """Whether a verb of one syllable doubles its last letter ("drop", "gun", but not "aid", "boo" or "tow")."""
    last = verb[-1:]
    one_vowel = sum(letter in _VOWELS for letter in verb) == 1
    return one_vowel and verb[-2:-1] in _VOWELS and last not in _VOWELS + "wxy"


def noun_forms(noun: str) -> tuple[str, ...]:
    """Singular and plural of a noun; of several words only the last changes.

    Example:
        >>> noun_forms("car bomb")
        ('car bomb', 'car bombs')
    """
    front, blank, last = noun.rpartition(" ")
    plurals = (_plural(last), last + "es") if last.endswith("o") else (_plural(last),)
    return noun, *(front + blank + plural for plural in plurals)


def _plural(noun: str) -> str:
    if noun in _PLURALS:
        return _PLURALS[noun]
    if noun.endswith("y") and noun[-2:-1] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "sh", "ch", "x", "z")) else "s")
