"""What a repository already says: each value with where it comes from.

Pure; everything read is untrusted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from readiness_bot.reading.authors import COMMITS_COUNTED, is_bot
from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.answers import BY_SLOT, Value, acceptable, slug
from readiness_bot.scaffold.card import intended_use
from readiness_bot.scaffold.codeowners import Rule, owners_of
from readiness_bot.scaffold.sources import Sources, Text

_REMOTE = re.compile(r"(?:^|[/:])([\w.-]+)/([\w.-]+?)(?:\.git)?/?$")
_AZURE = "_git"
"""`https://dev.azure.com/ORG/PROJECT/_git/REPOSITORY`
(https://learn.microsoft.com/en-us/azure/devops/repos/git/clone)."""
_SPECIAL = re.compile(r"[*?+!\[\]\\]")
"""What a filter of branches takes for a pattern (docs.github.com, "Filter pattern cheat sheet"); a backslash
in front takes that away."""
MAX_DEVELOPERS = 20
_SHORTEST = 40
"""What the convention takes for a purpose (contract.identity)."""


@dataclass(frozen=True, slots=True)
class Inferred:
    """A value nobody was asked for, and where it comes from, for people to check."""

    value: Value
    source: str


def infer(sources: Sources) -> dict[str, Inferred]:
    """Slot → what the repository says clearly enough to be written down without asking."""
    found = {
        "model": _model(sources),
        "purpose": _purpose(sources),
        "developers": _developers(sources),
        **_owners(sources),
    }
    return {slot: inferred for slot, inferred in found.items() if inferred}


def suggest(sources: Sources) -> dict[str, Inferred]:
    """The same, and what a person may well take when asked."""
    team = _team(_rule(sources, _readiness(sources)), sources)
    return ({"team": team} if team else {}) | infer(sources)


def repository(sources: Sources) -> str:
    """`acme/churn`, or the folder's name: what the time of the scheduled run is made of."""
    match = _REMOTE.search(sources.remote)
    return f"{match[1]}/{match[2]}" if match else sources.folder


def branch(sources: Sources) -> str:
    """The default branch as a workflow's filter has it; `main` where git does not tell."""
    return _SPECIAL.sub(r"\\\g<0>", sources.branch) if _is_known(sources.branch) else "main"


def branch_note(sources: Sources) -> str:
    """What to do where the default branch's name is a guess."""
    if _is_known(sources.branch) or not sources.in_git:
        return ""
    return (
        "The default branch is not known here, so readiness-follow-up.yml says `main`; "
        "write the right name at `branches:`, or it never runs on a push."
    )


def _is_known(name: str) -> bool:
    """No control characters, and none that are no text."""
    return bool(name) and name.isprintable()


def _model(sources: Sources) -> Inferred | None:
    return next(_models(sources), None)


def _models(sources: Sources) -> Iterator[Inferred]:
    """The contract that is there, DVC's artifact, the repository's name, the folder's name: the first that
    gives a short name."""
    answer = BY_SLOT["model"]
    if sources.contract and (named := acceptable(answer, _stated_model(sources.contract))):
        yield Inferred(named, sources.contract.path)
    if (artifact := _artifact(sources)) and (named := acceptable(answer, slug(artifact[0]))):
        yield Inferred(named, "dvc.yaml, the artifact that is a model")
    match = _REMOTE.search(sources.remote) if not sources.prefix else None
    if match and (named := acceptable(answer, slug(match[2]))):
        within = "" if match[1] == _AZURE else f"{match[1]}/"
        yield Inferred(named, f"the repository's name, {within}{match[2]}")
    if named := acceptable(answer, slug(sources.folder)):
        yield Inferred(named, "the folder's name")


def _stated_model(contract: Text) -> str:
    read = parse(contract.path, contract.content.encode("utf-8", "replace"))
    return "" if isinstance(read, Unreadable) else str(read.data.get("model") or "")


def _artifact(sources: Sources) -> tuple[str, str] | None:
    """Name and description of the model that DVC registers here, where it is the only one
    (https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#artifacts)."""
    read = parse(sources.dvc.path, sources.dvc.content.encode("utf-8", "replace")) if sources.dvc else None
    artifacts = None if read is None or isinstance(read, Unreadable) else read.data.get("artifacts")
    found = [
        (name, str(each.get("desc") or ""))
        for name, each in (artifacts.items() if isinstance(artifacts, Mapping) else ())
        if isinstance(each, Mapping) and each.get("type") == "model"
    ]
    return found[0] if len(found) == 1 else None


def _purpose(sources: Sources) -> Inferred | None:
    return _said_by_card(sources) or _said_by_dvc(sources)


def _said_by_dvc(sources: Sources) -> Inferred | None:
    artifact = _artifact(sources)
    value = (
        acceptable(BY_SLOT["purpose"], artifact[1]) if artifact and len(artifact[1]) >= _SHORTEST else None
    )
    return Inferred(value, "dvc.yaml, the artifact's description") if value else None


def _said_by_card(sources: Sources) -> Inferred | None:
    sentence = intended_use(sources.card.content) if sources.card else None
    value = acceptable(BY_SLOT["purpose"], sentence) if sentence else None
    return Inferred(value, f"{sources.card.path}, intended use") if value and sources.card else None


def _developers(sources: Sources) -> Inferred | None:
    """Whoever wrote a real share of the commits; where they do not tell, the people who own the code."""
    committed = _people(committer.login for committer in sources.committers)
    if committed:
        return Inferred(committed, f"git: who wrote {_of_commits(sources)}")
    rule = _rule(sources, _code(sources))
    owning = _people(rule.people) if rule else ()
    return Inferred(owning, _where(sources, rule)) if rule and owning else None


def _of_commits(sources: Sources) -> str:
    """How much they wrote, in as many words as are true."""
    count, where = sources.commits, f"to {sources.prefix}" if sources.prefix else ""
    if count == 1:
        return f"the only commit {where}".rstrip()
    last = f"the last {COMMITS_COUNTED:,} commits" if count >= COMMITS_COUNTED else f"the {count} commits"
    return f"a real share of {last} {where}".rstrip()


def _owners(sources: Sources) -> dict[str, Inferred | None]:
    """Who answers for readiness/: the first person and the first team of the rule that decides.

    A team that owns the code as well builds the model, which says nothing of who receives it.
    """
    rule = _rule(sources, _readiness(sources))
    if rule is None:
        return {}
    people = _people(rule.people)
    return {
        "owner": Inferred(people[0], _where(sources, rule)) if people else None,
        "team": None if rule == _rule(sources, _code(sources)) else _team(rule, sources),
    }


def _team(rule: Rule | None, sources: Sources) -> Inferred | None:
    teams = (team for name in (rule.teams if rule else ()) if (team := acceptable(BY_SLOT["team"], name)))
    first = next(teams, None)
    return Inferred(first, _where(sources, rule)) if first else None


def _people(logins: Iterator[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Logins of people: no bots, each once."""
    answer = BY_SLOT["owner"]
    valid = (login for text in logins if (login := acceptable(answer, text)) and not is_bot(login))
    return tuple(dict.fromkeys(valid))[:MAX_DEVELOPERS]


def _rule(sources: Sources, path: str) -> Rule | None:
    return owners_of(sources.codeowners.content, path) if sources.codeowners else None


def _where(sources: Sources, rule: Rule | None) -> str:
    return f"{sources.codeowners.path}, line {rule.line}" if sources.codeowners and rule else ""


def _readiness(sources: Sources) -> str:
    return f"{sources.prefix}readiness/contract.yaml"


def _code(sources: Sources) -> str:
    """Code of the model, wherever it keeps it: in a folder of its own, or in the whole repository."""
    return f"{sources.prefix}src/model.py"
