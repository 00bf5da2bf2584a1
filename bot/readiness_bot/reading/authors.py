"""Who writes a repository, as far as the addresses in its commits tell logins.

Pure. Addresses are anybody's text: this only proposes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from readiness_bot.late import re
from readiness_bot.reading.snapshot import Committer

_NOREPLY = re.compile(
    r"(?:\d+\+)?([A-Za-z0-9](?:-?[A-Za-z0-9])*(?:_[A-Za-z0-9]+)?)"
    r"@users\.noreply\.((?:[a-z0-9-]+\.)*[a-z0-9-]+)",
    re.IGNORECASE,
)
"""`ID+LOGIN@users.noreply.HOST`, or without the number (docs.github.com, "Setting your commit email
address"). HOST is github.com, an enterprise's own server, or a subdomain of ghe.com; managed users' logins
end in `_SHORTCODE` ("Username considerations")."""
_LONGEST = 320
_BOT = re.compile(
    r"\[bot\]|(?:^|[-_])(?:ro)?bot$"
    r"|^(?:copilot|web-flow|actions-user|pytorchmergebot|tensorflower-gardener)$",
    re.IGNORECASE,
)

COMMITS_COUNTED = 1000
"""So many of the newest commits are looked at."""
KNOWN_SHARE = 0.5
"""So many of the commits must tell a login, or the few that do are chance."""
REAL_SHARE = 0.05
"""Who wrote less of them than this passed by."""


def login(email: str) -> str:
    """`12345+mei-chen@users.noreply.github.com` → `mei-chen`; empty for any other address, GitLab's among
    them."""
    match = _NOREPLY.fullmatch(email.strip()) if len(email) <= _LONGEST else None
    return match[1] if match and "gitlab" not in match[2].lower() else ""


def is_bot(name: str) -> bool:
    """`dependabot[bot]`, `acme-ci-bot`: machines that commit."""
    return _BOT.search(name) is not None


def count_authors(emails: Iterable[str]) -> int:
    """By how many people a real share of these commits was written, as far as addresses tell people apart;
    somebody with two addresses counts twice. `emails`: one a commit."""
    written = [email.lower() for email in emails if not is_bot(email.partition("@")[0].rpartition("+")[2])]
    return sum(count >= REAL_SHARE * len(written) for count in Counter(written).values())


def main_authors(emails: Iterable[str]) -> tuple[Committer, ...]:
    """Who wrote a real share of these commits, most first; nobody where most commits do not tell who wrote
    them. `emails`: one a commit."""
    written = [email for email in emails if not is_bot(email.partition("@")[0].rpartition("+")[2])]
    counted: Counter[str] = Counter()
    spelt: dict[str, str] = {}
    for email in written:
        if name := login(email):
            counted[name.lower()] += 1
            spelt.setdefault(name.lower(), name)
    if counted.total() < KNOWN_SHARE * len(written):
        return ()
    return tuple(
        Committer(spelt[name], count)
        for name, count in counted.most_common()
        if count >= REAL_SHARE * len(written)
    )
