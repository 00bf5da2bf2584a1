"""What a pull request of a roll-out would bring to one repository: read from a clone, in a folder that is
gone afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from readiness_bot.doctor.renew import Target
from readiness_bot.fleet.age import has_old_files, has_old_workflows
from readiness_bot.fleet.clones import Clone, snapshots_of
from readiness_bot.forge.fleet import Offer, Standing
from readiness_bot.judging.evaluate import evaluate
from readiness_bot.plan.actions import OfferPull
from readiness_bot.plan.rollout import BRANCHES, Ask, Candidate, Left, What
from readiness_bot.reading.errors import CannotRead
from readiness_bot.reading.git.clone import clone
from readiness_bot.runs.begin import first_push
from readiness_bot.runs.errors import CannotDo
from readiness_bot.runs.upgrade import plan_upgrade
from readiness_bot.scaffold.answers import Refused
from readiness_bot.scaffold.guess import guess
from readiness_bot.scaffold.infer import infer
from readiness_bot.scaffold.invitation import From, Letter, invitation, renewal
from readiness_bot.scaffold.plan import Scaffold, destination, how_to_pin, plan_scaffold
from readiness_bot.scaffold.read import read_sources
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.templates import parts, templates
from readiness_bot.scaffold.workflows import Choice, fitting
from readiness_bot.scaffold.write import CannotWrite, check_folders, write_files
from readiness_bot.vocabulary import Kind, Tier

_UP_TO_DATE = "its files and workflows are of this version"
_NOTHING = "there is nothing to bring it"
_CLOSED = "it could not be prepared"


@dataclass(frozen=True, slots=True)
class Terms:
    """How the files are wanted."""

    choice: Choice
    """The Action that the workflows name, and how."""
    tier: Tier | None = None
    gently: bool = True
    workflows: bool = True
    draft: bool = False
    contact: str = ""
    named: bool = False
    """Somebody asked for this Action; else it is this version's own."""

    @property
    def target(self) -> Target:
        return Target(self.choice.action, self.named)


@dataclass(frozen=True, slots=True)
class Server:
    """Where repositories are cloned from."""

    url: str
    token: str

    def given(self) -> dict[str, str]:
        """As `toward` takes it: the token is for this server alone."""
        return {"GITHUB_SERVER_URL": self.url, "GITHUB_TOKEN": self.token}


def offer_to(
    candidate: Candidate, standing: Standing, ask: Ask | None, server: Server, terms: Terms, day: date
) -> OfferPull | Left:
    """The pull request for one repository, or why it gets none."""
    name = candidate.repository
    if candidate.what is What.UPGRADE and not (
        (terms.workflows and has_old_workflows(standing, server.url, terms.target))
        or has_old_files(candidate, standing, day)
    ):
        return Left(name, _UP_TO_DATE)
    sender = From(terms.contact, ask.login if ask else "", ask.number if ask else 0)
    make = _scaffold if candidate.what is What.SCAFFOLD else _upgrade
    try:
        with tempfile.TemporaryDirectory(prefix="readiness-rollout-") as top:
            folder = Path(top) / standing.name.rpartition("/")[2]
            folder.mkdir(mode=0o700)
            history = candidate.what is What.SCAFFOLD
            commit = clone(f"{server.url}/{standing.name}", standing.branch, folder, server.given(), history)
            if commit != standing.commit:
                return Left(name, "somebody pushed just now; the next run comes back")
            files, letter = make(folder, candidate, sender, terms, day)
    except (CannotRead, CannotDo, CannotWrite, Refused) as error:
        return Left(name, _CLOSED, str(error))
    except OSError as error:
        return Left(name, _CLOSED, f"{error.strerror}")
    if not files:
        return Left(name, _NOTHING)
    offer = Offer(
        repository=standing.name,
        branch=BRANCHES[candidate.what],
        base=standing.branch,
        commit=standing.commit,
        tree=standing.tree,
        files=files,
        title=letter.title,
        body=letter.body,
        draft=terms.draft,
    )
    return OfferPull(candidate.what, offer, candidate.why, candidate.wave, ask.login if ask else "")


Made = tuple[Mapping[str, bytes | None], Letter]


def _scaffold(folder: Path, candidate: Candidate, sender: From, terms: Terms, day: date) -> Made:
    """What `readiness init` would write there, asked by nobody."""
    sources = read_sources(folder)
    if any(destination(name, "") in sources.present for name in templates() if name.startswith("readiness/")):
        raise CannotDo("it has a readiness/ folder by now; scan again")
    found = guess(sources.code)
    kind = found.default if found else Kind.MODEL
    given = {"kind": kind.value} if kind is not Kind.MODEL else {}
    tier = _tier(terms.tier, candidate.tier)
    given |= {"tier": tier.value} if tier else {}
    texts = {name: text for name, text in templates().items() if terms.workflows or not _is_workflow(name)}
    scaffold = plan_scaffold(given, sources, texts, parts(), terms.choice, gently=terms.gently)
    scaffold = replace(
        scaffold,
        workflows=scaffold.workflows and terms.workflows,
        notes=_notes(scaffold, sources, terms.choice),
    )
    changed = (each.path for each in scaffold.additions)
    check_folders(folder, (*(file.path for file in scaffold.files), *changed))
    write_files(folder, scaffold.files, scaffold.additions)
    [snapshot], _ = snapshots_of(Clone(candidate.repository, folder))
    push = first_push(scaffold, evaluate(snapshot, day))
    why = f"{candidate.why}; {found.told}" if found else candidate.why
    letter = invitation(scaffold, why, kind, infer(sources), push, sender)
    files = {file.path: file.content.encode() for file in scaffold.files}
    return {**files, **{each.path: each.content for each in scaffold.additions}}, letter


def _tier(asked: Tier | None, least: Tier | None) -> Tier | None:
    """What was asked for, or the policy's lowest where that is higher than it, and than what `init` takes."""
    if least is None or (asked or Tier.MEDIUM) >= least:
        return asked
    return least


def _is_workflow(name: str) -> bool:
    return name.startswith("workflows/")


def _notes(scaffold: Scaffold, sources: Sources, choice: Choice) -> tuple[str, ...]:
    """What a team should know. What whoever types `init` can still change, and how the workflows are written,
    is the business of whoever rolls out."""
    theirs = (
        f"`{path}` is a workflow of your own, and the bot needs that name: rename yours before you merge."
        for path in scaffold.theirs
    )
    aside = {*sources.notes, *fitting(choice, sources.remote)[1], how_to_pin(choice.action)}
    others = (note for note in scaffold.notes if "`readiness init" not in note and note not in aside)
    return (*theirs, *others)


def _upgrade(folder: Path, candidate: Candidate, sender: From, terms: Terms, day: date) -> Made:
    upgrade = plan_upgrade(folder, terms.target, day)
    files: dict[str, bytes | None] = {file.path: file.content.encode() for file in upgrade.files}
    changes = [(file.path, "new") for file in upgrade.files]
    for each in upgrade.additions:
        files[each.path] = each.content
        changes.append((each.path, f"adds {', '.join(each.keys)}"))
    for one in upgrade.workflows if terms.workflows else ():
        if one.content is not None or one.superfluous:
            files[one.path] = one.content
            changes.append((one.path, one.why if one.content is not None else f"goes: {one.why}"))
    return files, renewal(changes, upgrade.notes, sender)
