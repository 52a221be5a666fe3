"""What is wrong with a case file, told so that it can be mended: where, what was given, what is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from standoff.errors import CaseError

_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about a case file.

    Attributes:
        file: the file as the user named it.
        line: line from 1; 0 when the finding is about the file as a whole.
        column: column in characters, from 1; 0 when the finding is about the file as a whole.
        where: path of the value, such as `events[3].code`; "" for the whole file.
        what: what was given and why it will not do.
        allowed: what may stand there instead; empty where no list helps.
        nearest: the allowed word nearest to the given one, if any comes near.
    """

    file: str
    line: int
    column: int
    where: str
    what: str
    allowed: tuple[str, ...] = ()
    nearest: str | None = None

    @property
    def message(self) -> str:
        """What was given, what is allowed and the nearest match, in one line."""
        parts = [self.what]
        if self.allowed:
            parts.append("allowed: " + ", ".join(map(_in_line, self.allowed)))
        if self.nearest is not None:
            parts.append(f"did you mean {self.nearest!r}?")
        return "; ".join(parts)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (place, self.where, self.message) if part)


class CaseFileError(CaseError):
    """A case file has problems; `problems` holds all of them, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def whole_file(file: str, what: str) -> CaseFileError:
    """The error for a file that cannot be used at all, whatever its lines say."""
    return CaseFileError([Problem(file, 0, 0, "", what)])


def nearest(given: object, allowed: Iterable[str]) -> str | None:
    """The allowed word nearest to what was given, or None when none comes near.

    Example:
        >>> nearest("protests", ["protest", "strike"])
        'protest'
    """
    close = close_words(given, allowed, most=1)
    return close[0] if close else None


def close_words(given: object, allowed: Iterable[str], most: int = 3) -> list[str]:
    """The allowed words that come near to what was given, the nearest first."""
    folded = {word.casefold(): word for word in reversed(list(allowed))}
    return [folded[word] for word in get_close_matches(str(given)[:200].casefold(), folded, n=most)]


def quoted(value: object) -> str:
    """A value as it can be shown in one line: quoted, control signs escaped, cut when long."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    text = repr(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}..."


def path_text(path: Iterable[str | int]) -> str:
    """A path as people write it, in one line whatever its keys hold.

    Example:
        >>> path_text(("events", 3, "code"))
        'events[3].code'
    """
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{_in_line(step)}"
    return text.removeprefix(".")


def _in_line(word: str) -> str:
    """A word of the file as it stands; in quotes, escaped and cut, where it could be taken for more than a word."""
    return word if word.isprintable() and len(word) <= _LONGEST_QUOTE else quoted(word)
