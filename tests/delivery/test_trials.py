"""How the matrix reads bounds and compares answers."""

from __future__ import annotations

import json

import pytest

from delivery.environments import LOWEST, Environment, Row, lower_bounds, plain
from delivery.trials import REFUSED, SERVES, Failed, same

REQUIREMENTS = ["numpy>=2.2", "ruamel-yaml>=0.18.10", "jinja2>=3.1; extra == 'view'", "anyio>=4.0; extra == 'web'"]


def test_the_lowest_of_the_core_and_of_one_extra():
    assert lower_bounds(REQUIREMENTS, "") == ["numpy==2.2", "ruamel-yaml==0.18.10"]
    assert lower_bounds(REQUIREMENTS, "web") == ["numpy==2.2", "ruamel-yaml==0.18.10", "anyio==4.0"]


@pytest.mark.parametrize("line", ["numpy", "numpy>=2.2,<3", "numpy~=2.2", "numpy>=2.2; python_version < '3.12'"])
def test_a_requirement_without_a_plain_lower_bound_is_refused(line):
    with pytest.raises(ValueError, match="no plain lower bound: numpy"):
        lower_bounds([*REQUIREMENTS, line], "")


def answer(**told):
    return json.dumps(told | {"libraries": told.get("libraries", {})})


def test_answers_of_the_same_bytes_and_of_the_same_numbers():
    assert same(answer(p=0.5), answer(p=0.5, libraries={"numpy": "2.2"})) == "same bytes"
    assert same(answer(p=[0.5, None, 3]), answer(p=[0.50000000001, None, 3])) == "same within 2e-11"


@pytest.mark.parametrize(
    ("other", "where"),
    [({"p": [0.5, 3], "q": "a"}, "p"), ({"p": [0.5001], "q": "a"}, r"p\[0\]"), ({"p": [0.5], "q": "b"}, "q"), ({}, "")],
)
def test_another_answer_is_refused_with_its_place(other, where):
    with pytest.raises(Failed, match=f"another answer at answer.?{where}: "):
        same(answer(p=[0.5], q="a"), answer(**other))


def test_a_distribution_has_one_spelling():
    assert {plain(name) for name in ("ruamel.yaml", "Ruamel_YAML", "ruamel-yaml")} == {"ruamel-yaml"}


def test_every_extra_is_tried_and_its_lack_too():
    assert SERVES.keys() == REFUSED.keys()


def test_a_row_has_a_name_in_words(monkeypatch):
    monkeypatch.setattr("delivery.environments.version", lambda _: "3.11.7")
    assert Row("python3", LOWEST, "").name == "Python 3.11.7, lowest, core"


def test_an_environment_knows_nothing_of_this_tree(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "src")
    variables = Environment(tmp_path, tmp_path, tmp_path / "kernels").variables()
    assert not [name for name in variables if name.startswith("PYTHON")]
    assert variables["STANDOFF_CACHE_DIR"] == str(tmp_path / "kernels")
