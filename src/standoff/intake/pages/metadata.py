"""What the head of an HTML page states: title, outlet, address and day of publication (Open Graph, JSON-LD, Dublin Core)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from standoff.intake.pages.raw import http_address, one_line
from standoff.intake.pages.stated import stated_day
from standoff.intake.pages.visible import Seen

Day = date  # the name of the type where a field is called `date`

_NAMES_OF_DAYS = (
    "article:published_time og:article:published_time datepublished date pubdate publishdate publish-date publish_date "
    "publication_date article.published dc.date dc.date.issued dc.date.created dcterms.date dcterms.created "
    "dcterms.issued sailthru.date parsely-pub-date citation_publication_date og:published_time"
)
_DAYS = tuple(_NAMES_OF_DAYS.split())
_OUTLETS = ("publisher", "dc.publisher", "dcterms.publisher", "citation_publisher", "application-name")


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states about itself; None where it does not. Days are all that were found, the most telling first."""

    title: str | None
    outlet: str | None
    url: str | None
    days: tuple[Day, ...]


def stated_by(seen: Seen) -> Stated:
    """What the head of a page states."""
    metas = seen.metas
    articles = list(_articles(seen.linked_data))
    outlets = [metas.get("og:site_name"), *map(_publisher, articles), *map(metas.get, _OUTLETS)]
    addresses = [seen.canonical, metas.get("og:url"), *(_text(article.get("url")) for article in articles)]
    titles = [metas.get("og:title"), *(_text(article.get("headline")) for article in articles), seen.heading]
    times = [metas.get(_DAYS[0]), *(_text(article.get("datePublished")) for article in articles)]
    times += [*map(metas.get, _DAYS[1:]), *seen.times[:1]]
    return Stated(
        title=next(filter(None, map(one_line, titles)), None),
        outlet=next((name for given in outlets if (name := one_line(given, 120)) and http_address(name) is None), None),
        url=next(filter(None, map(http_address, addresses)), None),
        days=tuple(dict.fromkeys(day for time in times if (day := stated_day(time)))),
    )


def _articles(scripts: tuple[str, ...]) -> Iterator[Mapping[str, Any]]:
    """The articles that JSON-LD scripts describe; a script that is no JSON says nothing."""
    for script in scripts:
        try:
            found = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for thing in found if isinstance(found, list) else [found]:
            graph = thing.get("@graph") if isinstance(thing, dict) else None
            for node in graph if isinstance(graph, list) else [thing]:
                if isinstance(node, dict) and "datePublished" in node:
                    yield node


def _publisher(article: Mapping[str, Any]) -> str | None:
    publisher = article.get("publisher")
    return _text(publisher.get("name")) if isinstance(publisher, dict) else _text(publisher)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
