"""What people and programs write that no form expects: texts, values, dates, numbers, and edits of the example with them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from hypothesis import strategies as st
from tests.models import example

from readiness_bot.audit.moment import Source
from readiness_bot.reading.log import Commit

VALUES = (
    "0x" + "f" * 5000, "-0x" + "f" * 38, "1" * 4400, "1e308", "-1e308", "1e-320", "1e999", ".nan", ".inf", "-.inf", "0", "-1", "0.5", "1e15", "1e16",
    "9999-12-31", "0001-01-01", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "2026-02-30", "2026-10-09", "12:30:45", "190:20:30",
    '"\\ud800"', '"\\0"', '"\\e[31m"', '"\\udfff\\ud800"', '"\\U0001F600"', "'" + "x" * 9_999 + "'", "'" + "x" * 10_001 + "'", "…" * 9000 + " x",
    "https://" + "a." * 4900 + " x", "https://[::1", "https://a:b@c:99999999/", "~", "null", "true", "[]", "{}", "[[]]", "[{}]", "{a: b}",
    "{na: x}", "{na: }", "[~, ~]", "!!binary aGk=", "!x y", "&a b", "*a", "|\n    a\n    b", '""', "' '", '"a\\nb"', "@mei", "TBD", "LOGIN", "../..",
    "/etc/passwd", "docs/../../x", "a" * 201, "<script>", "`", "]]>", "--", "${{ x }}", "\u202e", "\ufeff", "é", "e\u0301", "%", "🏳️‍🌈",
    "<!-- readiness-bot:v1 item=a dir= -->", "{\"\": 1}", "{'a\nb': 1}", "{? [a] : b}", "{\"\\ud800\": 1}", "{1: 2, ~: 3, 2026-10-09: 4}",
    "[" + "1," * 3000 + "]", "{" + ",".join(f"k{n}: 1" for n in range(1500)) + "}", "[" + "{}," * 1500 + "]", "[" * 30 + "]" * 30,
)  # fmt: skip
"""As YAML: each may stand wherever a value does."""

LINES = (
    "", "k: v", "k:", ": v", "? a", "- a", "---", "...", "%YAML 1.1", "\t", "stage: production", "model: model", '"\\ud800": x', "~: ~",
    "'': ''", "waivers: [{item: governance.impact, date: 9999-12-31, expires: 9999-12-31}]", "milestones: {design: 0001-01-01, production: 9999-12-31}",
    "\x00", "\x85", "\u2028", "\r", "#", "# " + "a" * 300, "## Fall back", "```", "<!--", "-->", "1. " + "![" * 400, "[a]: b", "* " * 30, "> " * 30, "|a|",
)  # fmt: skip

_VALUE = re.compile(r"(?<=: )[^\n{\[#]+|(?<=[:,{] )[\w./@-]+(?=[,}])|\d{4}-\d\d-\d\d")

TEXTS = st.one_of(st.sampled_from(VALUES), st.text(max_size=40), st.text(st.characters(exclude_categories=()), max_size=20))

JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.sampled_from((0, -1, 10**400, 1e308, float("nan"), float("inf"))), TEXTS
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)  # fmt: skip
"""Any value that json.loads can give."""


def _text(name: str) -> str:
    content = example().files[name]
    assert isinstance(content, bytes)
    return content.decode()


NAMES = tuple(sorted(name for name in example().files if name.startswith("readiness/")))


@st.composite
def files(draw: st.DrawFn) -> dict[str, bytes]:
    """The example's readiness files with a few places changed; now and then a whole file of something else."""
    found = {name: content for name, content in example().files.items() if isinstance(content, bytes)}
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from((*NAMES, "MODEL_CARD.md", "api/scores.v1.json", ".github/readiness.yaml")))
        text = found.get(name, b"gate: overdue\nnew_issues: 10\n").decode("utf-8", "replace")
        found[name] = draw(changed(text))
    return found


@st.composite
def changed(draw: st.DrawFn, text: str) -> bytes:
    kind = draw(st.sampled_from(("value", "value", "value", "every day", "line", "whole", "bytes", "break")))
    if kind == "value" and (places := list(_VALUE.finditer(text))):
        place = draw(st.sampled_from(places))
        text = text[: place.start()] + draw(TEXTS) + text[place.end() :]
    elif kind == "every day":
        text = re.sub(r"\d{4}-\d\d-\d\d", draw(st.sampled_from(("9999-12-31", "0001-01-01", "2026-11-20"))), text)
    elif kind == "line":
        lines = text.split("\n")
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(LINES)))
        text = "\n".join(lines)
    elif kind == "whole":
        text = "\n".join(draw(st.lists(st.sampled_from(LINES), max_size=6)))
    elif kind == "break":
        return text.replace("\n", draw(st.sampled_from(("\r", "\r\n", "\x85", "")))).encode(draw(st.sampled_from(("utf-8", "utf-16", "utf-8-sig"))))
    elif kind == "bytes":
        return text.encode()[: draw(st.integers(0, 300))] + draw(st.binary(max_size=12))
    return text.encode("utf-8", "surrogatepass")


def source(states: list[tuple[int, Mapping[str, bytes]]]) -> Source:
    """A past of these states: seconds since 1970, and the files that a commit put there."""
    blobs: dict[str, bytes] = {}
    commits = []
    for number, (seconds, contents) in enumerate(states):
        changes: list[str] = []
        for name, content in contents.items():
            oid = hashlib.sha1(content).hexdigest()  # noqa: S324 - as git names it
            blobs[oid] = content
            changes += [f":100644 100644 {'0' * 40} {oid} M", name]
        commits.append(Commit(f"{number:040x}", seconds, "a@x.io", tuple(changes)))
    return Source(commits, blobs.get, lambda word: False)


def seconds(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
