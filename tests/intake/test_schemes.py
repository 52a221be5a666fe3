"""CAMEO as text, its PLOVER word and its class of five, against PLOVER's own table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from standoff.intake.coding.schemes import ROOTS, cameo_text, penta, plover_root, root_words

TABLE = Path(__file__).parents[2] / "../shared/data/event-coding/dictionaries/CAMEO2PLOVER-2021.txt"


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of PLOVER is not here")
def test_every_code_of_plovers_table_becomes_its_word() -> None:
    lines = re.findall(r"^([0-9]{3,4}): *([A-Z]+)", TABLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert len(lines) > 240
    assert [(code, word, plover_root(code)) for code, word in lines if plover_root(code) != word] == []
    assert all(cameo_text(code) == code for code, _ in lines)
    lost = [code for code, _ in lines if cameo_text(int(code), int(code[:2])) != code]
    assert lost == []


@pytest.mark.parametrize(
    ("code", "root", "text"),
    [
        ("010", None, "010"),
        (36, None, "036"),
        ("311", None, "0311"),
        ("0841", None, "0841"),
        (841, 8, "0841"),
        ("10", "1", "010"),
        ("10", "10", "10"),
        ("20", 2, "020"),
        (112, 11, "112"),
        ("36.0", "3.0", "036"),
        (" 190 ", "", "190"),
        ("4", None, "04"),
        ("13y", None, ""),
        ("190", "14", ""),
        ("211", None, "0211"),
        ("---", None, ""),
        ("", None, ""),
        ("00", None, ""),
        ("21", None, "021"),
        ("99", None, "099"),
        ("999", None, "0999"),
        ("9999", None, ""),
        ("14100", None, ""),
        ("-14", None, ""),
    ],
)
def test_zeros_come_back(code: str | int, root: str | int | None, text: str) -> None:
    assert cameo_text(code, root) == text


def test_classes_of_five() -> None:
    found = [penta(f"{root}0") for root in ROOTS]
    assert found == [0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4]
    assert penta("13y") is None


def test_words_of_a_root() -> None:
    assert root_words("1411") == "14 protest"
    assert root_words("") == "no code"
    assert plover_root("") == plover_root("020") == ""
