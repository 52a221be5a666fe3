"""A page, a case of two forces, and a model server on this machine that answers as a test tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from standoff.case.values import Background, Case, Force
from standoff.intake.values import Draft, Page, Span

TEXT = (
    "Soldiers of the National Guard refused to fire on the crowd on Tuesday, a rights group said.\n\n"
    "“We will not shoot,” a sergeant told the radio – twice.\n\n"
    "The president  dismissed the head of the army. The crowd cheered. The crowd cheered."
)


@pytest.fixture
def page() -> Page:
    return Page("memo.txt", TEXT, title="Guard refuses", outlet="The Daily", published=date(2019, 1, 30))


@pytest.fixture
def case() -> Case:
    return Case(
        id="nowhere-2019",
        title="Nowhere",
        country="Nowhere",
        iso3="NWH",
        start=date(2019, 1, 10),
        end=date(2019, 3, 1),
        order_giver="President Uno",
        challenger="Speaker Dos",
        background=Background("personalist", 6, 28.0),
        forces=(Force("Army of Nowhere", "army"), Force("National Guard", "gendarmerie")),
        events=(),
    )


def draft_of(quote: str, **more: Any) -> Draft:
    known = {"date": date(2019, 1, 29), "public": None, "actor": "soldiers", "text": "They refused.", "span": Span(0, 0)}
    return Draft(code="order_refused", quote=quote, page="memo.txt", rule="by hand", **(known | more))


def event(quote: str = "refused to fire on the crowd", **more: Any) -> dict[str, Any]:
    return {"quote": quote, "code": "order_refused", "date": "2019-01-29", "actor": "soldiers", "text": "They refused."} | more


def chat(content: object, **more: Any) -> bytes:
    """A reply in the shape of a chat interface; `content` is sent as JSON unless it is words already."""
    words = content if isinstance(content, str) else json.dumps(content)
    return json.dumps({"choices": [{"message": {"role": "assistant", "content": words}} | more]}).encode()


class Asked(list[dict[str, Any]]):
    """The requests a server got: path, headers and body of each; `url` is where it listens."""

    url: str = ""


Answer = Callable[[BaseHTTPRequestHandler, int], None]


def says(*replies: bytes | tuple[int, bytes] | tuple[int, bytes, dict[str, str]]) -> Answer:
    """Answers with each reply in turn, the last one again and again."""

    def answer(handler: BaseHTTPRequestHandler, number: int) -> None:
        reply = replies[min(number, len(replies) - 1)]
        status, body, *headers = (200, reply) if isinstance(reply, bytes) else reply
        handler.send_response(status)
        for name, value in (headers[0] if headers else {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@contextmanager
def serving(answer: Answer) -> Iterator[Asked]:
    """A server on this machine for as long as the block lasts."""
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append({"path": self.path, "headers": dict(self.headers), "body": json.loads(body)})
            with suppress(BrokenPipeError, ConnectionResetError):  # the coder has hung up
                answer(self, len(asked) - 1)

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    asked.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def make_draft() -> Callable[..., Draft]:
    return draft_of


@pytest.fixture
def make_event() -> Callable[..., dict[str, Any]]:
    return event


@pytest.fixture
def make_chat() -> Callable[..., bytes]:
    return chat


@pytest.fixture
def make_answer() -> Callable[..., Answer]:
    return says


@pytest.fixture
def serve() -> Callable[[Answer], Any]:
    return serving
