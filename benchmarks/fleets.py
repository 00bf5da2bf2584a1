"""Generated fleets: clones as a folder of them has them, no two files of which are the same."""

from __future__ import annotations

import random
import re
from pathlib import Path

from benchmarks.repositories import EXAMPLE

STAGES = ("design", "integration", "staging", "production")
_BLOCK = re.compile(r"^(?!model|stage|schema)[a-z_]+:.*\n(?:[ #-].*\n|\n)*", re.MULTILINE)


def fleet(folder: Path, count: int) -> None:
    """`count` clones, a hundred of an owner: each at some stage, a third of the files with something missing."""
    pick = random.Random(7)  # noqa: S311
    texts = {
        str(path.relative_to(EXAMPLE)): path.read_text(encoding="utf-8")
        for path in sorted(EXAMPLE.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    for number in range(count):
        root = folder / f"owner{number // 100:03}" / f"model{number:05}"
        for name, text in texts.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_own(name, text, number, pick), encoding="utf-8")
        (root / ".git" / "refs" / "heads").mkdir(parents=True)
        (root / ".git" / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
        (root / ".git" / "refs" / "heads" / "main").write_text(f"{number:040x}\n", encoding="utf-8")


def _own(name: str, text: str, number: int, pick: random.Random) -> str:
    if not name.startswith("readiness/"):
        return text
    text = text.replace("churn-propensity", f"model-{number}").replace(
        "18000", str(pick.randrange(1_000, 90_000))
    )
    text = re.sub(r"^stage: .*", f"stage: {pick.choice(STAGES)}", text, flags=re.MULTILINE)
    blocks = list(_BLOCK.finditer(text)) if name.endswith(".yaml") and pick.random() < 1 / 3 else []
    if blocks:
        gone = pick.choice(blocks)
        text = text[: gone.start()] + text[gone.end() :]
    return text + (f"\nThis is model {number}.\n" if name.endswith(".md") else f"# model {number}\n")
