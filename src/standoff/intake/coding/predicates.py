"""What is done in a clause: a chain of frames (will, refuses to, demands that) around one act, with its CAMEO code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from standoff.intake.coding.acts import act_code, kind_codes
from standoff.intake.coding.clauses import Clause
from standoff.intake.coding.frames import FRAMES, frame_of
from standoff.intake.coding.verbs import AUXILIARIES, BE, OWN_PAST
from standoff.intake.language.lexicon import Hit
from standoff.intake.tables.tables import listed

_PASSING = frozenset(("say", "try", "weak", "disclaim"))
_OF_CROWDS = frozenset(("protest", "riot", "hunger", "strike"))
_TALKED_ABOUT = frozenset(("demand", "proposal", "threat", "statement", "support", "charge"))


@dataclass(frozen=True, slots=True)
class Predicate:
    """One predicate of a clause.

    Attributes:
        first: word its chain begins at; `at` the word of the act itself; `last` the word after what belongs to the act.
        frames: acts around the act, outermost first: "intend", "must", "possible", "not", "refuse", "demand", ...
        verb: the verb's base form, "" where only a noun tells the act; `kind` the kind of the event noun with it, "" where
            none.
        code: CAMEO of the bare act, "" where it has none.
        passive: whether the subject suffers it.
        said: whether it stands in what somebody says ("Russia said that ...").
    """

    first: int
    at: int
    last: int
    frames: tuple[str, ...]
    verb: str
    kind: str
    code: str
    passive: bool
    said: bool = False
    act_kind: str = ""


def predicates(clause: Clause) -> Iterator[Predicate]:
    """The predicates of a clause in order, each with the frames before it.

    A frame without an act of its own ("must ensure security", "threatened further action") is told as the bare frame.
    """
    verbs = {hit.first: hit for hit in clause.hits if hit.entry.sort == "verb" and hit.first in clause.verbal}
    chain, place = _Chain(), 0
    before: tuple[str, ...] = ()
    while place < len(clause.spoken):
        mark = frame_of(clause, place)
        if mark:
            chain = chain.within(mark, place, place + 1)
        hit = verbs.get(place)
        if hit is None:
            place += 1
            continue
        place = hit.last
        if not chain.frames and hit.first and clause.spoken[hit.first - 1].low == "to":
            chain = replace(chain, frames=before)
        told = list(_told(clause, hit, chain, verbs))
        yield from told
        before = told[-1].frames if told else before
        chain = _Chain(said=chain.said) if told else chain.after(clause, hit)
    if set(chain.frames) - {"not", "possible", "intend", "fail", "must", "order"} or "must" in chain.frames:
        yield Predicate(chain.first, chain.first, chain.last, chain.frames, chain.verb, "", "", False, chain.said)


@dataclass(frozen=True, slots=True)
class _Chain:
    """The frames read so far: where they begin and end, the last framing verb, and whether somebody says it."""

    frames: tuple[str, ...] = ()
    first: int = -1
    last: int = -1
    verb: str = ""
    said: bool = False

    def within(self, frame: str, first: int, last: int, verb: str = "") -> _Chain:
        return _Chain((*self.frames, frame), first if self.first < 0 else self.first, last, verb or self.verb, self.said)

    def after(self, clause: Clause, hit: Hit) -> _Chain:
        """The chain once a verb that is no act by itself has been read."""
        kind = frame_kind(clause, hit)
        if kind == "disclaim":
            return replace(self, said=True).within(kind, hit.first, hit.last, hit.entry.key)
        if kind in FRAMES:
            return self.within(kind, hit.first, hit.last, hit.entry.key)
        if kind != "say" or self.frames:
            return self
        said = replace(self, said=True)
        close = [noun for noun in clause.hits if noun.entry.sort == "noun" and hit.last <= noun.first < hit.last + 3]
        return (
            said.within("demand", hit.first, hit.last, hit.entry.key) if any(n.entry.kind == "demand" for n in close) else said
        )


def _told(clause: Clause, hit: Hit, chain: _Chain, verbs: dict[int, Hit]) -> Iterator[Predicate]:
    """What one verb tells with the frames before it; nothing where it only frames what follows."""
    kind = frame_kind(clause, hit)
    first = hit.first if chain.first < 0 else chain.first
    if hit.entry.key == "dismiss" and _armed_object(clause, hit):
        yield Predicate(
            first, hit.first, hit.last, chain.frames, "dismiss", "", "172", is_passive(clause, hit), chain.said, "purge"
        )
    elif kind in FRAMES:
        yield from _framed_noun(clause, hit, first, (*chain.frames, kind), chain.said, verbs)
    elif kind not in _PASSING or (kind == "try" and _object_first(clause, hit, verbs)) or _light(clause, hit):
        made = _act(clause, hit, first, chain.frames, chain.said)
        if made is not None:
            yield made


def frame_kind(clause: Clause, hit: Hit) -> str:
    """The class of a verb where it stands.

    "Seek to free" tries, "seek help" asks; "told troops to stop" orders; "denied that" disclaims.
    """
    following = clause.spoken[hit.last].low if hit.last < len(clause.spoken) else ""
    if hit.entry.kind == "deny" and following in ("that", "any"):
        return "disclaim"
    if hit.entry.kind == "seek":
        return "try" if following == "to" else "urge"
    if hit.entry.key == "tell":
        later = min((place for place in clause.verbal if place > hit.first), default=0)
        told_to = later and clause.spoken[later - 1].low == "to" and later - hit.last < 9 and following != "that"
        return "demand" if told_to else "say"
    if hit.entry.key == "conclude" and "that" in [word.low for word in clause.spoken[hit.last : hit.last + 2]]:
        return "say"
    if hit.entry.key == "insist" and following == "that":
        return "demand" if _asks(clause, hit) else "say"
    return hit.entry.kind


def _asks(clause: Clause, hit: Hit) -> bool:
    """Whether the verb after "that" is bare: "insisted that Sudan hand over", not "that Sudan handed over"."""
    later = next((verb for verb in clause.hits if verb.first in clause.verbal and verb.first > hit.last), None)
    if later is None:
        return False
    bare = clause.spoken[later.first].low == later.entry.key.partition(" ")[0]
    return bare and clause.spoken[later.first - 1].low not in AUXILIARIES - {"not"}


def _light(clause: Clause, hit: Hit) -> bool:
    """Whether a verb that tells nothing by itself does so with the noun after it."""
    return _has_talks(clause, hit) or _announces(clause, hit)


def _announces(clause: Clause, hit: Hit) -> bool:
    """Whether a deed is done by announcing it: "announced his resignation", "declared a ceasefire"."""
    if hit.entry.key not in _ANNOUNCING:
        return False
    verb = min((place for place in clause.verbal if place > hit.first), default=len(clause.spoken))
    near = [noun for noun in clause.hits if noun.entry.sort == "noun" and hit.last <= noun.first < min(hit.last + 4, verb)]
    between = [word.low for word in clause.spoken[hit.last : near[0].first]] if near else []
    return bool(near) and near[0].entry.kind in _DONE_BY_WORDS and "that" not in between


def _has_talks(clause: Clause, hit: Hit) -> bool:
    """Whether "have" tells of a meeting: "we have had clandestine meetings with officers"."""
    verb = min((place for place in clause.verbal if place > hit.first), default=len(clause.spoken))
    near = [noun for noun in clause.hits if noun.entry.sort == "noun" and hit.last <= noun.first < min(hit.last + 4, verb)]
    if hit.entry.key == "be":
        before = clause.spoken[near[0].first - 2 : near[0].first] if near else ()
        return any(word.low in ("in", "on") for word in before) and near[0].entry.kind in ("talks", "visit", "strike", "hunger")
    return hit.entry.key == "have" and any(noun.entry.kind == "talks" for noun in near)


def _object_first(clause: Clause, hit: Hit, verbs: dict[int, Hit]) -> bool:
    """Whether an event noun follows before any other verb: "began a hunger strike to demand ..."."""
    later = min((place for place in verbs if place > hit.first), default=len(clause.spoken))
    return any(noun.entry.sort == "noun" and hit.last <= noun.first < later for noun in clause.hits)


def _act(clause: Clause, hit: Hit, first: int, frames: tuple[str, ...], said: bool) -> Predicate | None:
    """The act a verb tells with the nouns about it; None where the verb alone tells nothing."""
    passive = is_passive(clause, hit)
    nouns = _nouns(clause, hit, passive)
    code, kind = act_code(hit.entry, nouns, clause)
    if (
        not code
        and kind != "rivalrule"
        and not (hit.entry.kind in _OWN or (hit.entry.kind in _BUILDING and _armed_object(clause, hit)))
    ):
        return None
    return Predicate(first, hit.first, hit.last, frames, hit.entry.key, kind, code, passive, said, hit.entry.kind)


_ANNOUNCING = listed("announce declare proclaim")
_DONE_BY_WORDS = listed(
    "resignation ceasefire sanctions emergency curfew amnesty withdrawal strike hunger boycott reform mobilizing concession aid"
    " money ban relief rivalrule"
)
_OWN = listed("join cross rebel loyal obey mix neutral suffer touch spare promote purge oath free")
_BUILDING = listed("pay do give end try")


def _armed_object(clause: Clause, hit: Hit) -> bool:
    """Whether soldiers or armed men are the object: "expand the militia" has no code of CAMEO and still tells something."""
    near = [agent for agent in clause.hits if agent.entry.sort == "agent" and hit.last <= agent.first < hit.last + 5]
    return any(agent.entry.kind in ("UAF", "MIL", "COP") for agent in near)


def is_passive(clause: Clause, hit: Hit) -> bool:
    """Whether a verb stands in the passive: a form of "be" before it and an -ed form, or "by" soon after a bare participle."""
    if hit.entry.key == "die":  # who dies suffers it
        return True
    low = clause.spoken[hit.first].low
    base = hit.entry.key.partition(" ")[0]
    if (low in (base, base + "s") and low not in OWN_PAST) or low.endswith("ing"):
        return False
    back = [word.low for word in clause.spoken[max(hit.first - 3, 0) : hit.first]]
    return any(low in BE for low in back)


def _nouns(clause: Clause, hit: Hit, passive: bool, end: int = -1) -> tuple[str, ...]:
    """Kinds of the event nouns about a verb: after it up to the next verb (or `end`), before it in the passive."""
    if end < 0:
        later = min((place for place in clause.verbal if place > hit.first), default=len(clause.spoken))
        end = later if later - hit.last > 1 else len(clause.spoken)
    after = [noun for noun in clause.hits if noun.entry.sort == "noun" and hit.last <= noun.first < end]
    before = [noun for noun in clause.hits if noun.entry.sort == "noun" and noun.last <= hit.first]
    chosen = [noun for noun in (before if passive else []) + after if not _only_whose(clause, noun)]
    heads = [noun for noun in chosen if not any(_heads(other, noun) for other in chosen)]
    return tuple(noun.entry.kind for noun in heads if noun.first not in clause.verbal)


def _heads(head: Hit, noun: Hit) -> bool:
    """Whether a noun only says of what kind the next is: "a border treaty" is a treaty; a ceasefire agreement is both."""
    return noun.entry.kind != "ceasefire" and head.first == noun.last and bool(kind_codes()[head.entry.kind]["do"])


def _only_whose(clause: Clause, noun: Hit) -> bool:
    """Whether a noun names those whose the deed's noun is: "the pay of the soldiers"."""
    people = any(hit.entry.sort == "agent" and hit.first == noun.first for hit in clause.hits)
    back = [word.low for word in clause.spoken[max(noun.first - 3, 0) : noun.first]]
    whose = any(other.entry.kind == "pay" and other.last <= noun.first for other in clause.hits if other.entry.sort == "noun")
    return people and whose and "of" in back


def _is_purpose(clause: Clause, place: int) -> bool:
    """Whether a verb only says for what something is given: "offered amnesty in exchange for leaving him"."""
    return clause.spoken[place].low.endswith("ing") and clause.spoken[place - 1].low in ("for", "in", "by", "without", "after")


def _framed_noun(
    clause: Clause, hit: Hit, first: int, frames: tuple[str, ...], said: bool, verbs: dict[int, Hit]
) -> Iterator[Predicate]:
    """A frame whose act is a noun ("rejected a proposal for talks"), where no verb that tells the act comes first."""
    following = [place for place, other in verbs.items() if place >= hit.last and other.entry.kind != "weak"]
    later = min((place for place in following if not _is_purpose(clause, place)), default=-1)
    end = len(clause.spoken) if later < 0 else later
    passive = is_passive(clause, hit)
    kinds = _nouns(clause, hit, passive, end)
    closed = hit.entry.kind in ("refuse", "accept", "deny") and any(noun in _TALKED_ABOUT for noun in kinds)
    if later >= 0 and not (closed and end - hit.last > 1):
        return
    told = next((kind for kind in kinds if kind not in _TALKED_ABOUT), kinds[0] if kinds else "")
    if hit.entry.kind == "accept" and "demand" in kinds:
        told = "demand"
    if not told or (hit.entry.kind == "order" and told in _OF_CROWDS):
        return
    column = {"accept": "accept", "allow": "accept"}.get(hit.entry.kind, "do")
    row = kind_codes().get(told, {})
    yield Predicate(
        first, hit.first, hit.last, frames, hit.entry.key, told, row.get(column) or row.get("alone", ""), passive, said
    )
