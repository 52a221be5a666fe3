from __future__ import annotations

import math

import pytest

from standoff.case.yaml_tree import Mapping, Scalar, YamlFault, parse_tree, resolve


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("FALSE", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e999", math.inf),
        ("-.inf", -math.inf),
        ("9" * 5000, math.inf),
        ("2019-01-10", "2019-01-10"),
    ],
)
def test_words_mean_what_yaml_1_2_says(word: str, value: object) -> None:
    assert resolve(word) == value
    assert type(resolve(word)) is type(value)


def test_nan_is_a_number() -> None:
    assert math.isnan(resolve(".nan"))  # type: ignore[arg-type]


def test_marks_are_exact() -> None:
    root = parse_tree("a: 1\nb:\n- x\n-  'y'\n")
    assert isinstance(root, Mapping)
    word = root.values["b"].items[1]  # type: ignore[union-attr]
    assert isinstance(word, Scalar)
    assert (word.start.line, word.start.column, word.start.index) == (4, 4, 15)
    assert root.plain() == {"a": 1, "b": ["x", "y"]}


@pytest.mark.parametrize(
    ("text", "says", "place"),
    [
        ("a: &x 1", "anchor", (1, 4)),
        ("a: *x", "alias", (1, 4)),
        ("a: !!python/object/apply:os.system [ls]", "tag", (1, 4)),
        ("a: !mine 1", "tag", (1, 4)),
        ("a: 1\n---\nb: 1", "second document", (2, 1)),
        ("a: [1,\nb: 2", "not YAML", (2, 5)),
        ("a: 1\n\tb: 2", "not YAML", (2, 1)),
        ("[" * 60 + "]" * 60, "nested deeper than 50", (1, 51)),
        ("- " * 60, "nested deeper than 50", (1, 101)),
        ("a: 1\nb: \x07", "not allowed", (2, 4)),
        ('a: "\\x07"', "not allowed in text", (1, 4)),
        ('a: "\\ud800"', "not allowed in text", (1, 4)),
        ("? [a]\n: 1", "single word", (1, 3)),
        ("- a\n" * 20_001, "more than 20,000 items", (20_001, 3)),
    ],
)
def test_faults_have_a_place(text: str, says: str, place: tuple[int, int]) -> None:
    with pytest.raises(YamlFault, match=says) as caught:
        parse_tree(text)
    assert caught.value.mark is not None
    assert (caught.value.mark.line, caught.value.mark.column) == place


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", '"\\U00999999"', "%YAML 7.0\n---\na"])
def test_other_faults_are_faults(text: str) -> None:
    with pytest.raises(YamlFault):
        parse_tree(text)
