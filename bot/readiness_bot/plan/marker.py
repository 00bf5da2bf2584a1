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


KINDS = ("item", "file", "overview", "pr", "reply", "said", "waive")
"""What a text of ours can be about."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What the text is about, and what the bot must remember of it.

    Written only where the text is written anyway, except for a reminder that was sent.
    """

    key: str
    """`item=governance.impact`, `file=governance.yaml`, `overview=status`, `pr=status`, `reply=` with the id of the comment that is answered,
    `said=` with what a comment says, once (`saying`), or `waive=` with the item that a pull request would waive."""
    folder: str = ""
    closed: str = ""
    """Set while the bot itself keeps it closed: the commit, or why."""
    reopened: bool = False
    """Reopened once against a person's closing; a second closing stands."""
    at: str = ""
    """The commit that was last applied: a run for an older one writes nothing."""
    since: str = ""
    """The day on which it was opened (ISO): nobody is reminded of what was news this week."""
    owner: str = ""
    """Who was told last, so that a new owner is told, once."""
    unassigned: str = ""
    """A login that cannot be assigned here."""
    told: tuple[str, ...] = ()
    """Reminders sent: `evaluation@2026-09-07=3`; `digest@2026-11-16`."""
    turns: int = 0
    """How often the bot has closed it or opened it again, so that the comment about the next time is told from the last one's."""

    def line(self) -> str:
        kind, _, name = self.key.partition("=")
        fields = {
            kind: quote(name, safe="/._"),
            "dir": quote(self.folder, safe="/._"),
            "closed": quote(self.closed, safe=""),
            "reopened": "1" if self.reopened else "",
            "at": quote(self.at, safe=""),
            "since": quote(self.since, safe=""),
            "owner": quote(self.owner, safe=""),
            "unassigned": quote(self.unassigned, safe=""),
            "told": quote(",".join(self.told), safe="@=,"),
            "turns": str(self.turns or ""),
        }
        always = (kind, "dir")
        written = " ".join(f"{name}={text}" for name, text in fields.items() if text or name in always)
        return f"<!-- readiness-bot:v1 {written} -->"


def read_marker(body: str) -> Marker | None:
    """The marker on the first line, or None."""
    match = _LINE.fullmatch(body.partition("\n")[0].strip())
    if match is None:
        return None
    fields = {name: unquote(text) for name, text in (field.split("=", 1) for field in match[1].split())}
    kind = next((kind for kind in KINDS if kind in fields), None)
    if kind is None:
        return None
    return Marker(
        f"{kind}={fields[kind]}",
        fields.get("dir", ""),
        fields.get("closed", ""),
        fields.get("reopened") == "1",
        fields.get("at", ""),
        fields.get("since", ""),
        fields.get("owner", ""),
        fields.get("unassigned", ""),
        tuple(filter(None, fields.get("told", "").split(","))),
        int(fields["turns"]) if re.fullmatch(r"[0-9]{1,9}", fields.get("turns", "")) else 0,
    )


def saying(what: str, folder: str, text: str) -> str:
    """A comment that is written once, whoever tries again: its first line says what it tells. Empty where there is nothing to say."""
    return f"{Marker(f'said={what}', folder).line()}\n{text}" if text else ""


def wrap(marker: Marker, text: str, around: str = "") -> str:
    """A body: the marker, our text between its marks, and what people wrote around it (`around`: the present body)."""
    ours, around = f"{BEGIN}\n{text.strip()}\n{END}", around.replace("\r\n", "\n")
    if around and _OWNED.search(around):
        rest = around.partition("\n")[2]
        return f"{marker.line()}\n" + _OWNED.sub(lambda _: ours, rest, count=1)
    return f"{marker.line()}\n{ours}"


def owned(body: str) -> str | None:
    """Our text in a body; None where people removed the marks, and the text is theirs now."""
    match = _OWNED.search(body.replace("\r\n", "\n"))
    return match[1] if match else None
