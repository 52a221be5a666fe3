"""The closed family of errors Standoff raises on purpose; the command line turns each into exit code 2."""


class StandoffError(Exception):
    """Base of every error meant for the user: its text says what was given, what is allowed and what to do next."""


class CaseError(StandoffError):
    """A case file, or a row added to one, cannot be used."""


class UsageError(StandoffError):
    """An argument (a date, an order, a count of worlds) is outside what is allowed."""


class InferenceError(StandoffError):
    """The evidence killed every world; the text names the row that did it."""


class ClusterError(StandoffError):
    """The workers of a cluster cannot be had, have other code, or were lost."""
