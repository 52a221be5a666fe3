"""A document as one HTML text: template, style, script and the library that draws, all inside.

What a case file says is untrusted. Three things keep it text: the template escapes every value and nothing is marked safe but
what this module makes itself; the JSON that the script reads holds no sign that HTML could read; and a content security policy
allows no script but the two in the file, by their hashes, and no address at all.

Vega compiles its expressions to functions unless told otherwise, which would need 'unsafe-eval' in that policy. The page draws
with Vega's expression interpreter in place of it (`ast: true` of vega-embed), so the policy does without.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from importlib.resources import files
from math import isfinite
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from standoff.publish.drawing import library_script
from standoff.publish.extra import needed
from standoff.view.document import Bar, Document, Figure, Section
from standoff.view.phrases import visible
from standoff.view.serialise import view_document

if TYPE_CHECKING:
    from jinja2 import Environment

_DANGEROUS = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_MOST_ADDRESS = 2000
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=%)")


def page_html(document: Document) -> str:
    """The document as one HTML file.

    Args:
        document: what to show; every text of it is shown as it stands, whatever it holds.

    Raises:
        UsageError: Jinja2 or vl-convert is not installed.
    """
    script, library = _resource("page.js"), _harmless(library_script())
    return _environment().get_template("page.html.j2").render(
        document=document,
        sections=[(identifier(section, place), section) for place, section in enumerate(document.sections)],
        style=_resource("page.css"),
        policy=_policy(library, script),
        data=json_for_html(view_document(document)),
        library=library,
        script=script,
    )


def identifier(section: Section, place: int) -> str:
    """An anchor for a section: its place, and of its title what an address may hold.

    Example:
        >>> identifier(Section("Would they obey?"), 0)
        's1-would-they-obey'
    """
    words = re.findall(r"[a-z0-9]+", section.title.lower())
    return "-".join((f"s{place + 1}", *words[:8]))


def json_for_html(value: Mapping[str, Any]) -> str:
    r"""JSON that may stand in a script element: no sign in it that HTML or old JavaScript would read.

    Example:
        >>> json_for_html({"text": "</script>"})
        '{"text":"\\u003c/script\\u003e"}'
    """
    text = json.dumps(value, separators=(",", ":"), allow_nan=False)
    return "".join(_DANGEROUS.get(sign, sign) for sign in text)


def web_address(text: str) -> str:
    """The address if it is one of the web (http or https, with a host), else "": a page never follows any other.

    Example:
        >>> web_address("https://example.org/a"), web_address("javascript:alert(1)")
        ('https://example.org/a', '')
    """
    if len(text) > _MOST_ADDRESS or not text.isprintable() or any(sign in text for sign in ' <>"`\\'):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.hostname and not parts.username else ""


def shown_text(text: str) -> str:
    """Text as the page shows it: signs that steer made visible, and no line ended between a number and its per cent."""
    return _BEFORE_UNIT.sub("\u00a0", visible(text))


def figure_rows(figure: Figure) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and texts of the table of a figure, in the order of its `heads`; all its keys where it names none."""
    keys = tuple(figure.heads) or tuple(figure.rows[0] if figure.rows else ())
    heads = tuple(figure.heads.get(key, key) for key in keys)
    return heads, [tuple(_cell(row.get(key)) for key in keys) for row in figure.rows]


def bar_style(bar: Bar) -> str:
    """Where a bar begins and how long it is, in per cent of its box; none where a number is not finite or the scale is none."""
    reach = bar.high - bar.low
    if not (isfinite(bar.value) and isfinite(reach) and reach > 0.0):
        return "left:0.00%;width:0.00%"
    ends = sorted(min(max((value - bar.low) / reach, 0.0), 1.0) for value in (0.0, bar.value))
    return f"left:{100 * ends[0]:.2f}%;width:{100 * (ends[1] - ends[0]):.2f}%"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _resource(name: str) -> str:
    return files("standoff.publish").joinpath(name).read_text(encoding="utf-8").replace("\r\n", "\n")


def _harmless(script: str) -> str:
    """A script as it may stand in a page: HTML ends a script at its end tag, even inside a string."""
    return script.replace("\r\n", "\n").replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _policy(*scripts: str) -> str:
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _environment() -> Environment:
    jinja2 = needed("jinja2")
    environment: Environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_resource),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    shown = {"shown": shown_text, "address": web_address, "bar": bar_style, "rows": figure_rows}
    environment.filters |= {**shown, "own": needed("markupsafe").Markup}  # `own`: made here, never text of a case
    return environment
