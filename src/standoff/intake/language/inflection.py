"""Forms of English words: what a verb or noun of the tables can look like in a text.

The tables are finite, so forms are made, never guessed back: "departes" is no form of "depart" and matches nothing.
"""

from __future__ import annotations

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
    "fire": ("fires", "fired", "firing"),
    "bar": ("bars", "barred", "barring"),
    "ban": ("bans", "banned", "banning"),
    "club": ("clubs", "clubbed", "clubbing"),
    "stab": ("stabs", "stabbed", "stabbing"),
    "jam": ("jams", "jammed", "jamming"),
    "slam": ("slams", "slammed", "slamming"),
    "rob": ("robs", "robbed", "robbing"),
    "hug": ("hugs", "hugged", "hugging"),
    "beg": ("begs", "begged", "begging"),
    "nab": ("nabs", "nabbed", "nabbing"),
    "ship": ("ships", "shipped", "shipping"),
    "stop": ("stops", "stopped", "stopping"),
    "drop": ("drops", "dropped", "dropping"),
    "step": ("steps", "stepped", "stepping"),
    "scrap": ("scraps", "scrapped", "scrapping"),
    "slash": ("slashes", "slashed", "slashing"),
    "plan": ("plans", "planned", "planning"),
    "snub": ("snubs", "snubbed", "snubbing"),
    "gun": ("guns", "gunned", "gunning"),
    "kidnap": ("kidnaps", "kidnapped", "kidnaped", "kidnapping", "kidnaping"),
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
    "cancel": ("cancels", "canceled", "cancelled", "canceling", "cancelling"),
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


def verb_forms(verb: str) -> tuple[str, ...]:
    """Every form of a verb, the base first; of a verb of several words only the first changes.

    Example:
        >>> verb_forms("call off")
        ('call off', 'calls off', 'called off', 'calling off')
    """
    head, _, rest = verb.partition(" ")
    forms = dict.fromkeys((head, *_IRREGULAR.get(head, _regular(head))))
    return tuple(f"{form} {rest}" if rest else form for form in forms)


def _regular(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return verb + "s", verb + "d", (verb[:-2] + "ying" if verb.endswith("ie") else verb[:-1] + "ing")
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    tail = "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return verb + tail, verb + "ed", verb + "ing"


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
