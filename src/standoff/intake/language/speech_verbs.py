"""Which words are verbs of saying where they stand, and after which of them comes what was said."""

from __future__ import annotations

from standoff.intake.language.speech_words import (
    AUXILIARIES,
    BE,
    DENIED,
    DIRECT_ONLY,
    PARTICIPLES,
    PLAIN,
    PREPOSITIONS,
    PRONOUNS,
    SPEECH,
)
from standoff.intake.language.tokens import Token
from standoff.intake.tables.tables import listed

_NOUN_BEFORE = listed("the a an this that his her its their no any such to not will would could can of")
_SAYS = listed("said says say saying")


def is_verb(found: list[Token], at: int) -> bool:
    """Whether the token is a verb of saying in the active voice, not a noun or an infinitive."""
    token, before = found[at], found[at - 1].low if at else ""
    if token.low in {"cited", "quoted"}:
        return before in BE and [one.low for one in found[at + 1 : at + 3]] == ["as", "saying"]
    if token.low == "put":
        return at + 1 < len(found) and found[at + 1].low == "it"
    if token.low in PARTICIPLES:
        return before in {",", "and", "while"} or (found[at - 1].capital and at > 1)
    if token.low not in SPEECH or before in BE or before in _NOUN_BEFORE:
        return False
    back = at - 1
    while back > 0 and found[back].low in AUXILIARIES:
        back -= 1
    return not (back < at - 1 and found[back].low in BE)


def takes_clause(found: list[Token], verb: str, rest: int) -> bool:
    """Whether the words after a verb of saying without "that" are what was said."""
    after = found[rest].low
    if verb in DIRECT_ONLY:
        return False
    if verb in {"accused", "accuses", "accusing"}:
        return any(token.low == "of" for token in found[rest : rest + 15])
    if verb in {"denied", "denies", "denying"}:
        return (
            after in DENIED or after.endswith("ing") or any(token.low in DENIED - {"the"} for token in found[rest : rest + 4])
        )
    if verb in {"warned", "warns", "warning"}:
        return after in {"of", "against"} or after in PRONOUNS
    if verb in {"claimed", "claims", "claiming"}:
        return after in PRONOUNS | {"to", "the"} or found[rest].capital
    if verb in PLAIN or verb in {"saying", "adding", "insisting", "stating"}:
        return (
            after not in {"goodbye", "nothing", "so", "yes", "no"}
            and (verb in _SAYS or after not in PREPOSITIONS)
            and after not in {"of", "about"}
        )
    return after in PRONOUNS | {"there"} and rest + 1 < len(found) and found[rest + 1].word
