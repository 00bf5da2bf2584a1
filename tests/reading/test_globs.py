"""Which files a workflow's `paths:` mean: the examples of GitHub's own cheat sheet
(https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet)."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness_bot.reading.globs import matches

# fmt: off
SHEET: list[tuple[list[str], list[str], list[str]]] = [
    (["*"], ["README.md", "server.rb"], ["docs/README.md"]),
    (["*.jsx?"], ["page.js", "page.jsx"], ["page.jsxx", "page.ts", "js/page.js"]),
    (["**"], ["all/the/files.md", "README.md"], []),
    (["*.js"], ["app.js", "index.js"], ["js/index.js", "app.jsx"]),
    (["**.js"], ["index.js", "js/index.js", "src/js/app.js"], ["index.ts"]),
    (["docs/*"], ["docs/README.md", "docs/file.txt"], ["docs/mona/octocat.md", "doc/README.md", "README.md"]),
    (["docs/**"], ["docs/README.md", "docs/mona/octocat.md"], ["README.md", "my-docs/README.md"]),
    (["docs/**/*.md"], ["docs/README.md", "docs/mona/hello-world.md", "docs/a/markdown/file.md"], ["docs/file.txt", "README.md"]),
    (["**/docs/**"], ["docs/hello.md", "dir/docs/my-file.txt", "space/docs/plan/space.doc"], ["docs", "mydocs/hello.md"]),
    (["**/README.md"], ["README.md", "js/README.md"], ["README.rst", "js/MYREADME.md"]),
    (["**/*src/**"], ["a/src/app.js", "my-src/code/js/app.js"], ["src.js", "source/app.js"]),
    (["**/*-post.md"], ["my-post.md", "path/their-post.md"], ["post.md", "my-post.txt"]),
    (["**/migrate-*.sql"], ["migrate-10909.sql", "db/migrate-v1.0.sql", "db/sept/migrate-v1.sql"], ["db/migrate.sql"]),
    (["*.md", "!README.md"], ["hello.md"], ["README.md", "docs/hello.md"]),
    (["*.md", "!README.md", "README*"], ["hello.md", "README.md", "README.doc"], ["docs/hello.md"]),
    (["v[12].[0-9]+.[0-9]+"], ["v1.10.1", "v2.0.0"], ["v3.0.0", "v1.a.1", "v1.1"]),
    (["[CB]at"], ["Cat", "Bat"], ["cat", "at", "CBat"]),
    (["[1-2]00"], ["100", "200"], ["300", "00"]),
    (["[a-zA-Z0-9]+.md"], ["aZ9.md"], ["a-b.md", ".md"]),
]
"""Patterns, what they mean, and what they do not."""
MORE: list[tuple[list[str], list[str], list[str]]] = [
    (["prompts/answer.md"], ["prompts/answer.md"], ["prompts/answer.mdx", "x/prompts/answer.md", "prompts/answer_md"]),
    ([], [], ["a"]),
    (["!a"], [], ["a", "b"]),
    (["**", "!prompts/**"], ["a"], ["prompts/a.md"]),
    (["**", "!prompts/**", "prompts/a.md"], ["prompts/a.md"], ["prompts/b.md"]),
    (["prompts/"], [], ["prompts/a.md"]),
    (["a[b"], ["a[b"], ["ab"]),
    (["\\*"], ["*"], ["a"]),
    (["a+"], ["a", "aaa"], ["", "ab"]),
    (["prompts/é*.md"], ["prompts/éa.md"], ["prompts/ea.md"]),
]
# fmt: on


@pytest.mark.parametrize(("patterns", "meant", "others"), [*SHEET, *MORE])
def test_patterns(patterns: list[str], meant: list[str], others: list[str]) -> None:
    assert [matches(patterns, path) for path in meant] == [True] * len(meant)
    assert [matches(patterns, path) for path in others] == [False] * len(others)


def test_more_than_anybody_writes_is_not_looked_at() -> None:
    assert matches(["a" * 2001], "a") is None
    assert matches(["a/**"] * 1000, "a") is None
    assert matches(["a"], "a" * 401) is None


HOSTILE = ("*a", "**", "**/", "a?", "a+", "[a-z]+", "[", "[]", "!", "\\", "*", "?", "+", "[a-z", "[ab-]", "[a-z0-9A-Z_]?", "**a*", "[\u0100-\u0300]")


@pytest.mark.parametrize("part", HOSTILE)
def test_no_pattern_takes_long(part: str) -> None:
    pattern = part * (2000 // len(part))
    began = time.perf_counter()
    for path in ("a" * 400, "a/" * 200, "a" * 399 + "b", "".join(chr(n) for n in range(256, 656))):
        matches([pattern], path)
    assert time.perf_counter() - began < 1


def as_regex(pattern: str) -> str:
    """The same patterns as a regular expression, for short ones."""
    parts = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    found = re.findall(r"\*\*/|\*\*|\*|.", pattern)
    return "".join(parts.get(part) or (part if part in "?+" else re.escape(part)) for part in found)


SIGNS = st.lists(st.sampled_from(["a", "b", "/", "*", "**", "**/", "a?", "b+", "."]), max_size=7).map("".join)


@given(pattern=SIGNS.filter(lambda text: "***" not in text and not re.search(r"[*/][?+]|[?+]{2}|^[?+]", text)), path=st.text("ab/.", max_size=8))
@settings(max_examples=400, deadline=None)
def test_the_same_as_a_regular_expression(pattern: str, path: str) -> None:
    assert matches([pattern], path) is (re.fullmatch(as_regex(pattern), path) is not None)
