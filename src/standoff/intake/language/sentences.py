"""Sentences and paragraphs of a page of news.

Sentences tile the text: each takes the blanks that follow it. A stop ends a sentence unless it belongs to an abbreviation, an
initial, a number, an address, or a quotation whose speaker follows ('"Why?" Rubio asked'). Stops inside quotations count.
"""

from __future__ import annotations

import re

from standoff.intake.language.abbreviations import BEFORE_NUMBER, MAYBE_LAST, MONTHS, NEVER_LAST, STARTERS
from standoff.intake.language.lines import LIST_ITEM, blocks
from standoff.intake.values import Span

_CLOSERS = "\"'”’“»›)]}"
_STOP = re.compile(rf"(?:[.!?…]{{1,9}}|[。！？؟۔।])(?P<closers>[{re.escape(_CLOSERS)}]{{0,4}})")
_OPENERS = "\"'“”‘„«»‹([{¿¡*-–—"
_WORD_BEFORE = re.compile(r"[\w.'’&-]*\Z")
_NEXT_WORD = re.compile(r"[\w'’-]*")
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:[A-Z][\w.'’-]{0,30} ){1,4}(?:said|says|asked|asks|told|added|wrote|cried|shouted|replied|answered|tweeted|declared)\b"
    r"|(?:said|asked|wrote|added) [A-Z]"
)
_ALWAYS = frozenset("。！？؟۔।")
_LOOK = 200  # characters looked at before and after a stop: every step stays short


def paragraphs(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text: stretches between blank lines, headlines, list items and signatures each by itself.

    Args:
        text: any text.

    Returns:
        Spans in order that tile the text (blank lines go with the paragraph before); empty for an empty text.
    """
    return blocks(text)


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, those inside quotations too.

    Args:
        text: any text.

    Returns:
        Spans in order that tile the text exactly, none of them empty; empty for an empty text.
    """
    return tuple(span for block in blocks(text) for span in _split(text, block))


def _split(text: str, block: Span) -> list[Span]:
    """The sentences of one block."""
    found: list[Span] = []
    start, at = block.start, block.start
    item = LIST_ITEM.match(text, block.start, block.end)
    if item:
        at = item.end()
    quoted, says = text.count('"', start, at), False
    while stop := _STOP.search(text, at, block.end):
        quoted += text.count('"', at, stop.start())
        says = says or any(letter.isalnum() for letter in text[at : stop.start()])
        cut = _cut(text, stop, block, quoted % 2 == 1)
        quoted += text.count('"', stop.start(), stop.end())
        at = stop.end()
        if cut is not None and cut < block.end and says:
            found.append(Span(start, cut))
            start, says = cut, False
    found.append(Span(start, block.end))
    return found


def _cut(text: str, stop: re.Match[str], block: Span, inside: bool) -> int | None:
    """Where the sentence ends that this stop ends, blanks behind it included; None where it ends none.

    Args:
        text: the whole text.
        stop: one or more stops with the closing marks behind them.
        block: the block both stand in.
        inside: whether a straight double quotation mark stands open before the stop.
    """
    end = stop.end()
    if text[stop.start()] in _ALWAYS:
        return _past_blanks(text, end, block.end)
    if end < block.end and not text[end].isspace():
        return _missing_blank(text, stop, block, inside)
    after = _past_blanks(text, end, block.end)
    if after >= block.end or not _begins(text, after):
        return None
    if stop.group("closers") and not stop.group().startswith(".") and _ASKED.match(text, after, min(block.end, after + _LOOK)):
        return None
    if stop.group()[0] == "." and not stop.group().startswith("..") and _abbreviated(text, stop.start(), after):
        return None
    return after


def _past_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _begins(text: str, at: int) -> bool:
    """Whether a sentence may begin here: with anything but a small letter, marks before it aside."""
    for letter in text[at : at + 6]:
        if letter.isalnum():
            return not letter.islower() or bool(_ADDRESS.match(text, at))
        if letter not in _OPENERS and not letter.isspace():
            return letter in "#@$€£"
    return True


def _word_before(text: str, at: int) -> str:
    """The word a stop hangs on, with stops inside it ("U.S")."""
    found = _WORD_BEFORE.search(text[max(0, at - 24) : at])
    return found.group() if found else ""


def _abbreviated(text: str, at: int, after: int) -> bool:
    """Whether the single stop at `at` belongs to its word and the sentence goes on at `after`."""
    word = _word_before(text, at).lstrip("'’-.")
    low = word.lower()
    following = _NEXT_WORD.match(text, after, after + 30)
    next_word = following.group() if following else ""
    if text[at + 1 : at + 2] in tuple(_CLOSERS) and text[at + 1] != ")":
        return False
    if low in NEVER_LAST or low.rsplit("-", 1)[-1] in NEVER_LAST:
        return True
    if text[at + 1 : at + 2] == ")":  # "(R-Fla.)"
        return low.rsplit("-", 1)[-1] in MAYBE_LAST and not _starts(text, after, next_word)
    if low in BEFORE_NUMBER:
        return next_word[:1].isdigit()
    if low in MONTHS:
        return next_word[:1].isdigit() or not _starts(text, after, next_word)
    if low in MAYBE_LAST or _is_initial(word):
        return not _starts(text, after, next_word)
    return False


def _is_initial(word: str) -> bool:
    """A capital by itself ("J") or letters with stops between them ("U.S", "F.W")."""
    return all(len(part) == 1 and part.isalpha() for part in word.split(".")) and word[:1].isupper()


def _starts(text: str, after: int, next_word: str) -> bool:
    """Whether what follows an abbreviation is a word that begins sentences, or an opening mark before a capital."""
    if not next_word:
        return any(letter.isupper() for letter in text[after : after + 3])
    ends_in_stop = text[after + len(next_word) : after + len(next_word) + 1] == "."
    return next_word.lower() in STARTERS and not ends_in_stop


def _missing_blank(text: str, stop: re.Match[str], block: Span, inside: bool) -> int | None:
    """Where a sentence ends whose stop has no blank after it ("country.He", "crisis.https://"); None where none ends."""
    end, word = stop.end(), _word_before(text, stop.start())
    if stop.group("closers").endswith("“") or (stop.group("closers").endswith('"') and not inside):  # it opens what follows
        end = end - 1
    if len(word) < 2 or "." in word or not word[-1].islower():
        return None
    if _in_address(text, stop.start()):
        return None
    if _ADDRESS.match(text, end):
        return end
    follows = text[end : end + 3].lstrip('"“‘')
    if not follows[:1].isupper() or end >= block.end:
        return None
    return end if len(follows) < 2 or not follows[1].isupper() else None


def _in_address(text: str, at: int) -> bool:
    """Whether the run of characters without blanks before `at` is an address, a handle or a hashtag."""
    run = text[max(0, at - 80) : at]
    run = run[run.rfind(" ") + 1 :].rsplit("\n", 1)[-1]
    return "://" in run or "www." in run or "@" in run or ("/" in run and "." in run)
