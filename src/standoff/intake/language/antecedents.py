"""Who "he", "she" and "they" are: the last person or body named before."""

from __future__ import annotations

from standoff.intake.language.speakers import Speaker, following
from standoff.intake.language.tokens import Token


class Antecedents:
    """The names told so far, for the pronouns that follow.

    Args:
        outer: who speaks the whole stretch, None where nobody does: "I" is that speaker.
    """

    def __init__(self, outer: str | None) -> None:
        self._outer = outer
        self._person: str | None = None
        self._body: str | None = None
        self._maybe: str | None = None  # a single capital word that began a sentence: the last resort
        self._persons: set[str] = set()

    def began(self, text: str, found: list[Token], spoken: bool) -> None:
        """Take in the name a sentence begins with, once the sentence has been read.

        Args:
            text: the text the tokens were made from.
            found: the sentence's tokens.
            spoken: whether the sentence has a speaker, who then is the one that pronouns mean.
        """
        first, _ = following(text, found, 0)
        if first is None or not first.named:
            return
        self._maybe = first.name
        if not spoken and self._is_person(first.name):
            self._note_person(first.name)

    def spoke(self, speaker: Speaker) -> None:
        """Take in a speaker."""
        if speaker.named:
            self._note_person(speaker.name)
        elif not speaker.pronoun:
            self._body = speaker.name
            if not speaker.name.lower().startswith(("officials", "sources", "residents", "witnesses")):
                self._person = speaker.name

    def _note_person(self, name: str) -> None:
        self._person = name
        self._persons.add(name.rsplit(maxsplit=1)[-1])

    def _is_person(self, name: str) -> bool:
        """Whether a name at the beginning of a sentence may be a person's: two words, or a surname told before."""
        parts = name.split()
        return parts[-1] in self._persons or (len(parts) > 1 and parts[0] != "The")

    def resolved(self, speaker: Speaker) -> tuple[str, str]:
        """The speaker's name with a pronoun resolved, and a note where that was done or could not be."""
        if not speaker.pronoun:
            return speaker.name, ""
        low = speaker.name.lower()
        if low in {"i", "we"}:
            name = self._outer
        elif low == "they":
            name = self._body or self._person
        else:
            name = self._person or self._outer or self._maybe
        return (name, f'"{speaker.name}" read as {name}') if name else (speaker.name, f'nobody named before "{speaker.name}"')
