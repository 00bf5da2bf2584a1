"""What is known of an answer before somebody gives it: a suggestion, and where it comes from. Pure.

Everything read here is anybody's text; nothing is written until a person takes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from readiness_bot.answering.place import Place, value_at
from readiness_bot.answering.questions import Question, Shape
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.meant import slug
from readiness_bot.convention.people import named
from readiness_bot.convention.release import digest, named_files
from readiness_bot.reading.document import Unreadable, Value
from readiness_bot.reading.markdown import parse_runbook
from readiness_bot.reading.mentions import can_be_mentioned
from readiness_bot.reading.yaml import parse
from readiness_bot.scaffold.answers import ANSWERS
from readiness_bot.scaffold.guess import tool_modules
from readiness_bot.scaffold.infer import suggest
from readiness_bot.scaffold.sources import Code, Sources, Text


@dataclass(frozen=True, slots=True)
class Known:
    """A suggestion as one would type it, and its source in a few words."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Around:
    """What lies around the readiness files."""

    sources: Sources | None = None
    """What `readiness init` infers from."""
    mlmodel: Text | None = None
    """MLflow's description of a saved model (https://mlflow.org/docs/latest/ml/model/)."""
    inferred: Mapping[Place, Known] = field(default_factory=dict)
    """What was made of it all (`look_around`)."""


def known(question: Question, facts: Facts, around: Around) -> Known | None:
    """None where nothing is known. Of a value that is wrong, nothing is suggested in its place, but for what
    can be computed."""
    if question.more:
        return None
    if question.stands:
        return next(_digest(question.place, facts, "of the files as they are, once they are evaluated"), None)
    if question.preset is not None:
        return Known(str(question.preset), "")
    found = next(_found(question, facts, around), None)
    return found if found and len(found.text) <= _LONGEST else None


_LONGEST = 200


def _found(question: Question, facts: Facts, around: Around) -> Iterator[Known]:
    place = question.place
    yield from _twin(place, facts)
    yield from _role(question, facts)
    yield from _release(place, facts)
    if place in around.inferred:
        yield around.inferred[place]
    if question.shape is Shape.VALUE:
        yield from _of_kind(question, facts)


_TWINS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("contract.yaml", "agreed_by"): (("ownership.yaml", "business_owner"),),
    ("ownership.yaml", "business_owner"): (("contract.yaml", "agreed_by"),),
    ("ownership.yaml", "reviewers.compliance"): (
        ("governance.yaml", "tier.decided_by"),
        ("governance.yaml", "design_review.by"),
    ),
    ("governance.yaml", "tier.decided_by"): (
        ("ownership.yaml", "reviewers.compliance"),
        ("governance.yaml", "design_review.by"),
    ),
    ("governance.yaml", "design_review.by"): (
        ("ownership.yaml", "reviewers.compliance"),
        ("governance.yaml", "tier.decided_by"),
    ),
    ("ownership.yaml", "layers.ml"): (("ownership.yaml", "developers.0"),),
    ("ownership.yaml", "layers.operations"): (
        ("fallback.yaml", "owner"),
        ("ownership.yaml", "incidents.first"),
    ),
    ("ownership.yaml", "incidents.first"): (("ownership.yaml", "layers.operations"),),
    ("fallback.yaml", "tell"): (("infrastructure.yaml", "interface.consumers"),),
    ("infrastructure.yaml", "interface.consumers"): (("ownership.yaml", "receiving_team.team"),),
    ("runbook.md", "confirmation.team"): (("ownership.yaml", "receiving_team.team"),),
    ("infrastructure.yaml", "artifact.data"): (("governance.yaml", "datasets.0.version"),),
    ("infrastructure.yaml", "evals.suite"): (("contract.yaml", "evaluation.suite"),),
    ("contract.yaml", "evaluation.suite"): (("infrastructure.yaml", "evals.suite"),),
    **{
        ("governance.yaml", f"third_party.{n}.id"): (("infrastructure.yaml", f"artifact.models.{n}"),)
        for n in range(20)
    },
}
"""Places that mostly say the same."""


def _twin(place: Place, facts: Facts) -> Iterator[Known]:
    for name, where in _TWINS.get((place.file, ".".join(map(str, place.path))), ()):
        value = value_at(
            facts.files[name], tuple(int(part) if part.isdigit() else part for part in where.split("."))
        )
        if value and not isinstance(value, Mapping):
            yield Known(typed(value), f"{where.partition('.')[0]} in {name}")


def _role(question: Question, facts: Facts) -> Iterator[Known]:
    """Who signs an item is who has its role."""
    signed, path = question.item.signed, question.place.path
    if signed is None or ".".join(map(str, path[-1:])) != signed.signer.rpartition(".")[2]:
        return
    login = named(question.item.role, facts.files)
    if login:
        yield Known(login, f"{question.item.role}, ownership.yaml")


def _release(place: Place, facts: Facts) -> Iterator[Known]:
    """What the check of a release would say (`convention/release.py`), and what an agent's tools tell."""
    yield from _digest(place, facts, "of the files as they are")
    if place == Place("governance.yaml", ("oversight", "asks_first")):
        tools = facts.infrastructure
        names = [
            name
            for n, _ in enumerate(tools.entries("tools"))
            if tools.get(f"tools.{n}.asks") is True and (name := tools.text(f"tools.{n}.name"))
        ]
        if names:
            yield Known(typed(list(names)), "tools in infrastructure.yaml")
    elif place == Place("infrastructure.yaml", ("evals", "workflow")):
        found = [path for path in sorted(facts.snapshot.paths) if _EVALS.fullmatch(path)]
        if len(found) == 1:
            yield Known(found[0], "the file is there")


def _digest(place: Place, facts: Facts, source: str) -> Iterator[Known]:
    if place.file != "infrastructure.yaml" or place.path not in _DIGESTS:
        return
    contents = named_files(facts, ".".join(map(str, (*place.path[:-1], "files"))))
    read = {path: content for path, content in contents.items() if content is not None}
    if read and len(read) == len(contents):
        yield Known(digest(read), source)


_PROMPTS = ("infrastructure.yaml", ("artifact", "prompts", "files"))
_TOOLS = ("infrastructure.yaml", ("artifact", "tools", "files"))
_DIGESTS = (("artifact", "prompts", "digest"), ("artifact", "tools", "digest"))
_EVALS = re.compile(r"\.github/workflows/[\w.-]{0,40}eval[\w.-]{0,40}\.ya?ml")


def _of_kind(question: Question, facts: Facts) -> Iterator[Known]:
    key, kind = question.place.path[-1], question.rules.get("type")
    if kind == "version" and facts.version and key == "version" and len(question.place.path) == 2:
        yield Known(facts.version, "the evaluated version")
    if kind == "day" and key == "date":
        yield Known(facts.today.isoformat(), "today")
    if kind == "link":
        yield from _file(question.place, facts)


_WORDS = {
    "basis": ("value", "business-case", "business_case"),
    "lineage": ("lineage", "datasheet", "data-card", "data_card"),
    "report": ("eval",),
    "slices": ("slice", "fairness"),
    "code": ("infra", "deploy", "terraform", "helm", "k8s", "serving", "dockerfile"),
    "schema": ("schema", "openapi", "api"),
    "terms": ("license", "licence"),
}
"""Key → words in the name of the file that it mostly links."""
_NOT_IN = ("readiness/", ".github/", "tests/", "test/")


def _file(place: Place, facts: Facts) -> Iterator[Known]:
    """The only file of the repository whose name fits; of several none, since one would be a guess."""
    key = str(place.path[-1])
    words = ("dpia", "impact") if place.path[:1] == ("impact",) else _WORDS.get(key, ())
    if place.path == ("fallback", "how"):
        anchors = facts.runbook.document.anchors
        fitting = ["readiness/runbook.md#fall-back"] if "fall-back" in anchors else []
    else:
        fitting = [path for path in sorted(facts.snapshot.paths) if _fits(path, words, facts)]
    if len(fitting) == 1:
        yield Known(fitting[0], "the file is there")


def _fits(path: str, words: Iterable[str], facts: Facts) -> bool:
    name = path.rpartition("/")[2].lower()
    folders = (
        any(other.startswith(f"{path}/") for other in facts.snapshot.paths) if "." not in name else False
    )
    return (
        not folders
        and not path.startswith(_NOT_IN)
        and any(word in name for word in words)
        and path.isprintable()
    )


def typed(value: Value) -> str:
    """A value as one would type it."""
    if isinstance(value, list):
        return ", ".join(_quoted(str(entry)) for entry in value)
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return f'"{text}"' if "," in text else text


def look_around(around: Around) -> dict[Place, Known]:
    """Place → what the repository, its model card and MLflow say of it."""
    found: dict[Place, Known] = {}
    places = (
        *_inferred(around.sources),
        *_files(around.sources),
        *_card(around.sources),
        *_mlflow(around.mlmodel),
    )
    for place, text, source in places:
        if text and text.isprintable():
            found.setdefault(place, Known(text, source))
    return found


def _inferred(sources: Sources | None) -> Iterator[tuple[Place, str, str]]:
    values = suggest(sources) if sources else {}
    for answer in ANSWERS:
        if answer.slot in values:
            value = values[answer.slot]
            said = value.value if isinstance(value.value, str) else list(value.value)
            yield Place(answer.file, tuple(answer.where.split("."))), typed(said), value.source


def _files(sources: Sources | None) -> Iterator[tuple[Place, str, str]]:
    """Of a release, the files that `init` writes down too."""
    code = sources.code if sources else Code()
    yield Place(*_PROMPTS), typed(list(code.prompts)), "by name"
    yield Place(*_TOOLS), typed(list(code.schemas)), "by name"
    yield (
        Place(*_TOOLS),
        typed([path for path in tool_modules(code) if can_be_mentioned(path)]),
        "tools are defined there",
    )


def _card(sources: Sources | None) -> Iterator[tuple[Place, str, str]]:
    """Hugging Face's metadata of a model card (https://huggingface.co/docs/hub/model-cards)."""
    if sources is None or sources.card is None:
        return
    path = sources.card.path
    read = parse_runbook(path, sources.card.content.encode("utf-8", "replace"))
    if isinstance(read, Unreadable):
        return
    data = read.data
    yield Place("contract.yaml", ("model",)), slug(_text(data.get("model_name"))), path
    for index, name in enumerate(_texts(data.get("datasets"))[:20]):
        yield Place("governance.yaml", ("datasets", index, "name")), name, path
    for index, name in enumerate(_texts(data.get("base_model"))[:20]):
        yield Place("governance.yaml", ("third_party", index, "name")), name, path
        yield Place("governance.yaml", ("third_party", index, "terms")), _text(data.get("license_link")), path
    metrics = [*_measured(data.get("model-index")), *_texts(data.get("metrics"))]
    if metrics:
        yield Place("contract.yaml", ("success", 0, "metric")), metrics[0], path


def _measured(index: Value) -> list[str]:
    """`model-index[].results[].metrics[].type`: what the card gives results for."""
    found: list[str] = []
    for model in index if isinstance(index, list) else ():
        results = model.get("results") if isinstance(model, Mapping) else None
        for result in results if isinstance(results, list) else ():
            metrics = result.get("metrics") if isinstance(result, Mapping) else None
            found += [_text(metric.get("type")) for metric in metrics or () if isinstance(metric, Mapping)]
    return [name for name in found if name]


def _mlflow(model: Text | None) -> Iterator[tuple[Place, str, str]]:
    """Its signature is a description of the model's input and output, and its flavors say what serves it."""
    read = parse(model.path, model.content.encode("utf-8", "replace")) if model else None
    if model is None or read is None or isinstance(read, Unreadable):
        return
    if read.data.get("signature"):
        yield Place("infrastructure.yaml", ("interface", "schema")), model.path, "its signature"
    identifier = _text(read.data.get("model_id")) or _text(read.data.get("model_uuid"))
    yield Place("contract.yaml", ("evaluation", "version")), identifier, model.path


def _text(value: Value) -> str:
    return value.strip()[:_LONGEST] if isinstance(value, str) else ""


def _texts(value: Value) -> list[str]:
    """A list of texts, or a single one."""
    return [text for entry in (value if isinstance(value, list) else [value]) if (text := _text(entry))]
