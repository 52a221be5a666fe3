"""Results as a notebook shows them: headline, figures as pictures with their words, and a table where there is no figure."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import Any

from standoff.analysis.answer import Answer
from standoff.analysis.forward.values import Simulation
from standoff.analysis.sensitivity.values import Sensitivity
from standoff.analysis.whatif.values import WhatIf
from standoff.analysis.why.values import Explanation
from standoff.errors import UsageError
from standoff.publish.drawing import figure_image
from standoff.view.document import Document, Figure, Table
from standoff.view.forward.page import simulation_page
from standoff.view.phrases import visible
from standoff.view.report_page import illustrated
from standoff.view.sensitivity.page import sensitivity_page
from standoff.view.whatif.page import what_if_page
from standoff.view.why.page import explanation_page, why_not_page


def html_of(result: Any) -> str:
    """A result as HTML.

    Raises:
        TypeError: there is no page for such a thing.
    """
    return document_html(document_of_result(result))


def document_of_result(result: Any) -> Document:
    """The page of a result, with its figures.

    Raises:
        TypeError: there is no page for such a thing.
    """
    if isinstance(result, Answer):
        return illustrated(result)
    if isinstance(result, Explanation):
        return explanation_page(result) if result.worth and result.lies else why_not_page(result)
    if isinstance(result, WhatIf):
        return what_if_page(result)
    if isinstance(result, Simulation):
        return simulation_page(result)
    if isinstance(result, Sensitivity):
        return sensitivity_page(result)
    raise TypeError(f"no page for a {type(result).__name__}")


def document_html(document: Document) -> str:
    """Headline and summary, then the figures; of a page without figures its first table."""
    head = f"<h3>{_shown(document.title)}</h3><p><strong>{_shown(document.headline)}</strong></p>"
    told = "".join(f"<p>{_shown(sentence)}</p>" for sentence in document.summary)
    figures = "".join(_figure(figure) for section in document.sections for figure in section.figures)
    tables = [section.table for section in document.sections if section.table is not None]
    return head + told + (figures or (_table(tables[0]) if tables else ""))


def _figure(figure: Figure) -> str:
    """A picture that stands in the page itself, with its words for those who do not see it; without vl-convert the words."""
    words = _shown(figure.alt)
    try:
        picture = b64encode(figure_image(figure, "svg")).decode("ascii")
    except UsageError:
        return f"<p>{_shown(figure.title)}: {words}</p>"
    return f'<figure><img alt="{words}" src="data:image/svg+xml;base64,{picture}" style="max-width:100%"></figure>'


def _table(table: Table) -> str:
    heads = "".join(f"<th>{_shown(column.head)}</th>" for column in table.columns if column.kind != "bar")
    kept = [place for place, column in enumerate(table.columns) if column.kind != "bar"]
    rows = "".join("<tr>" + "".join(f"<td>{_shown(row[place].text)}</td>" for place in kept) + "</tr>" for row in table.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _shown(text: str) -> str:
    """Text as the report shows it: escaped, signs that steer or hide made visible."""
    return escape(visible(text), quote=True)
