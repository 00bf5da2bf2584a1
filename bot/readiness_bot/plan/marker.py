"""The hidden first line by which the bot knows its own text: identity, trusted only together with the author.

    <!-- readiness-bot:v1 item=governance.impact dir=models/churn/ -->

It never gives authority: whoever may edit the text may edit this line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

BEGIN, END = "<!-- readiness-bot:begin -->", "<!-- readiness-bot:end -->"
_LINE = re.compile(r"<!-- readiness-bot:v1((?: [a-z]+=[^\s<>]*)*) -->")
_OWNED = re.compile(re.escape(BEGIN) + r"\n(.*?)\n" + re.escape(END), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Marker:
    """What the text is about, and what the bot must remember of it."""

    key: str
    """`item=governance.impact`, `file=governance.yaml`, `pr=comment`, or `reply=` with the id of the comment that is answered."""
    folder: str = ""
    closed: str = ""
    """Set while the bot itself keeps it closed: the commit, or why."""
    reopened: bool = False
    """Reopened once against a person's closing; a second closing stands."""

    def line(self) -> str:
        kind, _, name = self.key.partition("=")
        fields = [f"{kind}={quote(name, safe='/._')}", f"dir={quote(self.folder, safe='/._')}"]
        fields += [f"closed={quote(self.closed, safe='')}"] if self.closed else []
        fields += ["reopened=1"] if self.reopened else []
        return f"<!-- readiness-bot:v1 {' '.join(fields)} -->"


def read_marker(body: str) -> Marker | None:
    """The marker on the first line, or None."""
    match = _LINE.fullmatch(body.partition("\n")[0].strip())
    if match is None:
        return None
    fields = dict(field.split("=", 1) for field in match[1].split())
    kind = next((kind for kind in ("item", "file", "pr", "reply") if kind in fields), None)
    if kind is None:
        return None
    key = f"{kind}={unquote(fields[kind])}"
    return Marker(
        key, unquote(fields.get("dir", "")), unquote(fields.get("closed", "")), fields.get("reopened") == "1"
    )


def wrap(marker: Marker, text: str, around: str = "") -> str:
    """A body: the marker, our text between its marks, and what people wrote around it (`around`: the present body)."""
    ours = f"{BEGIN}\n{text.strip()}\n{END}"
    if around and _OWNED.search(around):
        rest = around.partition("\n")[2]
        return f"{marker.line()}\n" + _OWNED.sub(lambda _: ours, rest, count=1)
    return f"{marker.line()}\n{ours}"


def owned(body: str) -> str | None:
    """Our text in a body; None where people removed the marks, and the text is theirs now."""
    match = _OWNED.search(body.replace("\r\n", "\n"))
    return match[1] if match else None
