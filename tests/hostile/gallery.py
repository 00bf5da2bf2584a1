"""Git settings that start a program, and the plain git command that shows that they do.

Every program is the same script under another name: it notes that it was started, with its whole environment, and ends as if it had failed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

PROGRAM = """#!/bin/sh
env > "{notes}/$(basename "$0")"
exit 1
"""
WHO = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@x.io", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@x.io"}
HOOKS = (
    "applypatch-msg", "pre-applypatch", "post-applypatch", "pre-commit", "pre-merge-commit", "prepare-commit-msg", "commit-msg", "post-commit",
    "pre-rebase", "post-checkout", "post-merge", "pre-push", "pre-receive", "update", "proc-receive", "post-receive", "post-update",
    "reference-transaction", "push-to-checkout", "pre-auto-gc", "post-rewrite", "sendemail-validate", "fsmonitor-watchman", "post-index-change",
)  # fmt: skip
MISSING = "cat-file -p MISSING"
"""Asks for an object that a partial clone left out."""


class Site:
    """One repository under attack, and where its programs leave their notes."""

    def __init__(self, repository: Path, around: Path) -> None:
        self.repository, self.around = repository, around
        self.notes, self.programs = around / "notes", around / "programs"
        self.notes.mkdir(exist_ok=True)
        self.programs.mkdir(exist_ok=True)

    def program(self, name: str) -> str:
        """A program that notes that it was started."""
        path = self.programs / name
        path.write_text(PROGRAM.format(notes=self.notes))
        path.chmod(0o755)
        return str(path)

    @property
    def started(self) -> list[str]:
        return sorted(path.name for path in self.notes.iterdir())

    def git(self, *arguments: str, stdin: str = "") -> str:
        """Plain git, as anybody would start it here."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_TERMINAL_PROMPT": "0"}
        done = subprocess.run(
            ["git", "-C", str(self.repository), *arguments], input=stdin, env=environment | isolated | WHO, capture_output=True,
            text=True, errors="replace", check=False, timeout=30,
        )  # fmt: skip
        return done.stdout.strip()

    def config(self, text: str, file: str = ".git/config") -> None:
        path = self.repository / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as opened:
            opened.write(f"{text}\n")


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One hostile setting."""

    config: str = ""
    """For `.git/config`; `PROGRAM` stands for the program of that name."""
    canary: str = ""
    """What plain git is asked to do, so that it starts the program; empty where plain git needs more than a command for it."""
    stdin: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    """Below the repository, `PROGRAM` as above; a `.git/hooks/…` is executable."""
    missing: bool = False
    """It waits for an object that a partial clone left out."""
    prepare: Callable[[Site], None] | None = None
    """Before the canary."""


def edit(site: Site) -> None:
    with (site.repository / "readiness.txt").open("a") as file:
        file.write("edited\n")


def committed_edit(site: Site) -> None:
    edit(site)
    site.git("-c", "core.hooksPath=/dev/null", "commit", "--no-gpg-sign", "-qam", "edited")


def signed(site: Site, header: str) -> None:
    """A commit that says that it is signed."""
    tree, parent = site.git("rev-parse", "HEAD^{tree}"), site.git("rev-parse", "HEAD")
    person = "a <a@x.io> 1790000000 +0000"
    text = f"tree {tree}\nparent {parent}\nauthor {person}\ncommitter {person}\ngpgsig {header}\n \n x\n {header.replace('BEGIN', 'END')}\n\nsigned\n"
    made = site.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=text)
    site.git("update-ref", "HEAD", made)


def diverged(site: Site) -> None:
    """Two branches that changed the same line."""
    site.git("-c", "core.hooksPath=/dev/null", "checkout", "-q", "-b", "theirs")
    committed_edit(site)
    site.git("-c", "core.hooksPath=/dev/null", "checkout", "-q", "-")
    (site.repository / "readiness.txt").write_text("other\n")
    site.git("-c", "core.hooksPath=/dev/null", "commit", "--no-gpg-sign", "-qam", "other")


def promisor(rest: str) -> str:
    """A remote that is asked for what this clone left out; each has a name of its own, so that one repository can hold them all."""
    name = "r" + "".join(filter(str.isalnum, rest))[:24]
    return f'[core]\nrepositoryformatversion = 1\n[extensions]\npartialClone = {name}\n[remote "{name}"]\npromisor = true\n' + rest


ATTRIBUTES = {".git/info/attributes": "* filter=x diff=x merge=x\n"}
EXHIBITS: dict[str, Exhibit] = {
    "core.fsmonitor": Exhibit("[core]\nfsmonitor = PROGRAM", "status"),
    "core.hooksPath": Exhibit("[core]\nhooksPath = HOOKS", "checkout -f HEAD"),
    "hooks": Exhibit(files={f".git/hooks/{name}": "HOOK" for name in HOOKS}, canary="checkout -f HEAD"),
    "core.editor": Exhibit("[core]\neditor = PROGRAM", "commit --allow-empty"),
    "sequence.editor": Exhibit("[sequence]\neditor = PROGRAM", "rebase -i HEAD~1"),
    "core.pager": Exhibit("[core]\npager = PROGRAM\n[pager]\nlog = PROGRAM\ncat-file = PROGRAM"),
    "core.askPass": Exhibit("[core]\naskPass = PROGRAM", "credential fill", "protocol=https\nhost=x.test\n\n"),
    "credential.helper": Exhibit('[credential]\nhelper = "!PROGRAM"', "credential fill", "protocol=https\nhost=x.test\n\n"),
    "credential.url.helper": Exhibit('[credential "https://x.test"]\nhelper = PROGRAM', "credential fill", "protocol=https\nhost=x.test\n\n"),
    "filter.clean": Exhibit('[filter "x"]\nclean = PROGRAM\nrequired = true', "add readiness.txt", files=ATTRIBUTES, prepare=edit),
    "filter.smudge": Exhibit('[filter "x"]\nsmudge = PROGRAM', "checkout-index -f -a", files=ATTRIBUTES, prepare=edit),
    "filter.process": Exhibit('[filter "x"]\nprocess = PROGRAM', "add readiness.txt", files=ATTRIBUTES, prepare=edit),
    "diff.textconv": Exhibit('[diff "x"]\ntextconv = PROGRAM', "log -p", files=ATTRIBUTES),
    "diff.command": Exhibit('[diff "x"]\ncommand = PROGRAM', "diff", files=ATTRIBUTES, prepare=edit),
    "diff.external": Exhibit("[diff]\nexternal = PROGRAM", "diff", prepare=edit),
    "difftool.cmd": Exhibit('[difftool "x"]\ncmd = PROGRAM', "difftool -y -t x", prepare=edit),
    "merge.driver": Exhibit('[merge "x"]\ndriver = PROGRAM', "merge --no-gpg-sign theirs", files=ATTRIBUTES, prepare=diverged),
    "mergetool.cmd": Exhibit('[mergetool "x"]\ncmd = PROGRAM'),
    "interactive.diffFilter": Exhibit("[interactive]\ndiffFilter = PROGRAM"),
    "gpg.program": Exhibit("[commit]\ngpgSign = true\n[gpg]\nprogram = PROGRAM", "commit --allow-empty -m x"),
    "gpg.program of a log": Exhibit(
        "[log]\nshowSignature = true\n[gpg]\nprogram = PROGRAM", "log", prepare=lambda site: signed(site, "-----BEGIN PGP SIGNATURE-----")),
    "gpg.x509.program": Exhibit(
        '[log]\nshowSignature = true\n[gpg "x509"]\nprogram = PROGRAM', "log", prepare=lambda site: signed(site, "-----BEGIN SIGNED MESSAGE-----")),
    "gpg.ssh.program": Exhibit(
        '[log]\nshowSignature = true\n[gpg "ssh"]\nprogram = PROGRAM\nallowedSignersFile = /dev/null', "log",
        prepare=lambda site: signed(site, "-----BEGIN SSH SIGNATURE-----")),
    "gpg.ssh.defaultKeyCommand": Exhibit('[gpg]\nformat = ssh\n[gpg "ssh"]\ndefaultKeyCommand = PROGRAM', "commit --allow-empty -S -m x"),
    "alias": Exhibit('[alias]\nlog = "!PROGRAM"\nrev-parse = "!PROGRAM"\nx = "!PROGRAM"', "x"),
    "trailer.command": Exhibit('[trailer "x"]\ncommand = PROGRAM\nifmissing = add', "interpret-trailers", "text\n"),
    "core.alternateRefsCommand": Exhibit("[core]\nalternateRefsCommand = PROGRAM"),
    "uploadpack.packObjectsHook": Exhibit("[uploadpack]\npackObjectsHook = PROGRAM"),
    "include": Exhibit("[include]\npath = included", "diff", files={".git/included": "[diff]\nexternal = PROGRAM\n"}, prepare=edit),
    "includeIf": Exhibit('[includeIf "gitdir:/"]\npath = included', "diff", files={".git/included": "[diff]\nexternal = PROGRAM\n"}, prepare=edit),
    "config.worktree": Exhibit(
        "[core]\nrepositoryformatversion = 1\n[extensions]\nworktreeConfig = true", "status",
        files={".git/config.worktree": "[core]\nfsmonitor = PROGRAM\n"}),
    "submodule.update": Exhibit(
        '[submodule]\nrecurse = true\n[submodule "x"]\nactive = true\nurl = .\nupdate = "!PROGRAM"',
        files={".gitmodules": '[submodule "x"]\npath = x\nurl = .\nupdate = checkout\n'}),
    "remote.uploadpack": Exhibit(promisor("url = .\nuploadpack = PROGRAM"), MISSING, missing=True),
    "remote.uploadpack of a file url": Exhibit(promisor("url = file:///\nuploadpack = PROGRAM"), MISSING, missing=True),
    "ext::": Exhibit(promisor('url = "ext::PROGRAM x"\n[protocol "ext"]\nallow = always'), MISSING, missing=True),
    "insteadOf": Exhibit(
        promisor('url = https://x.test/y\n[url "ext::PROGRAM "]\ninsteadOf = https://x.test/\n[protocol]\nallow = always'), MISSING, missing=True),
    "core.sshCommand": Exhibit(promisor("url = ssh://x.test/y\n[core]\nsshCommand = PROGRAM"), MISSING, missing=True),
    "core.gitProxy": Exhibit(promisor("url = git://x.test/y\n[core]\ngitProxy = PROGRAM"), MISSING, missing=True),
    "remote.vcs": Exhibit(promisor("url = x::y\nvcs = x\n[protocol]\nallow = always"), missing=True),
    "a credential helper of a fetch": Exhibit(promisor("url = http://localhost:PORT/y\n[credential]\nhelper = PROGRAM"), MISSING, missing=True),
    "http.proxy": Exhibit(promisor("url = http://x.test/y\n[http]\nproxy = http://localhost:PORT"), MISSING, missing=True),
    "http.url.proxy": Exhibit(promisor('url = http://x.test/z\n[http "http://x.test"]\nproxy = http://localhost:PORT'), MISSING, missing=True),
    "remote.proxy": Exhibit(promisor("url = http://x.test/w\nproxy = http://localhost:PORT"), MISSING, missing=True),
}  # fmt: skip


def hang(site: Site, name: str, port: int, git: str = ".git/") -> None:
    """Put an exhibit into a repository. `git`: where its git directory is, from the site's folder."""
    exhibit = EXHIBITS[name]
    slug = "".join(letter if letter.isalnum() else "-" for letter in name)
    hooks = site.around / f"hooks-{slug}"

    def filled(text: str) -> str:
        text = text.replace("PROGRAM", site.program(slug)).replace("PORT", str(port))
        if "HOOKS" in text:
            hooks.mkdir(exist_ok=True)
            for hook in HOOKS:
                (hooks / hook).write_text(PROGRAM.format(notes=site.notes))
                (hooks / hook).chmod(0o755)
        return text.replace("HOOKS", str(hooks))

    site.config(filled(exhibit.config), f"{git}config")
    for path, text in exhibit.files.items():
        target = site.repository / (git + path.removeprefix(".git/") if path.startswith(".git/") else path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(PROGRAM.format(notes=site.notes) if text == "HOOK" else filled(text))
        target.chmod(0o755)
