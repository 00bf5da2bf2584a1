"""The repository's files while its history passes by. Pure: only git's raw lines go in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_GONE = "000000"


class Tree:
    """Every file with its mode and object, and every folder, as of the last commit that was applied."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[str, str]] = {}
        self._folders: dict[str, int] = {}

    def __contains__(self, path: str) -> bool:
        return path in self.files or path in self._folders

    def apply(self, changes: tuple[str, ...], touch: Callable[[str, bool], None]) -> None:
        """Take over a commit's raw lines. `touch(path, came_or_went)` is told of each file, and of each folder that came or went."""
        files = self.files
        pairs = iter(changes)
        for line, path in zip(pairs, pairs, strict=True):
            _, mode, _, blob, _ = line.split(" ", 4)
            came_or_went = True
            if mode == _GONE:
                if files.pop(path, None) is not None:
                    self._count(path, -1, touch)
            else:
                came_or_went = path not in files
                files[path] = (mode, blob)
                if came_or_went:
                    self._count(path, 1, touch)
            touch(path, came_or_went)

    def _count(self, path: str, step: int, touch: Callable[[str, bool], None]) -> None:
        for folder in _above(path):
            count = self._folders.get(folder, 0) + step
            if count:
                self._folders[folder] = count
            else:
                del self._folders[folder]
            if count == 0 or (count == 1 and step == 1):
                touch(folder, True)


def _above(path: str) -> Iterator[str]:
    """Every folder above a path, nearest first."""
    end = path.rfind("/")
    while end > 0:
        yield path[:end]
        end = path.rfind("/", 0, end)
