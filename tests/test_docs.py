"""The pages: each link leads somewhere, and each page that a message names is there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/**/*.md")])
SCRIPTS = [path for path in ROOT.glob("scripts/*") if path.is_file()]
TEXTS = sorted([*PAGES, *ROOT.glob("bot/**/*.py"), *ROOT.glob("templates/**/*.*"), *SCRIPTS])


def links(page: Path) -> Iterator[str]:
    """Those to this repository; an address is somebody else's."""
    for block in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        for token in block.children or ():
            target = str(token.attrs.get("href") or token.attrs.get("src") or "")
            if target and "://" not in target:
                yield target


@cache
def anchors(page: Path) -> frozenset[str]:
    """The names that GitHub gives to headings."""
    tokens = MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))
    titles = ["".join(child.content for child in following.children or ()) for token, following in pairwise(tokens) if token.type == "heading_open"]
    return frozenset(re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links(page: Path) -> None:
    dead = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.is_relative_to(ROOT.resolve()) or not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert dead == []


def test_the_readme_leads_to_every_page() -> None:
    seen, waiting = set[Path](), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen and page.suffix == ".md":
            seen.add(page)
            waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if link[0] != "#"]
    assert sorted(str(page.relative_to(ROOT)) for page in {*ROOT.glob("docs/**/*.md")} - seen) == []


def test_pages_that_are_named_in_passing() -> None:
    """`(docs/evidence.md)` in a message or a comment; the example's own documents stand below it."""
    there = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*/docs/**/*.md")]
    known = {str(page.relative_to(ROOT)) for page in there} | {re.sub(r"^examples/[^/]+/", "", str(page.relative_to(ROOT))) for page in there}
    named = {(name, text) for text in TEXTS for name in re.findall(r"\bdocs/[\w./-]+\.md\b", text.read_text(encoding="utf-8"))}
    assert sorted(f"{text.relative_to(ROOT)}: {name}" for name, text in named if name not in known) == []


WORKFLOWS = [text for page in PAGES for text in re.findall(r"^```yaml\n(name: .*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)]
"""Those that pages tell people to paste."""


@pytest.mark.parametrize("text", WORKFLOWS)
def test_workflows_to_paste_are_in_order(text: str, tmp_path: Path) -> None:
    """By the linters of our own workflows, with a commit where the page says to write one."""
    workflow = tmp_path / ".github" / "workflows" / "pasted.yml"
    workflow.parent.mkdir(parents=True)
    workflow.write_text(text.replace("@COMMIT ", "@" + "0" * 40 + " "))
    linters = (["actionlint"], ["zizmor", "--offline", "--quiet", "--persona", "auditor"])
    done = [
        subprocess.run([Path(sys.executable).with_name(linter[0]), *linter[1:], str(workflow)], capture_output=True, text=True, check=False)
        for linter in linters
    ]
    assert [(ran.returncode, ran.stdout) for ran in done if ran.returncode] == []


def test_there_are_such_workflows() -> None:
    assert len(WORKFLOWS) == 2
