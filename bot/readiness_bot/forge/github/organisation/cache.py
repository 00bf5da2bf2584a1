"""What was read of repositories, by names that always mean the same: an object's, or a path in a tree's.

So nothing in it can be out of date. What cannot be read, or is not what was written, is not there.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

VERSION = 1
NAME = f"objects-{VERSION}.sqlite"
KEPT = 90
"""Days after its last use that an entry is kept."""
_SELDOM = 7
"""Days after which a use is noted again."""
_LONGEST = 4 * 1024 * 1024
"""Bytes of an entry: a larger one is not kept, and none is unpacked."""


def default_folder(environment: Mapping[str, str], home: Path) -> Path:
    """Where a user's caches are: https://specifications.freedesktop.org/basedir-spec/latest/."""
    named = environment.get("XDG_CACHE_HOME", "")
    return (Path(named) if named.startswith("/") else home / ".cache") / "readiness-bot"


class Cache:
    """One file. Whatever goes wrong with it costs queries, never the scan."""

    def __init__(self, folder: Path | None, today: date) -> None:
        """`folder`: None keeps nothing."""
        self.today, self.month = today.toordinal(), f"{today:%Y-%m}"
        self._data = _opened(folder) if folder is not None else None

    def get(self, key: str) -> bytes | None:
        """What was kept under this name; empty bytes too."""
        if self._data is None:
            return None
        with suppress(sqlite3.Error, zlib.error, ValueError, TypeError):
            row = self._data.execute("SELECT sum, day, data FROM object WHERE key = ?", (key,)).fetchone()
            if row is None or _sum(key, row[2]) != row[0]:
                return None
            if self.today - row[1] > _SELDOM:
                self._data.execute("UPDATE object SET day = ? WHERE key = ?", (self.today, key))
            unpacking = zlib.decompressobj()
            found = unpacking.decompress(row[2], _LONGEST)
            return found if unpacking.eof else None
        return None

    def put(self, key: str, content: bytes) -> None:
        if self._data is None or len(content) > _LONGEST:
            return
        packed = zlib.compress(content, 1)
        with suppress(sqlite3.Error):
            self._data.execute(
                "INSERT OR REPLACE INTO object VALUES (?, ?, ?, ?)",
                (key, _sum(key, packed), self.today, packed),
            )

    def get_json(self, key: str) -> object:
        """None too where it is no JSON."""
        found = self.get(key)
        with suppress(ValueError, RecursionError):
            return json.loads(found) if found is not None else None
        return None

    def put_json(self, key: str, data: object) -> None:
        self.put(key, json.dumps(data, separators=(",", ":")).encode())

    def keep(self) -> None:
        """What was put so far is there from now on."""
        if self._data is not None:
            with suppress(sqlite3.Error):
                self._data.commit()

    def close(self) -> None:
        """Leaves out what nobody has used for long."""
        if self._data is None:
            return
        with suppress(sqlite3.Error):
            self._data.execute("DELETE FROM object WHERE day < ?", (self.today - KEPT,))
            self._data.commit()
        with suppress(sqlite3.Error):
            self._data.close()
        self._data = None


def _opened(folder: Path) -> sqlite3.Connection | None:
    """None where there can be none: the scan does without."""
    path = folder / NAME
    for again in (False, True):
        data = None
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # others' code is in it
            data = sqlite3.connect(path, timeout=5)
            data.execute("PRAGMA synchronous = OFF")
            data.execute(
                "CREATE TABLE IF NOT EXISTS object"
                " (key TEXT PRIMARY KEY, sum BLOB, day INTEGER, data BLOB) WITHOUT ROWID"
            )
            data.execute("SELECT key, sum, day, data FROM object LIMIT 1").fetchall()
        except (sqlite3.Error, OSError) as error:
            if data is not None:
                data.close()
            broken = isinstance(error, sqlite3.DatabaseError) and not isinstance(
                error, sqlite3.OperationalError
            )
            if again or not broken:
                return None
            with suppress(OSError):
                path.unlink()
        else:
            return data
    return None


def _sum(key: str, packed: object) -> bytes:
    content = packed if isinstance(packed, bytes) else b""
    return hashlib.blake2b(key.encode() + b"\0" + content, digest_size=16).digest()
