"""Why not give the order: the four expected losses beside what being obeyed would gain."""

from __future__ import annotations

from typing import Any

from standoff.analysis.answer import Answer, Estimate
from standoff.view.document import Figure
from standoff.view.drawing import QUIET, REFUSE, spec
from standoff.view.figures.labels import MARK_DOWN, ROW, banded, label, names, numbers, tooltip
from standoff.view.phrases import ORDERS, REASONS, kinds_of_interval, listed

_HEADS = {"label": "reason", "shown": "expected loss", "interval": "interval"}


def losses_figure(answer: Answer) -> Figure:
    """Each of the four expected losses with its interval, in units of the gain from being obeyed."""
    why_not = answer.order(answer.focus).why_not
    found: dict[str, Estimate] = {name: getattr(why_not, name) for name in REASONS}
    ranked = sorted(found, key=lambda name: -found[name].p)
    return Figure(
        id="why-not",
        title=f"What holds an order to {ORDERS[answer.focus]} back",
        alt="Expected losses, the largest first: "
        f"{listed(tuple(f'{REASONS[name]} {found[name].p:.2f}' for name in ranked))}; being obeyed is worth 1.",
        spec=_spec(),
        rows=tuple(_row(place, REASONS[name], found[name]) for place, name in enumerate(found)),
        heads=_HEADS,
        how=f"Bars are what {label(answer.order_giver)} would expect to lose by giving the order, where being obeyed is worth "
        f"1 (the dashed line). {kinds_of_interval(*found.values())}",
    )


def _row(place: int, name: str, loss: Estimate) -> dict[str, Any]:
    return {
        "row": place,
        "label": name,
        "loss": loss.p,
        "low": loss.low,
        "high": loss.high,
        "shown": f"{loss.p:.2f}",
        "interval": f"{loss.low:.2f} to {loss.high:.2f}",
    }


def _spec() -> dict[str, Any]:
    axis = {"title": "expected loss (being obeyed is worth 1)", "tickCount": 6, "grid": True}
    bar = {
        "mark": {"type": "bar", "height": 12, "yOffset": MARK_DOWN, "color": REFUSE, "opacity": 0.75},
        "encoding": {
            "x": {"field": "loss", "type": "quantitative", "axis": axis},
            "tooltip": tooltip(_HEADS),
        },
    }
    line = {
        "mark": {"type": "rule", "strokeWidth": 2, "yOffset": MARK_DOWN},
        "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
    }
    gain = {
        "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]},
        "encoding": {"x": {"datum": 1, "type": "quantitative"}},
    }
    return spec(height=len(REASONS) * ROW, layer=[gain, *banded(bar, line, names(), numbers())])
