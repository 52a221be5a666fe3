"""Figures drawn: the library that draws them in a page, and pictures of them as PNG, SVG or PDF, all without a network.

Both come from vl-convert, which carries Vega, Vega-Lite and Vega-Embed inside: a page and a picture are drawn by the same code
from the same specification.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Literal

from standoff.errors import UsageError
from standoff.publish.extra import needed
from standoff.view.document import Document, Figure
from standoff.view.drawing import QUIET
from standoff.view.phrases import listed

Format = Literal["png", "svg", "pdf"]
FORMATS: tuple[Format, ...] = ("png", "svg", "pdf")
_WIDTH, _SCALE = 760, 2.0
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


@cache
def library_script() -> str:
    """The script that defines `vegaEmbed`, made whole by vl-convert.

    Raises:
        UsageError: vl-convert is not installed.
    """
    script: str = needed("vl_convert").javascript_bundle(_SNIPPET)
    return script


def figure_image(figure: Figure, format: str) -> bytes:
    """A figure as a picture: 760 points wide on white, PNG at twice that.

    Raises:
        UsageError: a format that is not one of `FORMATS`, or vl-convert is not installed.
    """
    if format not in FORMATS:
        raise UsageError(f"format: '{format}' given; allowed: {', '.join(FORMATS)}")
    convert = needed("vl_convert")
    spec = picture_spec(figure)
    # An empty list of addresses: a specification can load nothing, wherever its text came from.
    options: dict[str, Any] = {"allowed_base_urls": []}
    if format == "svg":
        return bytes(convert.vegalite_to_svg(spec, **options), "utf-8")
    if format == "pdf":
        return bytes(convert.vegalite_to_pdf(spec, **options))
    return bytes(convert.vegalite_to_png(spec, scale=_SCALE, **options))


def picture_spec(figure: Figure) -> dict[str, Any]:
    """The specification of a picture that stands alone: with its title, a width and a light ground."""
    title = {"text": figure.title, "anchor": "start", "fontSize": 15, "offset": 14, "limit": _WIDTH}
    drawable = figure.drawable()
    width = {"width": _WIDTH} if drawable.get("width") == "container" else {}
    return {**drawable, **width, "title": title, "background": "#ffffff", "padding": 16, "config": picture_config(drawable)}


def picture_config(drawable: dict[str, Any]) -> dict[str, Any]:
    """Fonts and inks of a picture on white; the specification's own settings come first."""
    ink, faint, line = "#1c1f24", "#565d68", "#d5d9df"
    axis = {"labelColor": faint, "titleColor": faint, "gridColor": line, "domainColor": line, "tickColor": line}
    return {
        "font": "DejaVu Sans, Helvetica, Arial, sans-serif",
        "view": {"stroke": None},
        "axis": {**axis, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400},
        "legend": {
            **{"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": 400, "columns": 4},
            **{"labelColor": ink, "titleColor": faint, "symbolBaseFillColor": QUIET, "symbolBaseStrokeColor": QUIET},
        },
        "text": {"fontSize": 12, "fill": ink},
        "rule": {"stroke": ink},
        **drawable.get("config", {}),
    }


def figure_named(document: Document, id: str) -> Figure:
    """The figure of that id.

    Raises:
        UsageError: the document has none of that name; the text lists those it has.
    """
    found = {figure.id: figure for figure in document.figures()}
    if id not in found:
        raise UsageError(f"figure: '{id}' given; this report has {listed(tuple(found))}")
    return found[id]


def drawn_by() -> dict[str, str]:
    """Versions of what draws: vl-convert and the libraries it carries.

    Raises:
        UsageError: vl-convert is not installed.
    """
    convert = needed("vl_convert")
    return {
        "vl-convert": str(convert.__version__),
        "Vega": str(convert.get_vega_version()),
        "Vega-Lite": str(convert.get_vegalite_versions()[-1]),
        "Vega-Embed": str(convert.get_vega_embed_version()),
    }
