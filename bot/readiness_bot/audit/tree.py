"""The repository's files while its history passes by. Pure: only git's raw lines go in."""

from __future__ import annotations

from collections.abc import Iterator

_GONE = "000000"


class Tree:
    """Every file and every folder, as of the last commit that was applied."""

    def __init__(self) -> None:
        self._files: dict[str, str] = {}
        """Path → the raw line that brought what stands there. Few are ever looked into, so that they are kept
        as they came."""
        self._folders: dict[str, int] = {}
        """Path → how many files and folders are right in it."""

    def __contains__(self, path: str) -> bool:
        return path in self._files or path in self._folders

    def entry(self, path: str) -> tuple[str, str] | None:
        """A file's mode and object; None where there is no file."""
        line = self._files.get(path)
        if line is None:
            return None
        _, mode, _, blob, _ = line.split(" ", 4)
        return mode, blob

    def apply(self, changes: tuple[str, ...]) -> list[str]:
        """Take over a commit's raw lines (`:100644 100644 OLD NEW M`) and paths.

        Returns the files and folders that came or went.
        """
        files, moved = self._files, list[str]()
        pairs = iter(changes)
        for line, path in zip(pairs, pairs, strict=True):
            if line[8:14] == _GONE:
                if files.pop(path, None) is not None:
                    moved += (path, *self._count(path, -1))
            else:
                if path not in files:
                    moved += (path, *self._count(path, 1))
                files[path] = line
        return moved

    def _count(self, path: str, step: int) -> Iterator[str]:
        """Its folder holds one entry more, or one less.

        A folder without any is none, and counts in the one above it.
        """
        folder = path.rpartition("/")[0]
        while folder:
            before = self._folders.pop(folder, 0)
            if before + step:
                self._folders[folder] = before + step
            if before and before + step:
                return
            yield folder
            folder = folder.rpartition("/")[0]
