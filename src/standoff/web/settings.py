"""How a workbench is set up: which folder and cases, where it listens, who may ask, and how many worlds it runs."""

from __future__ import annotations

import ipaddress
import secrets
from dataclasses import dataclass, field
from pathlib import Path

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
LEAST_PASSWORD = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """One workbench.

    Attributes:
        folder: where the user's own cases and scenarios lie.
        cases: further case files, by path.
        host: address it is bound to; `port` likewise.
        names: further host names it answers to.
        token: what the address printed at the start carries; whoever has it may ask.
        password: asked for where it is bound to more than the loopback address; None for no such door.
        read_only: refuse every change of a file.
        worlds: of a full answer; `rough` of the first.
        rough: worlds of the first answer.
        workers: processes that run models; None for one a core.
    """

    folder: Path
    cases: tuple[Path, ...] = ()
    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    password: str | None = field(default=None, repr=False)
    read_only: bool = False
    worlds: int = 20_000
    rough: int = 2_000
    workers: int | None = None

    @property
    def hosts(self) -> frozenset[str]:
        """What the Host header of a request may say."""
        own = () if is_everywhere(self.host) else (bracketed(self.host),)
        bare = {name.lower() for name in (*LOOPBACK, *own, *self.names)}
        return frozenset({*(f"{name}:{self.port}" for name in bare), *(bare if self.port == 80 or self.names else ())})

    @property
    def address(self) -> str:
        """The address to open, without the token."""
        return f"http://{'127.0.0.1' if is_everywhere(self.host) else bracketed(self.host)}:{self.port}/"


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone.

    Example:
        >>> is_loopback("127.0.0.1"), is_loopback("localhost"), is_loopback("0.0.0.0")
        (True, True, False)
    """
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_everywhere(host: str) -> bool:
    """Whether a bound address means every address of the machine."""
    return host in ("0.0.0.0", "::", "[::]", "")


def bracketed(host: str) -> str:
    """An address as it stands before a port: that of IP version 6 in brackets."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host
