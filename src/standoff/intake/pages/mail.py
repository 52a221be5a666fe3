"""Mail: the text part of each message, its date, sender and subject; quoted lines stay, attachments do not count as text."""

from __future__ import annotations

import re
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr

from standoff.errors import StandoffError
from standoff.intake.pages.cleaning import without_unseen
from standoff.intake.pages.dateline import find_dateline
from standoff.intake.pages.decoding import decode
from standoff.intake.pages.html import html_words
from standoff.intake.pages.raw import Raw, one_line
from standoff.intake.pages.stated import stated_day

MOST_MESSAGES = 1_000
"""Messages read of one mailbox; a note tells where there are more."""

_BORDER = re.compile(rb"(?:\A|\n\r?\n)From \S+ +[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d[^\n]{0,60}\n")
_FORWARD = re.compile(
    r"^[ >]*(?:-{2,} ?(?:forwarded message|original message|forwarded by [^\n]{0,80}?) ?-{2,}|begin forwarded message:)[^\n]*\n"
    r"(?:[ >]*\n)?((?:[ >]*\*?(?:from|date|sent|subject|to|cc|reply-to)\*?:[^\n]*\n)+)(?:[ >]*\n)*",
    re.IGNORECASE | re.MULTILINE,
)
_MOST_LEVELS, _MOST_PARTS, _MOST_HEADERS = 100, 5_000, 5_000
_LONGEST_HEADER = 2_000


def mail_pages(data: bytes, name: str) -> tuple[Raw, ...]:
    """The messages of a mail or mailbox (mbox), in order.

    Args:
        data: the bytes as they came.
        name: for messages.

    Raises:
        StandoffError: a message of more parts than any newsletter has.
    """
    messages = _messages(data.lstrip(b"\r\n"))
    notes = (f"{len(messages):,} messages; the first {MOST_MESSAGES:,} are read",) if len(messages) > MOST_MESSAGES else ()
    if len(messages) == 1:
        return (_page(messages[0], name, ""),)
    read = [_one_of_many(one, name, f"#{number}") for number, one in enumerate(messages[:MOST_MESSAGES], start=1)]
    return (replace(read[0], notes=notes + read[0].notes), *read[1:])


def _one_of_many(data: bytes, name: str, part: str) -> Raw:
    """A message of a mailbox; one that cannot be read does not lose the others."""
    try:
        return _page(data, name, part)
    except StandoffError as error:
        return Raw("", part=part, notes=(str(error),))


def _messages(data: bytes) -> list[bytes]:
    borders = list(_BORDER.finditer(data))
    if not borders:
        return [data]
    ends = [border.start() for border in borders[1:]] + [len(data)]
    return [data[border.end() : end] for border, end in zip(borders, ends, strict=True)]


def _page(data: bytes, name: str, part: str) -> Raw:
    _refuse_monsters(data, name + part)
    try:
        return _read(message_from_bytes(data), part)
    except (
        MessageError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
    ) as error:  # what the parser raises on hostile mail
        raise StandoffError(f"{name}{part}: this mail cannot be read: {error}; give its text alone") from error


def _read(message: Message, part: str) -> Raw:
    text, about = _body(message)
    own = {name: _header(message, name) for name in ("from", "date", "subject")}
    text, within = unforwarded(text)
    told = own | within
    day = stated_day(told["date"]) or find_dateline(told["date"]).day or stated_day(own["date"])
    passed_on = (f"forwarded by {_sender(own['from']) or 'somebody'}; the message within is read",) if within else ()
    return Raw(
        text,
        title=one_line(told["subject"]),
        outlet=_sender(told["from"]),
        day=day,
        day_by="header" if day else "",
        part=part,
        notes=about + passed_on,
    )


def unforwarded(text: str) -> tuple[str, dict[str, str]]:
    r"""A text without the headers of messages forwarded in it, and sender, date and subject of the innermost.

    Example:
        >>> unforwarded("See below.\n---- Forwarded message ----\nFrom: AP\nDate: 19 Aug 1991\n\nTanks rolled.")
        ('See below.\n\nTanks rolled.', {'from': 'AP', 'date': '19 Aug 1991'})
    """
    told: dict[str, str] = {}
    for block in _FORWARD.finditer(text):
        for line in block.group(1).splitlines():
            name, _, value = line.strip(" >").replace("*", "").partition(":")
            key = "date" if name.strip().lower() == "sent" else name.strip().lower()
            if key in ("from", "date", "subject") and value.strip():
                told[key] = value.strip()[:_LONGEST_HEADER]
    return re.sub(r"\n{3,}", "\n\n", _FORWARD.sub("\n", text)) if told else text, told


def _refuse_monsters(data: bytes, name: str) -> None:
    """Stop where the parser would not come back soon: each level of parts costs it a level of recursion."""
    if data.lower().count(b"multipart/") > _MOST_LEVELS:
        raise StandoffError(f"{name}: mail with more than {_MOST_LEVELS} parts of parts; give its text alone")
    if data.count(b"\n--") > _MOST_PARTS:
        raise StandoffError(f"{name}: mail with more than {_MOST_PARTS:,} parts; give its text alone")
    if re.split(rb"\r?\n\r?\n", data, maxsplit=1)[0].count(b"\n") > _MOST_HEADERS:
        raise StandoffError(f"{name}: mail with more than {_MOST_HEADERS:,} lines of headers; give its text alone")


def _body(message: Message) -> tuple[str, tuple[str, ...]]:
    """The words of the first text part, of the first HTML part where there is none; and notes."""
    leaves = [part for part in message.walk() if not part.is_multipart()]
    shown = [
        part for part in leaves if part.get_content_maintype() == "text" and part.get_content_disposition() != "attachment"
    ]
    others = len(leaves) - len(shown)
    attached = (f"{others:,} attachment{'s' if others > 1 else ''} not read",) if others else ()
    for kind in ("text/plain", "text/html"):
        for part in (part for part in shown if part.get_content_type() == kind):
            text, notes = _words(part)
            if text.strip():
                return text, notes + attached
    return "", ("the mail has no text part", *attached)


def _words(part: Message) -> tuple[str, tuple[str, ...]]:
    payload = part.get_payload(decode=True)
    text, notes = decode(payload if isinstance(payload, bytes) else b"", part.get_content_charset())
    if part.get_content_type() == "text/html":
        seen, more = without_unseen(text)
        return html_words(seen), notes + more
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return (_unfolded(text) if flowed else text), notes


def _unfolded(text: str) -> str:
    """The lines of RFC 3676 joined: a line that ends in a blank goes on in the next."""
    return re.sub(r"(?m)(?<=\S) \r?\n(?!>|-- |\r?\n)", " ", text)


def _header(message: Message, name: str) -> str:
    """A header's words, "" where it is absent or cannot be read."""
    given = next((value for key, value in message.raw_items() if key.lower() == name), "")
    text, _ = decode(str(given)[:_LONGEST_HEADER].encode("utf-8", "surrogateescape"), "utf-8")
    try:
        return str(make_header(decode_header(text)))
    except (MessageError, LookupError, ValueError):
        return text


def _sender(header: str) -> str | None:
    """The name of the sender, else the domain it wrote from; of a forwarded header it may be words alone."""
    if "@" not in header:
        return one_line(header, 120)
    words, address = parseaddr(header)
    return one_line(words, 120) or one_line(address.rpartition("@")[2], 120)
