"""What `readiness init` writes: given beats inferred, what is there stays, what the tier asks for is added.

Pure: the same input gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from readiness_bot.convention.kinds import kind_in
from readiness_bot.convention.kinds import kind_of as stated_kind
from readiness_bot.convention.load import CONTRACT, load_file
from readiness_bot.convention.scalar import scalar
from readiness_bot.convention.schema import schema_file
from readiness_bot.judging.report import Report
from readiness_bot.reading.document import Unreadable
from readiness_bot.reading.mentions import SETTINGS
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.action import Action
from readiness_bot.scaffold.adding import add_missing
from readiness_bot.scaffold.answers import ANSWERS, Answer, Value
from readiness_bot.scaffold.asks import BEGINS, asked_items, asked_keys, known_keys
from readiness_bot.scaffold.blocks import KeyPath, cut
from readiness_bot.scaffold.duties import check_duties
from readiness_bot.scaffold.fill import Slots, fill, written
from readiness_bot.scaffold.gently import TEXT as GENTLE
from readiness_bot.scaffold.gently import to_add
from readiness_bot.scaffold.guess import guess
from readiness_bot.scaffold.infer import Inferred, branch, branch_note, infer, repository
from readiness_bot.scaffold.kinds import for_kind
from readiness_bot.scaffold.neighbours import advice, suited
from readiness_bot.scaffold.release import release_notes, release_slots
from readiness_bot.scaffold.schemas import SCHEMAS, at_kind
from readiness_bot.scaffold.shapes import other_forms
from readiness_bot.scaffold.sources import Sources
from readiness_bot.scaffold.workflows import Choice, Parts, fitting, jobs
from readiness_bot.vocabulary import Kind, Stage, Tier

WORKFLOWS = ".github/workflows"
_OURS = re.compile(rb"readiness-bot|/\.github/workflows/[\w-]+\.yml@|readiness / ")
"""What stands in every workflow that an `init` wrote, whatever the Action is called there."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write; its path is relative to the repository's root."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class Addition:
    """A file that is there and gets blocks that it lacks; its path is relative to the repository's root."""

    path: str
    before: bytes
    content: bytes
    keys: tuple[str, ...]
    """What is added, dotted, in the order of the file."""


@dataclass(frozen=True, slots=True)
class Scaffold:
    """All that init does, as data."""

    files: tuple[NewFile, ...]
    """To write: none of them is there yet."""
    additions: tuple[Addition, ...]
    """Files that are there, with what they lacked."""
    kept: tuple[str, ...]
    """There already, and left as they are."""
    theirs: tuple[str, ...]
    """Of these the workflows that have a name of ours, and are somebody's own."""
    inferred: tuple[tuple[Answer, Inferred], ...]
    """Written without having been asked for."""
    unused: tuple[Answer, ...]
    """Given, and written nowhere, since the file was there already."""
    model: str
    tier: Tier
    workflows: bool
    """Whether the repository has our workflows, or gets them."""
    branch: str
    """The default branch, `main` where git does not tell: whose status a ruleset asks for."""
    notes: tuple[str, ...] = ()
    app: bool = False
    """The follow-up acts as an App of the team's own: that was asked for."""


def destination(template: str, prefix: str) -> str:
    """Where a template goes, from the repository's root: GitHub reads workflows there only."""
    folder, _, name = template.partition("/")
    return f"{WORKFLOWS}/{name}" if folder == "workflows" else f"{prefix}{folder}/{name}"


def plan_scaffold(
    given: Mapping[str, Value],
    sources: Sources,
    templates: Mapping[str, str],
    parts: Parts,
    choice: Choice = Choice(),  # noqa: B008 frozen
    *,
    report: Report | None = None,
    gently: bool = False,
) -> Scaffold:
    """`given`: slot → what `answers.accept` made of an option.

    `templates`, `parts`: name → text (`templates.py`). `report`: the files that are there already, whose
    content may ask for more than their tier does. `gently`: with settings for a gentle start.

    Raises Refused for people who may not be what they are given as.
    """
    fits, said = fitting(choice, sources.remote)
    found = {slot: value for slot, value in infer(sources).items() if slot not in given}
    if destination("readiness/ownership.yaml", sources.prefix) not in sources.present:
        check_duties(given, found)
    values: dict[str, Value] = {"stage": Stage.DESIGN.value}
    values |= {slot: inferred.value for slot, inferred in found.items()} | dict(given)
    kind, tier = of = (kind_of(sources, given), tier_of(sources, given))
    slots = {
        **_slots(values),
        **release_slots(sources.code),
        "branch": scalar(branch(sources)),
        "cron": cron(repository(sources)),
        "kind": kind.value,
    }
    forms = forms_of(templates, slots, of, values, report)
    paths = {name: destination(name, sources.prefix) for name in templates if fits or not _is_workflow(name)}
    files = tuple(
        NewFile(
            path,
            suited(
                path,
                forms[name].new if name in forms else fill(templates[name], slots | _jobs(name, parts, fits)),
                sources.beside,
            ),
        )
        for name, path in paths.items()
        if path not in sources.present
    )
    settings = (NewFile(SETTINGS, GENTLE),) if gently and SETTINGS not in sources.present else ()
    additions, refused = additions_to(sources, forms, kind)
    if kind is not Kind.MODEL:
        refused = (*refused, *_kept_forms(sources, forms, kind))
    written_paths = {file.path for file in files}
    added = {addition.path: addition.keys for addition in additions}

    def is_written(answer: Answer) -> bool:
        path = destination(f"readiness/{answer.file}", sources.prefix)
        return path in written_paths or any(
            answer.where == key or answer.where.startswith(f"{key}.") for key in added.get(path, ())
        )

    return Scaffold(
        files=(*files, *settings),
        additions=additions,
        kept=tuple(path for path in paths.values() if path in sources.present and path not in added),
        theirs=_theirs(sources, paths),
        inferred=tuple((a, found[a.slot]) for a in ANSWERS if a.slot in found and is_written(a)),
        unused=tuple(
            a
            for a in ANSWERS
            if a.slot in given and not is_written(a) and not _stands(sources, a, given[a.slot])
        ),
        model=str(values.get("model", "")),
        tier=tier,
        workflows=fits is not None,
        branch=sources.branch or "main",
        notes=(
            *sources.notes,
            *refused,
            *_gently(sources, gently),
            *_in_use(sources, given, written_paths, gently),
            *_kind(sources, given, written_paths),
            *_release(sources, kind, files),
            *_workflows(said, sources, fits),
            *_branch(sources, written_paths),
            *advice(sources.beside, sources.prefix, tuple(file.path for file in (*files, *settings))),
        ),
        app=fits is not None and fits.app is not None,
    )


@dataclass(frozen=True, slots=True)
class Form:
    """A readiness file for one model at one tier."""

    new: str
    """What is written where there is none."""
    full: str
    """The whole template, filled in."""
    asked: frozenset[KeyPath]


def forms_of(
    templates: Mapping[str, str],
    slots: Slots,
    of: tuple[Kind, Tier],
    values: Mapping[str, Value],
    report: Report | None,
) -> dict[str, Form]:
    """Template → the file that a kind gets at a tier: what it asks for, and what is known anyway."""
    kind, tier = of
    items = asked_items(tier, report, kind)
    forms = {}
    for file, begins in BEGINS[kind].items():
        name = f"readiness/{file}"
        asked = asked_keys(file, tier, items, kind)
        wanted = asked | known_keys(file, values)
        schema = f"{SCHEMAS}/{schema_file(file, kind)}"
        full = fill(for_kind(templates[name], kind), {**slots, "begins": begins, "schema": schema})
        forms[name] = Form(cut(full, wanted.__contains__), full, asked)
    return forms


def additions_to(
    sources: Sources, forms: Mapping[str, Form], kind: Kind = Kind.MODEL
) -> tuple[tuple[Addition, ...], tuple[str, ...]]:
    """What the files lack that are there already; and what could not be added, as sentences."""
    additions: list[Addition] = []
    refused: list[str] = []
    for name, form in forms.items():
        path = destination(name, sources.prefix)
        before = sources.existing.get(path)
        if before is None:
            continue
        added = add_missing(before, form.full, form.asked)
        refused.extend(f"{path}: {told}" for told in added.refused)
        content = at_kind(added.content, name.partition("/")[2], kind)
        schema = () if content == added.content else ("the address of its schema",)
        if content != before:
            additions.append(Addition(path, before, content, (*added.keys, *schema)))
    return tuple(additions), tuple(refused)


def tier_of(sources: Sources, given: Mapping[str, Value]) -> Tier:
    """What governance.yaml says, else what was given; medium where neither says anything."""
    path = destination("readiness/governance.yaml", sources.prefix)
    stated = _value(sources, path, "tier.level") if path in sources.present else given.get("tier")
    return Tier(stated) if isinstance(stated, str) and stated in set(Tier) else Tier.MEDIUM


def kind_of(sources: Sources, given: Mapping[str, Value]) -> Kind:
    """What contract.yaml says, else what was given; a model where neither says anything.

    To one that cannot be read no kind could be added, so none is taken for the other files either.
    """
    path = destination(f"readiness/{CONTRACT}", sources.prefix)
    content = sources.existing.get(path)
    if path in sources.present and (content is None or isinstance(parse(path, content), Unreadable)):
        return stated_kind(load_file(CONTRACT, content or b"["), content)
    stated = _value(sources, path, "kind")
    said = stated if isinstance(stated, str) else given.get("kind")
    return kind_in({"kind": said}) if isinstance(said, str) else Kind.MODEL


def _stands(sources: Sources, answer: Answer, value: Value) -> bool:
    """Whether the file says so already."""
    stated = _value(sources, destination(f"readiness/{answer.file}", sources.prefix), answer.where)
    if answer.slot == "kind" and stated is None:  # a model need not say so
        return value == Kind.MODEL
    return stated == (list(value) if isinstance(value, tuple) else value)


def _value(sources: Sources, path: str, where: str) -> object:
    read = parse(path, sources.existing.get(path, b""))
    at: object = {} if isinstance(read, Unreadable) else read.data
    for key in where.split("."):
        at = at.get(key) if isinstance(at, Mapping) else None
    return at


def _kept_forms(sources: Sources, forms: Mapping[str, Form], kind: Kind) -> Iterator[str]:
    """Of files that are there, the blocks that were written for a model."""
    for name, form in forms.items():
        path = destination(name, sources.prefix)
        if path in sources.existing and name.endswith(".yaml"):
            file = name.partition("/")[2]
            told = other_forms(file, sources.existing[path], form.full, kind)
            yield from (f"{path}: {each}" for each in told)


def _kind(sources: Sources, given: Mapping[str, Value], written_paths: Set[str]) -> Iterator[str]:
    """What a repository looks like of which nobody said what it is."""
    path = destination(f"readiness/{CONTRACT}", sources.prefix)
    found = guess(sources.code) if "kind" not in given and path in written_paths else None
    if found:
        yield (
            f"This looks like {found.told}. If that is what goes live, remove"
            f" {path.removesuffix(CONTRACT)} again and run `readiness init --kind {found.kind}`."
        )


def _release(sources: Sources, kind: Kind, files: tuple[NewFile, ...]) -> Iterator[str]:
    path = destination("readiness/infrastructure.yaml", sources.prefix)
    if kind is not Kind.MODEL and any(file.path == path and "artifact:" in file.content for file in files):
        yield from release_notes(sources.code, kind, path)


def _gently(sources: Sources, gently: bool) -> tuple[str, ...]:
    told = to_add(sources.existing.get(SETTINGS)) if gently and SETTINGS in sources.present else ""
    return (told,) if told else ()


def _in_use(
    sources: Sources, given: Mapping[str, Value], written_paths: Set[str], gently: bool
) -> Iterator[str]:
    """A scaffold begins in design, which is not true of a model that has been released."""
    path = destination("readiness/contract.yaml", sources.prefix)
    if sources.release and "stage" not in given and path in written_paths:
        yield (
            f"The newest release here is {sources.release}: where the model is in use already, write"
            f" `stage: production` in {path} before you commit it"
            + (
                "."
                if gently
                else ", and run `readiness init --gently`, so that one issue shows what is missing."
            )
        )


def cron(repository_: str) -> str:
    """A weekday's time between 3:00 and 7:00 UTC, always the same for a repository.

    Three hundred repositories that all start at midnight would wait for each other; GitHub drops runs on the
    full hour.
    """
    number = int.from_bytes(hashlib.sha256(repository_.encode("utf-8", "replace")).digest()[:8])
    return f"{1 + number % 59} {3 + number // 59 % 4} * * 1-5"


def _is_workflow(name: str) -> bool:
    return name.startswith("workflows/")


def _jobs(name: str, parts: Parts, choice: Choice | None) -> dict[str, str | None]:
    return {"jobs": jobs(name.partition("/")[2], parts, choice)} if choice and _is_workflow(name) else {}


def _workflows(said: tuple[str, ...], sources: Sources, choice: Choice | None) -> tuple[str, ...]:
    """Nothing about workflows that were there already: they find this model by themselves."""
    if choice and destination("workflows/readiness.yml", sources.prefix) in sources.present:
        return ()
    if choice and not choice.action.pinned:
        return (*said, how_to_pin(choice.action))
    return said


def _theirs(sources: Sources, paths: Mapping[str, str]) -> tuple[str, ...]:
    found = ((path, sources.existing.get(path)) for name, path in paths.items() if _is_workflow(name))
    return tuple(path for path, content in found if content is not None and not _OURS.search(content))


def how_to_pin(action: Action) -> str:
    """What to say of an Action whose reference can be moved."""
    return (
        f"Both workflows name {action}, which its owner can move. To pin all that runs, replace"
        f" `{action.ref}` there with the 40 digits of its commit."
    )


def _branch(sources: Sources, written_paths: Set[str]) -> tuple[str, ...]:
    note = branch_note(sources)
    path = destination("workflows/readiness-follow-up.yml", sources.prefix)
    return (note,) if note and path in written_paths else ()


def _slots(values: Mapping[str, Value]) -> dict[str, str | None]:
    slots: dict[str, str | None] = {
        answer.slot: written(values[answer.slot]) if answer.slot in values else "" for answer in ANSWERS
    }
    return {
        **slots,
        "title": str(values.get("model", "this model")),
    }
