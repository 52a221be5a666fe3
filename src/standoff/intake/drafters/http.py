"""A coder behind a model server of the user's own, spoken to as OpenAI's chat interface is; what it says passes the gate.

No page and no case leaves the machine unless the user names a server. The server sees the page and the names of the case,
never a row and never how the case ended.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from standoff.case.values import Case
from standoff.errors import StandoffError
from standoff.intake.drafters.checked import checked
from standoff.intake.drafters.chunks import chunks
from standoff.intake.drafters.prompt import page_message, system_message
from standoff.intake.drafters.proposals import drafted_from
from standoff.intake.drafters.transport import Server, parsed_address, post_json
from standoff.intake.values import Draft, Drafted, Page, Span, Uncoded


@dataclass(frozen=True, slots=True)
class OpenAICompatibleDrafter:
    """Asks a server that speaks `POST {base_url}/chat/completions`.

    Attributes:
        base_url: address up to and with the version, such as http://127.0.0.1:8000/v1.
        model: the model's name at that server.
        api_key: the key itself, None where none is needed; `key_variable` names an environment variable that holds it instead.
        timeout: seconds for each request, from connecting to the last byte.
        retries: how often to ask again after a refused connection, 429 or 5xx.
        max_reply_bytes: a longer reply is an error.
        pause: seconds before the first repeat.

    Example:
        >>> OpenAICompatibleDrafter("http://127.0.0.1:8000/v1", "a-model").name
        'model a-model'
    """

    base_url: str
    model: str
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 60.0
    retries: int = 2
    max_reply_bytes: int = 2_000_000
    key_variable: str | None = None
    pause: float = 0.5

    def __post_init__(self) -> None:
        parts = parsed_address(self.base_url)
        if parts.query or parts.fragment:
            raise StandoffError(f"{self.base_url!r}: the address of a model server ends with its path, such as .../v1")
        if not self.model.strip():
            raise StandoffError("no model is named; give the name the server knows it by")
        if not (self.timeout > 0 and self.retries >= 0 and self.max_reply_bytes > 0 and self.pause >= 0):
            raise StandoffError("timeout and max_reply_bytes must be above 0, retries and pause not below")
        _good_key(self._key())

    @property
    def name(self) -> str:
        """The coder as drafts name it."""
        return f"model {self.model}"

    def draft(self, page: Page, case: Case | None) -> Drafted:
        """What the model proposes for a page, checked: only what the page says word for word.

        A long page is sent in stretches that overlap.

        Raises:
            StandoffError: the server does not answer, or not in the shape asked for.
        """
        found = [self._part(page, part, case) for part in chunks(page.text)]
        return checked(_joined(found), page, case)

    def _part(self, page: Page, part: Span, case: Case | None) -> Drafted:
        server = Server(self._url(), self._key(), self.timeout, self.retries, self.max_reply_bytes, self.pause)
        reply = post_json(server, self._request(page_message(part.of(page.text), page, case)))
        return drafted_from(_answer(reply, self._url()), page, part, self.name)

    def _request(self, message: str) -> dict[str, Any]:
        return {
            "model": self.model,
            "messages": [{"role": "system", "content": system_message()}, {"role": "user", "content": message}],
            "temperature": 0,
            "response_format": {"type": "json_object"},
        }

    def _url(self) -> str:
        return f"{self.base_url.rstrip('/')}/chat/completions"

    def _key(self) -> str | None:
        if self.key_variable is None:
            return self.api_key
        key = os.environ.get(self.key_variable, "")
        if not key:
            raise StandoffError(f"the environment variable {self.key_variable!r} that should hold the key is not set")
        return key


def _good_key(key: str | None) -> None:
    if key is not None and not (key.isascii() and key.isprintable() and key == key.strip() and key):
        raise StandoffError("the key for the model server is empty or holds blanks, line ends or letters no key has")


def _answer(reply: Any, url: str) -> str:
    """The model's words in a reply.

    Raises:
        StandoffError: the reply has another shape, or breaks off.
    """
    choices = reply.get("choices") if isinstance(reply, dict) else None
    first = choices[0] if isinstance(choices, list) and choices else None
    choice = first if isinstance(first, dict) else {}
    message = choice.get("message")
    content = message.get("content") if isinstance(message, dict) else None
    if isinstance(content, list):  # some servers send the words in parts
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(part for part in parts if isinstance(part, str))
    if not isinstance(content, str):
        raise StandoffError(f"{url}: the answer has the wrong shape: no choices[0].message.content")
    if choice.get("finish_reason") == "length":
        raise StandoffError(
            f"{url}: the answer breaks off after {len(content):,} characters: the model's limit of words is too low"
        )
    return content


def _joined(found: Iterable[Drafted]) -> Drafted:
    """The proposals of all stretches in the order of the page; the gate takes out what two stretches both tell."""
    drafts: list[Draft] = []
    uncoded: list[Uncoded] = []
    notes: list[str] = []
    for one in found:
        drafts += one.drafts
        uncoded += one.uncoded
        notes += one.notes
    return Drafted(tuple(drafts), tuple(uncoded), tuple(notes))
