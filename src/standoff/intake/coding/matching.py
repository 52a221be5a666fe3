"""Which rule an event told in a sentence fits, and how it is then told."""

from __future__ import annotations

from dataclasses import dataclass

from standoff.intake.coding.actors import Actor
from standoff.intake.coding.cast import Cast
from standoff.intake.coding.events import CodedEvent
from standoff.intake.coding.roles import roles_of
from standoff.intake.coding.rules import Rule, rules
from standoff.intake.values import Told

_AT_HOME = frozenset(
    (
        "mass_arrests",
        "kill_protesters",
        "protest",
        "strike",
        "emergency",
        "blackout",
        "coup_attempt",
        "counter_protest",
        "mutiny",
    )
)
_ABROAD = frozenset(("foreign", "foreign_forces"))
_TURNED_AWAY = frozenset(("not", "refuse", "deny", "fail", "prevent"))


@dataclass(frozen=True, slots=True)
class Match:
    """An event and the rule it fits; `doers` and `others` are in the order the code wants them."""

    event: CodedEvent
    rule: Rule
    doers: tuple[Actor, ...]
    others: tuple[Actor, ...]
    told: Told


def matched(event: CodedEvent, cast: Cast, speaker: frozenset[str] = frozenset()) -> Match | None:
    """The first rule an event fits, None where none does.

    Args:
        event: the event.
        cast: who plays which part.
        speaker: parts of the one who speaks, for "we" and "I" in his words.
    """
    doing, suffering = _roles(event.sources, cast) or speaker, _roles(event.targets, cast)
    for rule in rules():
        if rule.code in _AT_HOME and doing and doing <= _ABROAD:
            continue
        if not (_act_fits(rule, event) and _frames_fit(rule, event) and _words_fit(rule, event)):
            continue
        if _parts_fit(rule, doing, suffering):
            return Match(event, rule, event.sources, event.targets, _told(rule, event))
        if rule.either and _parts_fit(rule, suffering, doing):
            return Match(event, rule, event.targets, event.sources, _told(rule, event))
    return None


def _roles(actors: tuple[Actor, ...], cast: Cast) -> frozenset[str]:
    return frozenset(role for actor in actors for role in roles_of(actor, cast))


def _act_fits(rule: Rule, event: CodedEvent) -> bool:
    if not (rule.acts or rule.verbs or rule.kinds):
        return True
    kinds = {event.kind, event.act_kind} - {""}
    return event.verb in rule.verbs or bool(kinds & rule.kinds) or event.act.startswith(rule.acts or ("-",))


def _frames_fit(rule: Rule, event: CodedEvent) -> bool:
    frames = set(event.frames)
    if rule.bare and frames & _TURNED_AWAY:
        return False
    if rule.also and not frames & rule.also:
        return False
    return not rule.framed or bool(frames & rule.framed)


def _words_fit(rule: Rule, event: CodedEvent) -> bool:
    lows = [word.low for word in event.clause.spoken]
    joined = " " + " ".join(lows) + " "
    if any(f" {word} " in joined for word in rule.without):
        return False
    if ("passive" in rule.extra and not event.predicate.passive) or ("said" in rule.extra and not event.predicate.said):
        return False
    return not rule.about or any(f" {word} " in joined for word in rule.about)


def _parts_fit(rule: Rule, doing: frozenset[str], suffering: frozenset[str]) -> bool:
    if rule.by and not rule.by & doing:
        return False
    return not rule.to or bool(rule.to & suffering)


def _told(rule: Rule, event: CodedEvent) -> Told:
    """How a rule's event is told: the rule's own word only where it is not put off into the possible."""
    own = event.modality
    if own == "precedent" or not rule.told or "disclaim" in event.frames:
        return own
    if "not" in event.frames and set(event.frames) & {"refuse", "deny", "fail"}:
        return own
    if "possible" in event.frames or event.led_by in ("if", "unless", "whether") or _predicted(rule, event):
        return "hypothetical"
    return rule.told


def _predicted(rule: Rule, event: CodedEvent) -> bool:
    """Whether the thing is only foretold: a refusal or an arrest that will (not) come."""
    return (
        "intend" in event.frames
        and "intend" not in rule.framed
        and rule.code not in ("amnesty_offer", "intervention_threat", "declare_neutral")
    )
