"""The largest galleries take turns: a usual run takes a share of each test's variants, and `EVERYTHING=1 scripts/test` all of them.

Of a test marked `turns(3)` every third variant is run, and its place in the file says with which one that begins: so each value of a
parameter is tried in some test of a usual run.
"""

from __future__ import annotations

import os
from collections import defaultdict

import pytest

EVERYTHING = bool(os.environ.get("EVERYTHING"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    named = any("[" in argument for argument in config.args)  # somebody asks for one variant
    if EVERYTHING or named:
        return
    seen: defaultdict[str, int] = defaultdict(int)
    tests: defaultdict[str, dict[str, int]] = defaultdict(dict)
    left: list[pytest.Item] = []
    for item in items:
        mark = item.get_closest_marker("turns")
        if mark is None:
            continue
        file, test = str(item.path), item.nodeid.partition("[")[0]
        first = tests[file].setdefault(test, len(tests[file]))
        if (seen[test] + first) % mark.args[0] != 0 and "[" in item.nodeid:
            left.append(item)
        seen[test] += 1
    if left:
        config.hook.pytest_deselected(items=left)
        gone = set(left)
        items[:] = [item for item in items if item not in gone]
