"""`readiness policy diff`: what a change of the policy would open and close, before it is merged."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.github.server import GithubServer
from tests.models import EXAMPLE

DAY = "2026-11-20"
FORMER = """\
policy: acme
version: 3
"""
STRICTER = """\
policy: acme
version: 4
items:
  governance.impact: {expires: 5}
sections:
  - for: {name: acme/fraud}
    items:
      contract.outcome: {severity: blocking, due: design}
repositories:
  out: {acme/old: retired}
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The policy's own repository, with a change that is not committed."""
    file = tmp_path / ".github" / "readiness-policy.yaml"
    file.parent.mkdir()
    file.write_text(FORMER, encoding="utf-8")
    for words in (["init", "-q"], ["add", "-A"], ["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "x"]):
        subprocess.run(["git", *words], cwd=file.parent, check=True)
    file.write_text(STRICTER, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clones")
    for name in ("acme/fraud", "acme/pricing", "acme/old"):
        shutil.copytree(EXAMPLE, folder / name)
    return folder


def test_as_text(readiness: Readiness, policy: Path, fleet: Path) -> None:
    result = readiness("policy", "diff", policy, "--folder", fleet, "--today", DAY)
    assert (result.code, result.out) == (0, TEXT)


TEXT = """\
acme policy v3 → acme policy v4: opens 3 issues and closes 0 in 2 models.

Would open:
  governance.impact  2 models: acme/fraud, acme/pricing  (compliance: priya-nair)
  contract.outcome   1 model: acme/fraud  (business owner: nora-lee)

No longer ready: acme/fraud, acme/pricing

Would be out: acme/old
"""


def test_the_version_was_forgotten(readiness: Readiness, policy: Path, fleet: Path) -> None:
    policy.write_text(STRICTER.replace("version: 4", "version: 3"), encoding="utf-8")
    result = readiness("policy", "diff", policy, "--folder", fleet, "--today", DAY)
    assert (result.code, result.out.splitlines()[-1]) == (
        1,
        "What is asked changes, but this is still acme policy v3. Raise `version:`, so that people can tell which one they were judged by.",
    )


def test_nothing_changes(readiness: Readiness, policy: Path, fleet: Path) -> None:
    policy.write_text(FORMER.replace("3", "4"), encoding="utf-8")
    result = readiness("policy", "diff", policy, "--folder", fleet, "--today", DAY)
    assert (result.code, result.out) == (0, "acme policy v3 → acme policy v4: nothing changes for 3 models.\n")


def test_the_other_way(readiness: Readiness, policy: Path, fleet: Path) -> None:
    former = policy.parent / "former.yaml"
    former.write_text(FORMER, encoding="utf-8")
    result = readiness("policy", "diff", former, "--from", policy, "--folder", fleet, "--today", DAY)
    assert result.out.splitlines()[0] == "acme policy v4 → acme policy v3: opens 0 issues and closes 3 in 2 models."


def test_the_first_policy(readiness: Readiness, policy: Path, fleet: Path, tmp_path: Path) -> None:
    first = policy.parent / "first.yaml"
    first.write_text("policy: acme\nversion: 1\n", encoding="utf-8")
    result = readiness("policy", "diff", first, "--folder", fleet, "--today", DAY)
    assert (result.code, result.out) == (0, "no policy → acme policy v1: nothing changes for 3 models.\n")


def test_a_comment_on_the_pull_request(readiness: Readiness, policy: Path, fleet: Path, github: GithubServer) -> None:
    """One, edited in place, and left alone when it says the same."""
    number = github.create_pull()
    github.forget()
    words = ("policy", "diff", policy, "--folder", fleet, "--today", DAY, "--pr", number, "--forge", "github")
    readiness(*words, **github.environment())
    readiness(*words, **github.environment())
    [comment] = github.comments(number)
    assert comment["body"] == COMMENT
    assert len(github.writes()) == 1


COMMENT = """\
<!-- readiness-bot:v1 policy=diff dir= -->
<!-- readiness-bot:begin -->
### acme policy v3 → acme policy v4: opens 3 issues and closes 0 in 2 models.

#### Would open

| item | models | for example | who is asked |
|---|---|---|---|
| `governance.impact` Impact assessment | 2 | `acme/fraud`, `acme/pricing` | compliance: priya-nair |
| `contract.outcome` Measured outcome | 1 | `acme/fraud` | business owner: nora-lee |

**No longer ready:** `acme/fraud`, `acme/pricing`

**Would be out:** `acme/old`
<!-- readiness-bot:end -->"""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--against", "nowhere"), "'nowhere' is not a commit of this repository; `git log` lists them."),
        (("--against", "HEAD", "--from", "{policy}"), "Give --from or --against: both say what the policy was."),
    ],
)
def test_wrong_words(readiness: Readiness, policy: Path, fleet: Path, words: tuple[str, ...], told: str) -> None:
    result = readiness("policy", "diff", policy, "--folder", fleet, *(word.format(policy=policy) for word in words))
    assert (result.code, told in result.err) == (2, True)
