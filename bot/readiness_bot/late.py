"""Regular expressions that are compiled when they are first used.

A run imports many patterns and uses few. `re` here is the module, but for `compile`, whose patterns compile
themselves at the first look. To mypy it is the standard library's own.
"""

from __future__ import annotations

import re as _re
from typing import TYPE_CHECKING, Any


class _Pattern:
    """What is asked of it is kept, so that it costs nothing from the second time on."""

    def __init__(self, pattern: Any, flags: int = 0) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(_re.compile(*self._given), name)
        setattr(self, name, value)
        return value


class _Re:
    compile = _Pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(_re, name)


if TYPE_CHECKING:
    import re as re
else:
    re = _Re()
