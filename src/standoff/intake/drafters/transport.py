"""One POST of JSON to a server of the user's own: no proxies, no redirects, no more bytes or seconds than allowed."""

from __future__ import annotations

import http.client
import io
import json
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from standoff.errors import StandoffError

_LONGEST_PAUSE = 20.0
_AGAIN = frozenset({429, 500, 502, 503, 504})
_MEANING = {
    400: "it does not take this request",
    401: "the key is missing or wrong",
    403: "the key does not allow this",
    404: "there is nothing at this address, or no such model",
    413: "the page is too long for it",
    429: "too many requests",
}


@dataclass(frozen=True, slots=True)
class Server:
    """Where and how to ask.

    Attributes:
        url: full address of the request, http or https.
        key: sent as a bearer token; it stands in no message and no representation.
        timeout: seconds for one request, from connecting to the last byte.
        retries: how often to ask again after a refused connection, 429 or 5xx.
        most_bytes: of a reply.
        pause: seconds before asking again, doubled each time, where the server does not name them.
    """

    url: str
    key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    retries: int = 2
    most_bytes: int = 2_000_000
    pause: float = 0.5


class _Again(Exception):
    """The server may answer another time."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(what)


def parsed_address(url: str) -> SplitResult:
    """The parts of an address that can be asked.

    Raises:
        StandoffError: not http(s), without a host, with a user in it, or with blanks or control signs.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not host:
        raise StandoffError(f"{url!r} is no address of a model server; allowed: http:// or https:// with a host")
    if parts.username is not None or parts.password is not None:
        raise StandoffError("the address of the model server holds a user or password; give the key by a variable instead")
    if not url.isascii() or any(sign <= " " or sign == "\x7f" for sign in url):
        raise StandoffError(f"{url!r} is no address of a model server: it holds blanks or signs that must be escaped")
    return parts


def post_json(server: Server, body: dict[str, Any], *, sleep: Callable[[float], None] = time.sleep) -> Any:
    """The JSON a server answers a request with.

    Args:
        server: where and how to ask.
        body: what to send.
        sleep: waits a number of seconds.

    Raises:
        StandoffError: nobody answers, too slowly, with an error, with too much, or with what is not JSON.
    """
    parts = parsed_address(server.url)
    data = json.dumps(body).encode()
    asked = 0
    while True:
        asked += 1
        try:
            return _json(_once(server, parts, data), server)
        except _Again as error:
            if asked > server.retries:
                times = f" (asked {asked} times)" if asked > 1 else ""
                raise StandoffError(_without_key(f"{_place(parts)}: {error}{times}", server)) from error
            wait = error.wait if error.wait is not None else server.pause * 2 ** (asked - 1)
        sleep(min(wait, _LONGEST_PAUSE))


def _once(server: Server, parts: SplitResult, body: bytes) -> bytes:
    """The body of one good reply."""
    deadline = time.monotonic() + server.timeout
    connection = _connection(parts, server.timeout, deadline)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, _headers(server))
        with connection.getresponse() as reply:
            data = _read(reply, server, parts)
    except TimeoutError as error:
        raise StandoffError(f"{_place(parts)}: no whole answer within {server.timeout:g} seconds") from error
    except ssl.SSLError as error:
        raise StandoffError(f"{_place(parts)}: no safe connection: {error.reason or 'TLS failed'}") from error
    except (OSError, http.client.HTTPException) as error:
        raise _Again(f"the model server does not answer: {_reason(error)}") from error
    finally:
        connection.close()
    _refuse_errors(reply, data, server, parts)
    return data


def _headers(server: Server) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
    return headers | ({"Authorization": f"Bearer {server.key}"} if server.key else {})


def _connection(parts: SplitResult, timeout: float, deadline: float) -> http.client.HTTPConnection:
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, parts.port, timeout=timeout, context=context)
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=timeout)

    def response(sock: socket.socket, *more: Any, **named: Any) -> http.client.HTTPResponse:
        return http.client.HTTPResponse(_Timed(sock, deadline), *more, **named)  # type: ignore[arg-type]

    connection.response_class = response  # type: ignore[assignment]
    return connection


class _Timed:
    """A socket whose every read ends by the deadline, so that a server that sends a byte a second is not waited for."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._sock, self._deadline))


class _TimedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline
        self._raw = sock.makefile("rb", buffering=0)  # holds the socket open after the connection lets go of it

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._sock.settimeout(left)
        return self._raw.readinto(buffer) or 0

    def close(self) -> None:
        self._raw.close()
        super().close()


def _read(reply: http.client.HTTPResponse, server: Server, parts: SplitResult) -> bytes:
    data = reply.read(server.most_bytes + 1)
    if len(data) > server.most_bytes:
        raise StandoffError(f"{_place(parts)}: the answer is larger than {server.most_bytes:,} bytes")
    return data


def _refuse_errors(reply: http.client.HTTPResponse, data: bytes, server: Server, parts: SplitResult) -> None:
    status = reply.status
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        target = (reply.getheader("Location") or "")[:200]
        raise StandoffError(
            f"{_place(parts)}: the server sends on to {target!r}; that is not followed, give that address instead"
        )
    words = " ".join(data[:300].decode("utf-8", "replace").split())
    what = f"the server answers {status} ({_MEANING.get(status, reply.reason)[:100]}): {words}"
    if status in _AGAIN:
        raise _Again(what, _retry_after(reply.getheader("Retry-After")))
    raise StandoffError(_without_key(f"{_place(parts)}: {what}", server))


def _retry_after(value: str | None) -> float | None:
    return float(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else None


def _json(data: bytes, server: Server) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        words = " ".join(data[:80].decode("utf-8", "replace").split())
        place = _place(urlsplit(server.url))
        raise StandoffError(_without_key(f"{place}: the answer is not JSON: {words!r}", server)) from error


def _without_key(message: str, server: Server) -> str:
    """A message for people; a server may repeat the key it was sent."""
    return message.replace(server.key, "***") if server.key else message


def _place(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _reason(error: Exception) -> str:
    strerror = error.strerror if isinstance(error, OSError) else None
    return (strerror or str(error) or type(error).__name__).lower()
