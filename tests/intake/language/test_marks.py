"""Quotation marks of every kind paired, apostrophes left alone."""

from __future__ import annotations

import pytest

from standoff.intake.language.marks import marked


def inner(text: str) -> list[tuple[str, bool, int]]:
    return [(one.inner.of(text).strip(), one.closed, one.depth) for one in marked(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said: "We go", and "no".', [("We go", True, 0), ("no", True, 0)]),
        ("“We ‘never’ go.” They left.", [("We ‘never’ go.", True, 0), ("never", True, 1)]),
        ("\"It was 'a trap', he said\".", [("It was 'a trap', he said", True, 0), ("a trap", True, 1)]),
        ("‘the soldiers’ families don’t eat’ he said", [("the soldiers’ families don’t eat", True, 0)]),
        ("„Wir gehen“, sagte er", [("Wir gehen", True, 0)]),
        ("« Non » et »Nein«", [("Non", True, 0), ("Nein", True, 0)]),
        ("``without conditions'' to ``go''", [("without conditions", True, 0), ("go", True, 0)]),
        ("”Swedish” marks", [("Swedish", True, 0)]),
        ("don't, the '90s, soldiers' wives and 'Secret Talks'", [("Secret Talks", True, 0)]),
        ('"We go\n\n"and stay." Then', [("We go", False, 0), ("and stay.", True, 0)]),
        ('"We go to the\nsquare\n\nThe army left.', [("We go to the\nsquare", False, 0)]),
        ('He said "we go. "They stay," said X', [("we go.", False, 0), ("They stay,", True, 0)]),
        ("“open “nested” text” end", [("open “nested” text", True, 0), ("nested", True, 1)]),
        ('nothing "" here "!"', []),
    ],
)
def test_marks_are_paired(text: str, expected: list[tuple[str, bool, int]]) -> None:
    assert inner(text) == expected
