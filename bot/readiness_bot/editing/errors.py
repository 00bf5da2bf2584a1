"""Why a file is left alone."""


class CannotEdit(Exception):
    """The change cannot be made without touching more. The text completes "… because"."""
