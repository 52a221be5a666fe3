"""`make intake-score`: how well sentences are coded, on expected codings that lie beside the project; writes docs/intake.md."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from intake_golds import Gold, read_golds, word_of

from standoff.intake.coding.events import CodedEvent, events_in, is_reported
from standoff.intake.coding.schemes import case_codes, penta
from standoff.intake.pages.languages import language_of

PAGE = Path(__file__).resolve().parent / "intake.md"
HEAD = """# How well sentences are coded

`make intake-score` codes sentences whose coding others have fixed, and compares. Standoff finds the actors by itself and gives
one event a sentence; what it gives up is counted as wrong. It does not invent codes for what is refused, planned or threatened:
it flags that, and the flag and the bare act are translated (`composition.csv`) before they are compared. The sets belong to
others and are no part of the project. The rules were written from the codebook of CAMEO and from English, and *tried* on the
sets below meanwhile: these are numbers of development sets; expect less of new text.

| set | rows | root: accuracy | macro F1 | of five: accuracy | macro F1 | full code | no answer | source | target | all three |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""
NOTHING = """
Sentences that expect no event: {false} of {all} were given one ({share:.1%}; at most 20 % is the bar).
"""
BARS = """
| word | sentences | precision | recall | F1 |
| --- | --- | --- | --- | --- |
"""

CODES = """
## The codes of a case in CAMEO and PLOVER

The nearest code first; PLOVER's word is that of the first, as its own table of 2021 has it.

| code | CAMEO | PLOVER | fit | |
| --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was expected of a sentence, and the event that was given, if any."""

    gold: Gold
    event: CodedEvent | None


def answered(gold: Gold) -> Answer:
    """The first event a sentence reports; none where it is not in English."""
    if language_of(gold.text) not in ("en", ""):
        return Answer(gold, None)
    return Answer(gold, next(filter(is_reported, events_in(gold.text)), None))


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """Mean F1 over the expected words; what was given beside them counts against precision only."""
    words = sorted({expected for expected, _ in pairs})
    return sum(f1(pairs, word)[2] for word in words) / max(len(words), 1)


def f1(pairs: Sequence[tuple[str, str]], word: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one word."""
    right = sum(expected == given == word for expected, given in pairs)
    given_it = sum(given == word for _, given in pairs)
    expected_it = sum(expected == word for expected, _ in pairs)
    return right / max(given_it, 1), right / max(expected_it, 1), 2 * right / max(given_it + expected_it, 1)


def finds(expected: Sequence[str], given: Sequence[str]) -> bool:
    """Whether the head word (the last) of one expected actor stands in a given one; nothing expected is found."""
    heads = [re.findall(r"\w+", actor)[-1:] for actor in expected]
    heads = [head for head in heads if head]
    return not heads or any(head[0].casefold() in text.casefold() for head in heads for text in given)


def actors_found(answer: Answer) -> tuple[bool, bool]:
    """Whether source and target were found; of a mutual event each may stand on either side."""
    gold, event = answer.gold, answer.event
    if event is None:
        return False, False
    sources, targets = [actor.text for actor in event.sources], [actor.text for actor in event.targets]
    if gold.either:
        return finds(gold.sources, sources + targets), finds(gold.targets or gold.sources, sources + targets)
    return finds(gold.sources, sources), finds(gold.targets, targets)


def line(name: str, answers: Sequence[Answer]) -> str:
    """One line of the table."""
    words = {answer.gold.word for answer in answers if answer.gold.word}
    roots = [(a.gold.word, word_of(a.event.cameo if a.event else "", words)) for a in answers if a.gold.word]
    fives = [(str(a.gold.five), str(penta(a.event.cameo)) if a.event else "") for a in answers if a.gold.five is not None]
    codes = [(a.gold.code, a.event.cameo if a.event else "") for a in answers if a.gold.code]
    actors = [(actors_found(a), a) for a in answers if (a.gold.sources or a.gold.targets) and not a.gold.coded]
    full = [hit == (True, True) and a.event is not None and word_of(a.event.cameo, words) == a.gold.word for hit, a in actors]
    cells = [name, str(len(answers)), accuracy(roots), f1_cell(roots), accuracy(fives), f1_cell(fives), accuracy(codes)]
    cells += [
        str(sum(a.event is None for a in answers)),
        share([hit[0] for hit, _ in actors]),
        share([hit[1] for hit, _ in actors]),
    ]
    return "| " + " | ".join([*cells, share(full)]) + " |\n"


def accuracy(pairs: Sequence[tuple[str, str]]) -> str:
    """Share of pairs that agree, or a dash."""
    return share([expected == given for expected, given in pairs])


def f1_cell(pairs: Sequence[tuple[str, str]]) -> str:
    """Macro F1, or a dash where the set says nothing."""
    return f"{macro_f1(pairs):.3f}" if pairs else "-"


def share(hits: Sequence[bool]) -> str:
    """Share of hits, or a dash."""
    return f"{sum(hits) / len(hits):.3f}" if hits else "-"


def by_word(answers: Sequence[Answer]) -> str:
    """Precision, recall and F1 of each word of one set."""
    words = {answer.gold.word for answer in answers if answer.gold.word}
    pairs = [(a.gold.word, word_of(a.event.cameo if a.event else "", words)) for a in answers if a.gold.word]
    counts = Counter(expected for expected, _ in pairs)
    rows = [(word, *f1(pairs, word)) for word in sorted(words)]
    return BARS + "".join(f"| {word} | {counts[word]} | {p:.2f} | {r:.2f} | {both:.2f} |\n" for word, p, r, both in rows)


def page(folder: Path) -> tuple[str, dict[str, float]]:
    """The page, and the numbers that have a bar."""
    text, details, bars = HEAD, "", {}
    nothing: list[Answer] = []
    for path in sorted(folder.glob("*.jsonl")):
        answers = [answered(gold) for gold in read_golds(path)]
        nothing += [answer for answer in answers if answer.gold.nothing]
        told = [answer for answer in answers if not answer.gold.nothing]
        text += line(path.stem, told)
        if path.stem == "plover-gsr":
            words = {answer.gold.word for answer in told}
            bars["macro F1"] = macro_f1([(a.gold.word, word_of(a.event.cameo if a.event else "", words)) for a in told])
            details = f"\n## plover-gsr, word by word\n{by_word(told)}"
    false = sum(answer.event is not None for answer in nothing)
    if nothing:
        bars["false alarms"] = false / len(nothing)
        text += NOTHING.format(false=false, all=len(nothing), share=false / len(nothing))
    return text + details + our_codes(), bars


def our_codes() -> str:
    """The codes of the case format in the two schemes."""
    cells = (
        (code, row["cameo"].replace(";", ", "), row["plover"], row["fit"], row["note"]) for code, row in case_codes().items()
    )
    return CODES + "".join(f"| {' | '.join(row)} |\n" for row in cells)


def main(folder: Path) -> int:
    """Write and print the page; 1 where a bar is missed, 0 with a reason where the sets are not there."""
    if not folder.is_dir():
        print(f"nothing scored: {folder} is not here", file=sys.stderr)
        return 0
    text, bars = page(folder)
    PAGE.write_text(text, encoding="utf-8")
    print(text)
    missed = [f"macro F1 is {bars['macro F1']:.3f}, below 0.55"] if bars.get("macro F1", 1.0) < 0.55 else []
    missed += ["false alarms are above 20 %"] if bars.get("false alarms", 0.0) > 0.2 else []
    print("\n".join(missed), file=sys.stderr)
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
