"""Ways in which people work on one branch, for the galleries: each step a minute after the last, on GitHub's clock."""

from __future__ import annotations

from tests.github.people import Shared

GO_LIVE = ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-19")
DRAFT = ("governance.yaml", "go_live: {by: omar-haddad, date: 2026-11-18", "go_live: {by: omar-haddad, date: 2026-11-17")
MEND = ("governance.yaml", DRAFT[2], GO_LIVE[2])
BACK = ("governance.yaml", GO_LIVE[2], GO_LIVE[1])
ELSEWHERE = ("contract.yaml", "for two quarters", "for three quarters")
NEARBY = ("governance.yaml", "keep_days: 400", "keep_days: 500")
ITEM = "governance.go-live"
OMAR, ANA, RAJ = "omar-haddad", "ana-ruiz", "raj-patel"
Edit = tuple[str, str, str]


def commit(shared: Shared, *edits: Edit, by: str = ANA) -> str:
    for edit in edits:
        shared.edit(*edit)
    return shared.commit(by)


def push(shared: Shared, login: str, branch: str, *options: str) -> None:
    shared.tick()
    shared.push(login, branch, *options)


def pushed(shared: Shared, login: str, branch: str, *edits: Edit, by: str = "") -> str:
    """A new branch from main with one commit, pushed by `login`."""
    shared.branch(branch)
    made = commit(shared, *edits, by=by or login)
    push(shared, login, branch)
    return made


def more(shared: Shared, login: str, branch: str, *edits: Edit, by: str = "") -> str:
    """One more commit on a branch, pushed by `login`."""
    shared.fetch()
    shared.clone.git("checkout", "--quiet", "-B", branch, f"origin/{branch}")
    made = commit(shared, *edits, by=by or login)
    push(shared, login, branch)
    return made


def opened(shared: Shared, login: str = ANA, branch: str = "go-live", **more: str) -> int:
    shared.tick()
    return shared.open(login, branch, **more)


def approved(shared: Shared, number: int, method: str = "merge", *, who: str = OMAR, merger: str = ANA) -> None:
    """The last two steps of every way."""
    shared.tick()
    shared.review(who, number)
    merged(shared, number, method, merger)


def merged(shared: Shared, number: int, method: str = "merge", merger: str = ANA) -> None:
    shared.tick()
    shared.merge(merger, number, method)
    shared.tick()


def main_moves(shared: Shared, *edits: Edit, by: str = RAJ, branch: str = "meanwhile") -> int:
    """Somebody else's pull request lands."""
    pushed(shared, by, branch, *(edits or (("contract.yaml", "Uplift below 0.5%", "Uplift below 0.6%"),)))
    number = opened(shared, by, branch)
    merged(shared, number, merger=by)
    return number


def signed(shared: Shared, method: str = "merge") -> int:
    """The honest way."""
    pushed(shared, ANA, "go-live", GO_LIVE)
    number = opened(shared)
    approved(shared, number, method)
    return number
