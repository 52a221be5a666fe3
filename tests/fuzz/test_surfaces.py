"""A short round of what `make fuzz` does for hours: the same mutants on every machine, every surface, every law."""

from __future__ import annotations

import random
import sys
from dataclasses import replace

import pytest
from documents import kept_on_every_face, words
from mutants import MOST_BYTES, mutant
from surfaces import ACCEPTED, REFUSED, SURFACES, Surface
from trees import rearranged

from standoff.analysis.answer import Answer
from standoff.view.report_page import illustrated

FORBIDDEN = (
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "subprocess.Popen",
    "socket.connect",
    "socket.getaddrinfo",
    "pickle.find_class",
)
"""What no reader does, by the names under which Python tells of it."""

_watching: list[str] = []


def _watch(event: str, _: object) -> None:
    if _watching and event in FORBIDDEN:
        raise AssertionError(f"{_watching[-1]}: {event}")


sys.addaudithook(_watch)  # it cannot be taken off again, so it does nothing unless a surface is being tried


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_whatever_comes_in_is_taken_or_refused(surface: Surface) -> None:
    for seed in surface.seeds():
        assert surface.law(seed) == ACCEPTED
    _watching.append(surface.name)
    try:
        outcomes = {surface.law(surface.mutant(number)) for number in range(surface.everyday)}
    finally:
        _watching.clear()
    assert outcomes <= {ACCEPTED, REFUSED}
    assert ACCEPTED in outcomes  # else the mutants are too broken to reach what lies behind the first look


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_of_hostile_words_stays_words_on_every_face(fake_answer: Answer, seed: int) -> None:
    chance = random.Random(seed)
    evidence = tuple(
        replace(row, text=words(chance), source=words(chance), force=words(chance), echoes=(words(chance),))
        for row in fake_answer.evidence
    )
    names = {name: words(chance) for name in ("case", "title", "question", "order_giver", "challenger", "version", "digest")}
    groups = tuple(replace(group, force=words(chance)) for group in fake_answer.orders[0].groups)
    orders = tuple(replace(order, groups=groups) for order in fake_answer.orders)
    page = illustrated(replace(fake_answer, evidence=evidence, orders=orders, **names))
    kept_on_every_face(page, chance)


def test_a_mutant_is_named_by_its_number() -> None:
    seeds = (b"a: 1\nb: [2, x]\n", b"c: words\n")
    made = [mutant(seeds, f"x {number}", rearranged) for number in range(200)]
    assert made == [mutant(seeds, f"x {number}", rearranged) for number in range(200)]
    assert len(set(made)) > 150
    assert max(map(len, made)) <= MOST_BYTES


def test_what_is_no_tree_is_left_as_it_is() -> None:
    assert rearranged(b"a: *b", random.Random(1)) == b"a: *b"
    assert rearranged(b"\xff", random.Random(1)) == b"\xff"
