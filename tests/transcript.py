"""The session of docs/answer.md, acted out: `python -m tests.transcript` writes it there."""

from __future__ import annotations

import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from tests.models import EXAMPLE
from tests.terminal import Terminal

from readiness_bot.cli import group
from readiness_bot.demo.repository import Repository, read_files

PAGE = Path(__file__).parent.parent / "docs" / "answer.md"
BEGIN, END = "<!-- Written by tests/transcript.py from a real session. -->\n", "<!-- End of what tests/transcript.py writes. -->\n"
DAY = "2026-06-29"
INIT = ["--tier", "medium", "--model", "churn-propensity", "--owner", "mei-chen", "--team", "acme/retention-ops"]
SAID = {
    "not_for": ["pricing, credit decisions, staff evaluation"],
    "offline metric": ["recall_at_top_10pct"],
    "offline at_least": ["0.45"],
    "online metric": ["retained_revenue_uplift_pct"],
    "online at_least": ["2.0"],
    "agreed_by": ["nora-lee"],
    "development": ["?", "2026-07-06"],
    "evaluation": ["2026-09-07"],
    "staging": ["2026-10-19"],
    "production": ["30.11.2026", ""],
    "backup": ["tomas-k"],
    "lead": ["jo-marsh"],
    "signs_off": ["ana-ruiz", "omar-haddad"],
    "compliance": ["priya-nair"],
    "validation": ["jonas-weber"],
    "why": ["Personal data; a human makes every call"],
    "document 1": ["Lineage"],
    "url 1": ["docs/lineage.md"],
    "per_week": ["18000"],
    "currency": ["EUR"],
}
"""Key → what is typed there, one after the other. Whatever is suggested elsewhere is taken."""


def acted(folder: Path) -> tuple[str, Path]:
    """What the terminal showed, and the model's folder afterwards."""
    files = {name: text for name, text in read_files(EXAMPLE).items() if not name.startswith("readiness/")}
    model = Repository.create(folder / "churn-propensity")
    model.commit(files, "Begin", "ana-ruiz", date(2026, 6, 22))
    done = CliRunner().invoke(group, ["init", str(model.path), *INIT], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    labels: list[str] = []
    said = {key: list(texts) for key, texts in SAID.items()}
    with Terminal(["answer", "--today", DAY], model.path, columns=100) as terminal:
        while (shown := terminal.next_prompt()) is not None:
            labels += re.findall(r"^  ([\w.]+(?: [\w.]+)?): .+", shown, re.MULTILINE)
            again = "another" in shown.rpartition("\n")[2]
            texts = said.get(labels[-1], []) if labels and not again else []
            terminal.keys(f"{texts.pop(0) if texts else ''}\r")
        assert terminal.ended() == 0
    return terminal.screen().strip("\n"), model.path


def page(shown: str) -> str:
    """docs/answer.md with this session in it."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    return f"{before}{BEGIN}\n```text\n$ readiness answer\n{shown}\n```\n\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        PAGE.write_text(page(acted(Path(place))[0]), encoding="utf-8")
    sys.exit(0)
