"""The hidden first line by which the bot knows its own text: identity, trusted only together with the author.

    <!-- readiness-bot:v1 item=governance.impact dir=models/churn/ -->

It never gives authority: whoever may edit the text may edit this line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote as _quote
from urllib.parse import unquote as _unquote

from readiness_bot.text.markup import Markdown

BEGIN, END = "<!-- readiness-bot:begin -->", "<!-- readiness-bot:end -->"
_LINE = re.compile(r"<!-- readiness-bot:v1((?: [a-z]+=[^\s<>]*)*) -->")


def quote(text: str, safe: str) -> str:
    """A folder's name may hold bytes that are no text, which git gives as halves of characters: they come
    back as they were."""
    return _quote(text, safe=safe, errors="surrogatepass")


def unquote(text: str) -> str:
    """Whoever may edit the issue may have written anything."""
    try:
        return _unquote(text, errors="surrogatepass")
    except UnicodeDecodeError:
        return _unquote(text, errors="replace")


KINDS = ("item", "file", "overview", "pr", "reply", "said", "waive", "digest", "rollout", "policy")
"""What a text of ours can be about."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What the text is about, and what the bot must remember of it.

    Written only where the text is written anyway, except for a reminder that was sent.
    """

    key: str
    """`item=governance.impact`, `file=governance.yaml`, `overview=status`, `pr=status`, `reply=` with the id
    of the comment that is answered, `said=` with what a comment says, once (`saying`), `waive=` with the item
    that a pull request would waive, `digest=` with the login whose digest it is, `rollout=` with what a pull
    request of a roll-out brings, or `policy=diff`."""
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
    """How often the bot has closed it or opened it again, so that the comment about the next time is told
    from the last one's."""
    off: str = ""
    """What was found not to be in force here when that was last looked at, in words; it is anybody's text."""

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
            "off": quote(self.off, safe=""),
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
        fields.get("off", ""),
    )


def saying(what: str, folder: str, text: Markdown) -> Markdown:
    """A comment that is written once, whoever tries again: its first line says what it tells.

    Empty where there is nothing to say.
    """
    return reply(Marker(f"said={what}", folder), text) if text else text


def wrap(marker: Marker, text: Markdown | None, around: str = "") -> Markdown:
    """A body: the marker, our text between its marks (None: the present one), and what people wrote around it
    (`around`: the present body, which is on the forge already)."""
    text = Markdown(owned(around) or "") if text is None else text
    ours, around = f"{BEGIN}\n{text.strip()}\n{END}", around.replace("\r\n", "\n")
    rest = around.partition("\n")[2]
    if place := _between(rest):
        return Markdown(f"{marker.line()}\n{rest[: place[0]]}{ours}{rest[place[1] :]}")
    return Markdown(f"{marker.line()}\n{ours}")


def owned(body: str) -> str | None:
    """Our text in a body; None where people removed the marks, and the text is theirs now."""
    body = body.replace("\r\n", "\n")
    place = _between(body)
    return body[place[0] + len(BEGIN) + 1 : place[1] - len(END) - 1] if place else None


def _between(text: str) -> tuple[int, int] | None:
    """Where our text begins and ends, its marks included: from the first begin mark to the first end mark
    after it.

    By plain search: a pattern would look for the end again from each begin mark, of which a body can hold two
    thousand.
    """
    start = text.find(f"{BEGIN}\n")
    end = text.find(f"\n{END}", start + len(BEGIN) + 1) if start >= 0 else -1
    return (start, end + 1 + len(END)) if end >= 0 else None


def reply(marker: Marker, text: Markdown) -> Markdown:
    """A comment that is written once, and never looked at again but for its marker."""
    return Markdown(f"{marker.line()}\n{text}")
