"""The posterior as labelled arrays and as a tidy table."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from standoff.inference.posterior import infer
from standoff.model.priors import ORDERS, Coefficients


def test_the_tree_has_the_groups_of_arviz(posterior):
    tree = posterior.tree
    assert set(tree.children) == {"posterior", "prior", "log_likelihood", "sample_stats", "observed_data"}
    assert posterior.tree is tree


@pytest.mark.parametrize("name", ["posterior", "prior"])
def test_worlds_have_labelled_dimensions(posterior, name):
    data = posterior.tree[name]
    blocks, size = len(posterior.states), posterior.states[0].block.worlds.size
    assert data["strength"].dims == ("chain", "draw")
    assert data["threshold"].dims == data["margin"].dims == ("chain", "draw", "order")
    assert data["disobey"].dims == ("chain", "draw", "group")
    assert data["strength"].shape == (blocks, size)
    assert data["order"].values.tolist() == list(ORDERS)
    assert data["group"].values.tolist()[:3] == [
        "Bolivarian Army / command",
        "Bolivarian Army / troops",
        "National Guard / command",
    ]
    for field in Coefficients._fields:
        assert data[f"coefficient_{field}"].dims == ("chain",)
        assert data[f"coefficient_{field}"].values[2] == getattr(posterior.states[2].block.coefficients, field)
    assert np.array_equal(data["margin"], data["strength"] - data["threshold"])


def test_prior_worlds_are_the_worlds_without_evidence(posterior):
    world = posterior.stage.world(posterior.prior[1].block.cells)
    assert np.array_equal(posterior.tree["prior/strength"].sel(chain=1), world.strength)
    assert np.array_equal(posterior.tree["prior/threshold"].sel(chain=1, order="shoot"), world.root[ORDERS.index("shoot")])


def test_posterior_worlds_weigh_the_same(posterior):
    """Resampled worlds refuse an order as often as the weighted ones, to within three worlds: each may be there once more."""
    share = (posterior.tree["posterior/margin"] <= 0).mean("draw").transpose("chain", "order").values
    size = posterior.states[0].block.worlds.size
    assert share == pytest.approx(posterior.refused(), abs=3 / size)


def test_likelihoods_of_rows_and_silence_add_up_to_the_evidence(posterior):
    rows = posterior.tree["log_likelihood/report"]
    assert rows.dims == ("chain", "evidence")
    assert rows["evidence"].values.tolist() == [item.event.id for item in posterior.evidence]
    for k, state in enumerate(posterior.states):
        pairs = zip(state.steps[:-1], state.steps[1:], strict=True)
        silence = sum(after.log_evidence - before.log_evidence for before, after in pairs if after.kind == "silence")
        assert float(rows[k].sum()) + silence == pytest.approx(posterior.log_evidence_of_blocks[k], abs=1e-9)


def test_sample_stats_weigh_the_chains(posterior):
    stats = posterior.tree["sample_stats"]
    assert np.array_equal(stats["block_weight"], posterior.block_weight)
    assert np.array_equal(stats["log_evidence"], posterior.log_evidence_of_blocks)
    assert stats["run"].values.tolist() == [block % 6 for block in range(len(posterior.states))]
    assert np.all((stats["ess_min"] >= 1.0) & (stats["ess_min"] <= posterior.states[0].block.worlds.size))


def test_observed_rows_keep_their_dates(posterior):
    data = posterior.tree["observed_data"]
    assert [str(day)[:10] for day in data["date"].values] == [str(item.known_on) for item in posterior.evidence]
    assert data["code"].values.tolist() == [item.event.code for item in posterior.evidence]


def test_a_case_without_rows_has_a_tree(case):
    empty = infer(replace(case, events=()), worlds=160).tree
    assert empty["log_likelihood/report"].shape == (12, 0)
    assert empty["observed_data/code"].shape == (0,)


def test_the_table_is_tidy(posterior):
    table = posterior.to_dataframe()
    assert table.columns.tolist() == ["block", "weight", "prior_weight", "order", "obeyed", "prior_obeyed"]
    assert len(table) == len(posterior.states) * len(ORDERS)
    assert not table.isna().any().any()
    mean = (table["weight"] * table["obeyed"]).groupby(table["order"]).sum()
    assert mean.to_dict() == pytest.approx(posterior.chance_obeyed(), abs=1e-12)
    assert table["prior_obeyed"].between(0.0, 1.0).all()
