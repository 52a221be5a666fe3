"""`standoff fit`: writes what it learned, prints it, and what it wrote is used by other commands."""

from __future__ import annotations

import json

import pytest

from standoff.cli.main import main
from standoff.model.learned_file import read_learned

pytestmark = pytest.mark.xdist_group("fit-command")  # its fixtures are dear: one worker makes them


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    to = tmp_path_factory.mktemp("fit") / "trial.yaml"
    assert main(["fit", "spain-1981", "romania-1989", "--draws", "8", "--rounds", "1", "--to", str(to), "-q"]) == 0
    return to


def test_a_file_is_written_and_nothing_else_left(written):
    learned = read_learned(written)
    assert set(learned.without) == {"spain-1981", "romania-1989"}
    assert learned.made.draws == 8
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def test_other_commands_use_it(written, capsys):
    words = ["ask", "ussr-1991", "--as-of", "1991-08-20", "--worlds", "480", "--json", "-q"]
    told = []
    for more in (["--coefficients", str(written)], ["--prior-only"], []):
        assert main([*words, *more]) == 0
        told.append(json.loads(capsys.readouterr().out)["order_giver_out"])
    assert len(set(told)) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fit", "--draws", "2"], "--draws: 2 given"),
        (["fit", "--rounds", "0"], "--rounds: 0 given"),
        (["fit", "spain-1981", "--to", "."], "--to: . is a folder"),
        (["fit", "spain-1981", "--cluster", "somewhere"], "--cluster: 'somewhere' given; allowed: local, or a scheduler's"),
        (["fit", "spain-1981", "--to", "no-such-folder/x.yaml"], "x.yaml.part: the work done cannot be kept: No such file"),
        (["ask", "ussr-1991", "--prior-only", "--coefficients", "x"], "both given"),
        (["ask", "ussr-1991", "--coefficients", "no-such-file.yaml"], "no-such-file.yaml: cannot be read"),
    ],
)
def test_what_cannot_be_used_is_refused(words, said, capsys):
    assert main([*words, "-q"]) == 2
    assert said in capsys.readouterr().err
