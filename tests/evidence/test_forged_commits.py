"""Commits whose metadata holds what git's log is printed with: control bytes, forged fields, headers, tags. None signs anything."""

from __future__ import annotations

import subprocess

import pytest
from tests.evidence.conftest import Gallery, Said, Verify
from tests.evidence.ways import ANA, BACK, GO_LIVE, ITEM, OMAR, RAJ, main_moves, merged, opened, push, pushed
from tests.github.people import Shared

pytestmark = [pytest.mark.e2e, pytest.mark.forgery]

NOT_APPROVED = Said(None, "gap", "stated, not verified: omar-haddad did not approve #101", "ask omar-haddad to approve #101")
ID = b"a" * 40
RAW = b":100644 100644 " + b"1" * 40 + b" " + b"2" * 40 + b" M\treadiness/governance.yaml"
WHO = b"Ana Ruiz <1001+ana-ruiz@users.noreply.github.com> 1795000000 +0000"
OMARS = b"Omar Haddad <1002+omar-haddad@users.noreply.github.com> 1795000000 +0000"
ADDRESS = b"Ana Ruiz <%s> 1795000000 +0000"
NAME = b"%s <1001+ana-ruiz@users.noreply.github.com> 1795000000 +0000"
DATE = b"Ana Ruiz <1001+ana-ruiz@users.noreply.github.com> %s"

SHAPES: dict[str, dict[str, bytes]] = {
    "SOH in the address": {"author": ADDRESS % (b"ana\x01" + ID + b"\x017\x01omar-haddad@users.noreply.github.com")},
    "the old separator and a commit": {"author": ADDRESS % (b"\x01" + ID + b" 7 1002+omar-haddad@users.noreply.github.com")},
    "every control byte in the address": {"author": ADDRESS % bytes(n for n in range(1, 32) if n != 10)},
    "a separator as git's format writes it": {"author": ADDRESS % (b"%x00" + ID + b"%x007%x00omar-haddad@users.noreply.github.com")},
    "an escaped NUL in the address": {"author": ADDRESS % rb"\0\x00&#0;%00omar-haddad"},
    "a raw line for an address": {"author": ADDRESS % RAW},
    "no address": {"author": ADDRESS % b""},
    "half a character in the address": {"author": ADDRESS % b"\xff\xfe\xc3"},
    "SOH in the name": {"author": NAME % (b"\x01" + ID + b"\x01Omar Haddad")},
    "another's whole line in the name": {"author": NAME % (b"Omar Haddad omar-haddad@users.noreply.github.com 7 +0000 " + RAW)},
    "escapes in the name": {"author": NAME % b"\x1b[2J\x1b]0;approved\x07\r"},
    "a date that is a field": {"author": DATE % (b"7\x01" + OMARS), "committer": DATE % (b"7\x01" + ID)},
    "a date in 1970": {"author": DATE % b"0 +0000", "committer": DATE % b"0 +0000"},
    "a negative date": {"author": DATE % b"-99999999 +0000", "committer": DATE % b"-99999999 +0000"},
    "a date of thirty digits": {"author": DATE % b"999999999999999999999999999999 +9999", "committer": DATE % b"999999999999999999999999999999 -9999"},
    "no date": {"author": DATE % b"", "committer": DATE % b""},
    "the approver for its author and committer": {"committer": OMARS},
    "an encoding that turns letters": {"extra": b"encoding UTF-7\n"},
    "an encoding that there is not": {"extra": b"encoding \x01" + ID + b"\n"},
    "a merge's tag by the approver": {"extra": b"mergetag object " + ID + b"\n type commit\n tag approved\n tagger " + OMARS + b"\n \n approved\n"},
    "a signature": {"extra": b"gpgsig -----BEGIN PGP SIGNATURE-----\n omar-haddad approved #101\n -----END PGP SIGNATURE-----\n"},
    "a second author": {"extra": b"author " + OMARS + b"\n"},
    "a header of the approver's": {"extra": b"approved-by " + OMARS + b"\nreviewed-by omar-haddad\n"},
    "a message of forged fields": {"message": b"\x01".join([b"x", ID, b"7", b"omar-haddad@users.noreply.github.com"]) + b"\n\n" + RAW},
    "a message with the log's own lines": {"message": b"commit " + ID + b"\nAuthor: Omar Haddad\n\n" + ID + b"\n7\nomar-haddad\n" + RAW},
    "a message of trailers": {"message": b"Approve (#101)\n\nReviewed-by: omar-haddad\nApproved-by: omar-haddad\nSigned-off-by: omar-haddad"},
    "a message that closes pull requests": {"message": b"Merge pull request #101 from acme/go-live\n\nApproved in https://github.com/acme/churn/pull/101"},
    "no message": {"message": b""},
}  # fmt: skip


def made(shared: Shared, author: bytes = WHO, committer: bytes = WHO, extra: bytes = b"", message: bytes = b"Change") -> str:
    """A commit of what is in the working tree, byte for byte as somebody would write it who uses no git for that."""
    shared.clone.git("add", "--all")
    tree, parent = shared.clone.git("write-tree").encode(), shared.clone.git("rev-parse", "HEAD").encode()
    text = b"tree %s\nparent %s\nauthor %s\ncommitter %s\n%s\n%s\n" % (tree, parent, author, committer, extra, message)
    words = ["git", "-C", str(shared.clone.path), "hash-object", "-t", "commit", "-w", "--literally", "--stdin"]
    found = subprocess.run(words, input=text, capture_output=True, check=True).stdout.decode().strip()
    shared.clone.git("reset", "--quiet", "--hard", found)
    return found


def test_commits_of_a_sign_off_that_nobody_approved(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    """One after the other, each with another day, and so with a text of its own."""
    for turn, shape in enumerate(SHAPES):
        shared.branch("go-live")
        shared.edit(*(BACK if turn % 2 else GO_LIVE))
        made(shared, **SHAPES[shape])
        push(shared, ANA, "go-live", "--force")
        number = opened(shared)
        merged(shared, number)
        said = verify(ITEM)
        gallery.count(said.evidence == "verified")
        assert said.told == f"stated, not verified: omar-haddad did not approve #{number}", shape


@pytest.mark.parametrize("shape", ["SOH in the address", "a raw line for an address", "a date of thirty digits", "a message of forged fields"])
def test_the_same_pushed_to_main(shared: Shared, verify: Verify, shape: str) -> None:
    shared.branch("main")
    shared.edit(*GO_LIVE)
    made(shared, **SHAPES[shape])
    push(shared, ANA, "main")
    told = "it was pushed directly to main in COMMIT by ana-ruiz, without a pull request"
    assert verify(ITEM).told == f"stated, not verified: {told}"


def test_commits_around_it_hide_it_no_more(shared: Shared, verify: Verify, gallery: Gallery) -> None:
    """Each shape stands above it, one after the other: none becomes the origin of a text that it left as it was."""
    pushed(shared, ANA, "go-live", GO_LIVE)
    merged(shared, opened(shared))
    for number, shape in enumerate(SHAPES):
        shared.branch("main")
        path = shared.clone.path / "readiness" / "governance.yaml"
        path.write_text(path.read_text() + f"# {number}\n")
        made(shared, **SHAPES[shape])
        push(shared, RAJ, "main")
    said = verify(ITEM)
    gallery.count(said.evidence == "verified")
    assert said == NOT_APPROVED


@pytest.mark.parametrize("annotated", [True, False])
@pytest.mark.parametrize("name", ["approved", "omar-haddad", "pull/101", "readiness/governance.yaml"])
def test_a_tag_of_the_approvers_on_it(shared: Shared, verify: Verify, name: str, annotated: bool) -> None:
    pushed(shared, ANA, "go-live", GO_LIVE)
    shared.clone.git("tag", *(["-a", "-m", "approved #101"] if annotated else []), name, who=OMAR)
    shared.clone.git("push", "--quiet", "origin", f"refs/tags/{name}")
    merged(shared, opened(shared))
    assert verify(ITEM) == NOT_APPROVED


@pytest.mark.honest
@pytest.mark.parametrize("shape", ["SOH in the address", "half a character in the address", "an encoding that turns letters", "no message", "no date"])
def test_an_approval_counts_whatever_their_colleagues_git_wrote(shared: Shared, verify: Verify, shape: str) -> None:
    main_moves(shared)
    shared.branch("go-live")
    shared.edit(*GO_LIVE)
    made(shared, **SHAPES[shape])
    push(shared, ANA, "go-live")
    number = opened(shared)
    shared.tick()
    shared.review(OMAR, number)
    merged(shared, number)
    assert verify(ITEM) == Said("verified", "satisfied", "")
