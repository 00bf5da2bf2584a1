"""docs/doctor.md has a row for each point."""

from __future__ import annotations

import re
from pathlib import Path

from tests.doctor.scene import scene, server

from readiness_bot.doctor.examine import examine
from readiness_bot.forge.setup import Branch

PAGE = Path(__file__).parent.parent.parent / "docs" / "doctor.md"


def test_each_point_has_a_row() -> None:
    rows = [line.split("|")[1] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `") and "`id`" not in line]
    named = [id_ for row in rows for id_ in re.findall(r"`([\w.-]+)`", row)]
    assert named == [point.id for point in examine(scene(there=server(head=Branch("b" * 40))))]
