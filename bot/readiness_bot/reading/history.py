"""The past of the readiness files, by two git processes: `log --raw` and `cat-file --batch`. I/O only through `Git`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime

from readiness_bot.reading.authors import login, main_authors
from readiness_bot.reading.git import Git
from readiness_bot.reading.snapshot import MAX_FILE_BYTES, Committer, History, Revision

SHALLOW = "this clone is shallow; `git fetch --unshallow` brings the history"
NO_COMMITS = "this repository has no commits yet"
_NULL = "0" * 40
_COMMITS_COUNTED = 1000


def read_history(git: Git, revision: str, folder: str, names: Iterable[str]) -> History:
    """First-parent revisions of the readiness files, newest first.

    `folder` is the model's folder inside the repository, with a closing slash. A blob larger than a readiness file may
    be counts as empty. Merges show what they brought to the first parent.
    """
    paths = {f"{folder}readiness/{name}": f"readiness/{name}" for name in names}
    output = git.run(
        "log", "--first-parent", "--diff-merges=first-parent", "--raw", "--no-renames", "--no-abbrev", "-z",
        "--format=%x01%H %ct %ae", revision, "--", *(f":(top,literal){path}" for path in paths),
    ).decode("utf-8", "replace")  # fmt: skip
    changes = [change for entry in output.split("\x01")[1:] for change in _changes(entry, paths)]
    blobs = git.blobs((blob for _, blob, *_ in changes if blob != _NULL), MAX_FILE_BYTES)
    revisions: dict[str, list[Revision]] = defaultdict(list)
    for path, blob, commit, when, author in changes:
        content = None if blob == _NULL else blobs.get(blob, b"")
        revisions[path].append(Revision(commit, when, content, author))
    return History(
        known=True, revisions={path: tuple(found) for path, found in revisions.items()}, why_unknown=""
    )


def _changes(entry: str, paths: dict[str, str]) -> Iterable[tuple[str, str, str, datetime, str]]:
    head, *fields = [field.lstrip("\n") for field in entry.split("\0")]
    commit, seconds, email = head.split(" ", 2)
    when = datetime.fromtimestamp(int(seconds), UTC)
    for change, path in zip(fields[::2], fields[1::2], strict=False):
        if change.startswith(":") and path in paths:
            blob = change.split(" ")[3]
            yield paths[path], blob, commit, when, login(email)


def read_committers(git: Git, revision: str) -> tuple[Committer, ...]:
    """Who wrote a real share of the last 1,000 commits that are no merges, as far as noreply addresses tell a login."""
    emails = git.run("log", "--no-merges", f"--max-count={_COMMITS_COUNTED}", "--format=%ae", revision)
    return main_authors(emails.decode("utf-8", "replace").split("\n")[:-1])
