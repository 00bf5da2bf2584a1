"""Why a model could not be read at all. The text is one sentence for people."""


class CannotRead(Exception):
    """The folder or repository cannot be read (exit code 3)."""


class NoGit(CannotRead):
    """There is no git program here."""


class TooMuch(CannotRead):
    """There is more of it than is ever read."""


class NoSuchRevision(CannotRead):
    """The revision asked for does not exist here (wrong usage)."""
