"""Why a model could not be read at all. The text is one sentence for people."""

from readiness_bot.text.redact import without_credentials


class CannotRead(Exception):
    """The folder or repository cannot be read (exit code 3).

    Git's own words may hold a remote's address, and that the credentials of whoever cloned it so: they are
    taken out here.
    """

    def __init__(self, told: str) -> None:
        super().__init__(without_credentials(told))


class NoGit(CannotRead):
    """There is no git program here."""


class TooMuch(CannotRead):
    """There is more of it than is ever read."""


class NoSuchRevision(CannotRead):
    """The revision asked for does not exist here (wrong usage)."""
