"""Names of files and everything printed as UTF-8, whatever the locale says: git's paths and GitHub's texts
are UTF-8."""

from __future__ import annotations

import codecs
import os
import sys
from io import TextIOWrapper

from readiness_bot.text.escape import by_number


def start_in_utf8() -> None:
    """Replace this process by the same in Python's UTF-8 mode, where the locale would have names of files in
    another encoding.

    Python does so by itself in the locales C and POSIX, unless PYTHONUTF8=0 forbids it; in ISO-8859-1 it
    never does (https://docs.python.org/3/library/os.html#utf8-mode). An interpreter cannot change its mind
    once it runs.
    """
    if not sys.flags.utf8_mode and not _is(sys.getfilesystemencoding(), "utf-8") and sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])  # noqa: S606 - ourselves


def take_everything(stream: object) -> None:
    """Let a stream end no run: what its encoding (PYTHONIOENCODING) has no sign for is printed as `\\u…`,
    which is JSON as well.

    ASCII becomes UTF-8, as click does by writing past the stream, and so past what takes secrets out of it.
    """
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8" if _is(stream.encoding, "ascii") else None, errors=_HANDLER)


def _is(encoding: str, name: str) -> bool:
    return codecs.lookup(encoding).name == name


def _numbers(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return by_number(error.object[error.start : error.end]), error.end


_HANDLER = "readiness-numbers"
codecs.register_error(_HANDLER, _numbers)
