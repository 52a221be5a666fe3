"""What an analyst may assume in the place of the model's priors: each with its value, spread, unit and source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from standoff.case.problems import nearest, quoted
from standoff.model.priors import Priors, assumption_names, load_priors
from standoff.web.refusals import Refusal


def assumable() -> list[dict[str, Any]]:
    """Every prior that can be overridden, in the order of the model's file; a spread of None is a single number."""
    return list(_told(load_priors()))


def checked_name(name: str) -> str:
    """The name, if it is one of a prior.

    Raises:
        Refusal: it is not; the nearest is named (422).
    """
    names = tuple(assumption_names(load_priors()))
    if name in names:
        return name
    near = nearest(name, names)
    hint = f"; did you mean {near!r}?" if near else f"; allowed: {', '.join(names)}"
    raise Refusal(422, "invalid", f"{quoted(name)} is not a prior of the model{hint}")


def _told(priors: Priors) -> Iterator[dict[str, Any]]:
    for name in assumption_names(priors):
        if name in priors.coefficients:
            one = priors.coefficients[name]
            told = {"name": name, "section": "coefficients", "value": one.centre, "family": one.family, "spread": one.spread}
            yield {**told, "unit": one.unit, "source": one.source}
        else:
            section, key = name.split(".")
            entry = priors.sections[section][key]
            told = {"name": name, "section": section, "value": entry["value"], "family": "fixed", "spread": None}
            yield {**told, "unit": entry.get("unit", ""), "source": entry["source"]}
