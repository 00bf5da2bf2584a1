"""The repositories that are read: the example as a model's own repository, and one with a long history."""

from __future__ import annotations

import random
import re
import subprocess
from pathlib import Path

from benchmarks.measure import ROOT, environment

EXAMPLE = ROOT / "examples" / "churn-propensity"
TODAY = "2026-11-26"
START = 1_700_000_000
FOLDERS, FILES = 40, 800


def git(folder: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", str(folder), *arguments]
    return subprocess.run(command, input=stdin, env=environment(), check=True, capture_output=True).stdout


def example(folder: Path) -> None:
    """The finished example, and beside it `FILES` source files, as a model's repository has them."""
    build(folder, 1, 1)
    # The example names the commit of which its artifact was built; here that is another.
    path = folder / "readiness" / "infrastructure.yaml"
    built = git(folder, "rev-parse", "--short", "HEAD").decode().strip()
    path.write_text(re.sub(r'(?<=commit: ")[0-9a-f]{7,40}', built, path.read_text()))
    git(folder, "commit", "-q", "-a", "-m", "Name the artifact's commit")


def long_history(folder: Path, commits: int, changes: int, files: int = FILES) -> None:
    """Every so many commits one value of one readiness file changes, else three source files."""
    build(folder, commits, changes, files)


def build(folder: Path, commits: int, changes: int, files: int = FILES) -> None:
    """The repository, packed as a server would."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "fast-import", "--quiet", stdin=_stream(commits, changes, files).encode())
    git(folder, "repack", "-q", "-a", "-d")
    git(folder, "reset", "-q", "--hard", "main")


def _stream(commits: int, changes: int, count: int) -> str:
    """For `git fast-import`."""
    pick = random.Random(7)  # noqa: S311
    files = {
        str(path.relative_to(EXAMPLE)): path.read_text()
        for path in sorted(EXAMPLE.rglob("*"))
        if path.is_file() and path.suffix != ".pyc"
    }
    values = re.compile(r"\b\d+\b(?!-)(?=[,}\n])|(?<=\d{4}-\d\d-)\d\d")
    readiness = [name for name in files if name.startswith("readiness/") and name.endswith(".yaml")]
    edits = [(name, match) for name in readiness for match in values.finditer(files[name])]
    parts = []
    every = commits // changes
    for number in range(commits):
        if number == 0:
            changed = files | {f"src/part{n % FOLDERS}/file{n}.py": f"# {n}\n" for n in range(count)}
        elif number % every == 0:
            name, match = pick.choice(edits)
            two = match[0].startswith("0") or len(match[0]) == 2
            value = f"{pick.randint(1, 28):02}" if two else str(pick.randint(1, 500))
            changed = {name: files[name][: match.start()] + value + files[name][match.end() :]}
        else:
            places = (f"src/part{pick.randrange(FOLDERS)}/file{pick.randrange(count)}.py" for _ in range(3))
            changed = dict.fromkeys(places, f"# {number}\n")
        when = START + number * 9_000
        author = f"author A <7+ana@users.noreply.github.com> {when} +0000"
        parts.append(f"commit refs/heads/main\n{author}\ncommitter B <b@b.io> {when} +0000\ndata 1\nx\n")
        parts += [
            f"M 644 inline {path}\ndata {len(text.encode())}\n{text}\n" for path, text in changed.items()
        ]
    return "".join(parts)
