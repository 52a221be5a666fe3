"""A tree put together from known parts is the tree of the whole text: same nodes, same marks, same faults."""

from __future__ import annotations

import random

import pytest

from standoff.case import yaml_parts, yaml_tree
from standoff.case.library import case_path, load_case
from standoff.case.reader import parse_case, review_text
from standoff.case.yaml_parts import Known, kept_tree, parse_known
from standoff.case.yaml_tree import Mapping, Node, YamlFault, parse_tree

SMALL = """# a case
id: a
events:
- x: 1
  y: [a, b]
# between

- x: 'q'
  t: long
    words
forces:
  - n: 1
  - n: 2
    m: "two # not a comment"
end: z
"""
SIGNS = (
    '"',
    "'",
    "- ",
    ": ",
    "\n",
    "#",
    "[",
    "]",
    "{",
    "}",
    "|",
    "  ",
    "a: ",
    "\n- ",
    "\n  ",
    "\n  - ",
    "&a",
    "*a",
    "!!x ",
    ">",
)
SIGNS += ("\n\n", "---\n", "?", "@", "%", "\\", "\t", "\r\n", "\x85", "é", "events:", "\n- x:\n")
NAMES = ("venezuela-2019", "ussr-1991", "romania-1989")


def whole(text: str) -> Node | tuple[object, ...]:
    try:
        return parse_tree(text)
    except YamlFault as fault:
        return ("fault", fault.what, fault.mark)


def joined(text: str, known: Known) -> Node | tuple[object, ...]:
    try:
        return parse_known(text, known)
    except YamlFault as fault:
        return ("fault", fault.what, fault.mark)


@pytest.mark.parametrize("name", NAMES)
def test_library_cases_are_read_from_parts_to_the_same_marks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text, known = case_path(name).read_text(encoding="utf-8"), Known()
    assert parse_known(text, known) == whole(text)
    edited = text.replace("confidence: high", "confidence: low  # doubted\n", 1)
    right = whole(edited)
    read: list[str] = []

    def counting(part: str) -> Node:
        read.append(part)
        return parse_tree(part)

    monkeypatch.setattr(yaml_parts, "parse_tree", counting)
    assert parse_known(edited, known) == right
    assert len(read) == 1  # the changed row alone
    assert len(read[0]) < 2000


def test_any_text_gives_what_the_whole_parse_gives() -> None:
    chooser, known = random.Random(3), Known()
    for _ in range(500):
        text = SMALL
        for _ in range(chooser.randint(1, 4)):
            place, kind = chooser.randrange(len(text) + 1), chooser.random()
            if kind < 0.6:
                text = text[:place] + chooser.choice(SIGNS) + text[place:]
            elif kind < 0.85:
                text = text[:place] + text[place + chooser.randint(1, 5) :]
            else:
                text = text[:place] + text[chooser.randrange(len(text) + 1) :]
        assert joined(text, known) == whole(text), repr(text)


@pytest.mark.parametrize(
    "text",
    [
        'a: "open\nb: closed"\n',
        "a: [1,\nb]\n",
        "a: |\n  words\n\nb: 1\n",
        "a: text\n- b\n",
        "a:\n- b\n - c\n",
        "a:\n  - b\n- c\n",
        "a: 1\na: 2\n",
        "a:\nb:\n- \n- 1\n",
        "a:\n- b: &x 1\n- *x\n",
        "- a\n- b\n",
        "a\n",
        "",
        "# nothing\n",
        "a:\n- " + "[" * 45 + "]" * 45 + "\n",
        "a:\n- " + "[" * 60 + "]" * 60 + "\n",
    ],
)
def test_what_is_odd_is_left_to_the_whole_parse(text: str) -> None:
    assert joined(text, Known()) == whole(text)


def test_a_list_may_be_no_longer_than_the_whole_parse_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (yaml_parts, yaml_tree):
        monkeypatch.setattr(module, "MAX_ITEMS", 5)
    for rows in (5, 6):
        text = "a:\n" + "- 1\n" * rows
        assert joined(text, Known()) == whole(text)
    assert whole(text)[0] == "fault"  # type: ignore[index]


def test_what_is_kept_is_not_changed_by_what_is_made_of_it() -> None:
    known = Known()
    first = parse_known(SMALL, known)
    assert isinstance(first, Mapping)
    first.values.clear()
    assert parse_known(SMALL, known) == whole(SMALL)


def test_only_the_parts_of_the_last_two_texts_are_kept() -> None:
    known = Known()
    for number in range(5):
        parse_known(SMALL.replace("x: 1", f"x: {number}"), known)
    assert len({*known.now, *known.before}) == 9


def test_a_case_and_its_problems_are_the_same_with_parts_known() -> None:
    name, known = "venezuela-2019", Known()
    text = case_path(name).read_text(encoding="utf-8")
    for changed in (
        text,
        text.replace("code: protest", "code: protset", 2),
        text.replace("- date: 2019-01-2", "-date: 2019-01-2", 1),
    ):
        assert review_text(changed, name, known=known) == review_text(changed, name)
    assert parse_case(text, known=known).events == load_case(name).events


def test_the_trees_of_the_last_two_texts_are_kept() -> None:
    known = Known()
    texts = [SMALL, SMALL.replace("x: 1", "x: 2"), SMALL.replace("x: 1", "x: 3")]
    trees = [kept_tree(text, known) for text in texts]
    assert [tree == parse_tree(text) for tree, text in zip(trees, texts, strict=True)] == [True] * 3
    assert kept_tree(texts[2], known) is trees[2]
    assert kept_tree(texts[1], known) is trees[1]
    assert list(known.trees) == texts[1:]
    with pytest.raises(YamlFault):
        kept_tree("a: [", known)
