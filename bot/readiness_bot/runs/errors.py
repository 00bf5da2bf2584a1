"""How a run ends when it cannot go on; `cli/errors.py` makes exit codes of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class CannotDo(Exception):
    """The work could not be done, and nothing was closed.

    The text is one sentence for people. Exit code 3.
    """


class WrongUsage(Exception):
    """The words of the command line make no sense, or a file that they name.

    The text may repeat that file's words. Exit code 2.
    """


@contextmanager
def told(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of the edges (reading, forge), whose text is made for people, into CannotDo."""
    try:
        yield
    except kinds as error:
        raise CannotDo(str(error)) from error
