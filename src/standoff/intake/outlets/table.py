"""Who publishes what and for whom he speaks: a small table (`outlets.csv`, `README.md`) that a user's own is laid over.

It proposes a side and a grade and says why; whoever reads on decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from standoff.intake.language.words import folded
from standoff.intake.outlets.table_file import COLUMNS, LONGEST_NAME, Row, read_rows, rows_of
from standoff.intake.tables.tables import several

Kind = Literal["agency", "newspaper", "broadcaster", "state_media", "party", "ngo", "official", "social", "magazine"]
KINDS: tuple[str, ...] = get_args(Kind)

_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?:/\S*)?\Z")
_CALLED = re.compile(r"\s+(?:news agency|press agency|agency|newspaper|daily|magazine|website|report|reports)\Z")
_ASIDE = re.compile(r"\s*(?:[,(:|–—]|\s-\s).*\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet as the table has it.

    Attributes:
        name: as people write it; `aliases` and `domains` are what else it goes by.
        kind: one of `KINDS`.
        country: ISO 3166 letters of its seat, "" for none.
        speaks_for: letters of the state whose government owns or directs it, "" for none.
        opposes: letters of the state whose government it stands against, "" for none.
        grade: suggested Admiralty grade, "" for none.
        note: what else to know.
        own: whether it comes from the user's own table.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    country: str = ""
    speaks_for: str = ""
    opposes: str = ""
    grade: str = ""
    note: str = ""
    own: bool = False


@dataclass(frozen=True, eq=False)  # one table is not another: what is worked out of it is kept by it
class OutletTable:
    """Outlets in the order of their table, found by name, alias or address."""

    rows: tuple[Outlet, ...]
    by_name: Mapping[str, Outlet]
    by_domain: Mapping[str, Outlet]

    def __iter__(self) -> Iterator[Outlet]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def of(self, name_or_url: str) -> Outlet | None:
        """The outlet of this name, alias or address; None where the table has none."""
        given = name_or_url.strip()[:LONGEST_NAME]
        found = self._named(given)
        return found if found is not None or not _is_address(given) else self._at(given)

    def _named(self, name: str) -> Outlet | None:
        plain = plain_name(name)
        for tried in (plain, _CALLED.sub("", plain), plain_name(_ASIDE.sub("", name))):
            if tried in self.by_name:
                return self.by_name[tried]
        return None

    def _at(self, address: str) -> Outlet | None:
        """By host and the longest path known of it, then by what the host ends in."""
        try:
            parts = urlsplit(address if "://" in address else f"//{address}")
            host = (parts.hostname or "").removeprefix("www.").rstrip(".")
        except ValueError:  # brackets that hold no address
            return None
        first = parts.path.strip("/").split("/")[0].casefold()
        labels = host.split(".")
        ends = [".".join(labels[at:]) for at in range(len(labels) - 1)]
        tried = (key for end in ends for key in (f"{end}/{first}", end))
        return next((self.by_domain[key] for key in tried if key in self.by_domain), None)


def outlets(path: Path | None = None) -> OutletTable:
    """The built-in table, with the rows of a user's own laid over it.

    Args:
        path: a CSV file of the same columns; a row replaces the built-in one of its name, others are added.

    Raises:
        CaseFileError: the file cannot be read, or rows have problems, each told as file:line:column.

    Example:
        >>> outlets().of("https://mundo.sputniknews.com/x").speaks_for
        'RUS'
    """
    if path is None:
        return _built_in()
    own = tuple(_outlet(row, own=True) for row in read_rows(path, KINDS))
    taken = {plain_name(outlet.name) for outlet in own}
    return _table((*(outlet for outlet in _built_in() if plain_name(outlet.name) not in taken), *own))


def outlet_of(name_or_url: str, table: OutletTable | None = None) -> Outlet | None:
    """The outlet of a name, an alias or an address; None where the table has none.

    Example:
        >>> outlet_of("Associated Press").name, outlet_of("https://www.bbc.co.uk/news/1").name
        ('AP', 'BBC')
    """
    return (_built_in() if table is None else table).of(name_or_url)


def plain_name(name: str) -> str:
    """A name without capitals, accents, stops, "the" in front, and needless space.

    Example:
        >>> plain_name("The  Última Hora")
        'ultima hora'
    """
    words = re.sub(r"[.’'`]", "", folded(name)).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def _is_address(given: str) -> bool:
    return "://" in given or _HOST.match(given) is not None


@cache
def _built_in() -> OutletTable:
    data = files("standoff.intake.tables").joinpath("outlets.csv").read_text(encoding="utf-8")
    return _table(_outlet(row) for row in rows_of(data, "outlets.csv", KINDS))


def _table(rows: Iterable[Outlet]) -> OutletTable:
    """The table with its keys; names come before aliases, later rows before earlier ones."""
    listed = tuple(rows)
    names: dict[str, Outlet] = {}
    for outlet in listed:
        names |= {plain_name(alias): outlet for alias in outlet.aliases}
    names |= {plain_name(outlet.name): outlet for outlet in listed}
    own = {plain_name(name): outlet for outlet in listed if outlet.own for name in (*outlet.aliases, outlet.name)}
    domains = {domain.casefold(): outlet for outlet in listed for domain in outlet.domains}
    return OutletTable(listed, MappingProxyType(names | own), MappingProxyType(domains))


def _outlet(row: Row, own: bool = False) -> Outlet:
    return Outlet(
        name=row["name"],
        kind=cast(Kind, row["kind"]),  # the reader let no other words through
        aliases=several(row["aliases"]),
        domains=several(row["domains"]),
        country=row["country"],
        speaks_for=row["speaks_for"],
        opposes=row["opposes"],
        grade=row["grade"],
        note=row["note"],
        own=own,
    )


__all__ = ["COLUMNS", "KINDS", "Kind", "Outlet", "OutletTable", "outlet_of", "outlets", "plain_name"]
