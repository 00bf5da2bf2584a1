"""Which kind of model a repository seems to hold, and from what. Pure; only a person knows.

A framework for agents is used for plain retrieval too, so what makes an agent is a framework and tools that
are defined here; one or two tools beside an index are taken for its search.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from readiness_bot.scaffold.declared import libraries
from readiness_bot.scaffold.libraries import Use, of_import, of_package, use_of
from readiness_bot.scaffold.sources import Code
from readiness_bot.text.escape import plain
from readiness_bot.vocabulary import Kind

CALLED = {Kind.MODEL: "a model", Kind.LLM_APP: "an LLM application", Kind.AGENT: "an agent"}
_MOST_SIGNS = 3
_SEARCHES = 2
"""As many tools as a search in an index takes: the search, and a filter."""

_TOOL = re.compile(
    r"^[ \t]*@(?:\w+\.)?(?:tool|function_tool|tool_plain|kernel_function|ai_function)\b"
    r"|\bfunction_tool\(|\bcreateTool\(|\btool\(\{|\bMultiServerMCPClient\("
    r"|[\"']type[\"'][ \t]*:[ \t]*[\"']function[\"']",
    re.MULTILINE,
)
"""A tool that a model may call."""
_BARE = re.compile(r"\btool\(\{|[\"']type[\"'][ \t]*:[ \t]*[\"']function[\"']")
"""One that needs no framework."""
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+([A-Za-z_][\w.]{0,99})", re.MULTILINE)
_PACKAGE = re.compile(r"(?:\bfrom[ \t]*|\bimport[ \t]*|\brequire\()[\"']([@\w][\w./-]{0,99})[\"']")
_BEDROCK = re.compile(r"[\"']bedrock-(?:agent-)?runtime[\"']")
"""A service of Amazon's SDK, which is used for much else."""
_TRAINS = re.compile(r"(?:\A|/)train\w{0,30}\.py\Z")


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for a kind."""

    what: str
    path: str

    def __str__(self) -> str:
        return plain(f"{self.what} in {self.path}")


@dataclass(frozen=True, slots=True)
class Guess:
    """A kind that is built around a language model, and what speaks for it."""

    kind: Kind
    signs: tuple[Sign, ...]
    trains: Sign | None = None
    """What speaks for a model that is trained here."""

    @property
    def default(self) -> Kind:
        """What somebody most likely means who says nothing."""
        return Kind.MODEL if self.trains else self.kind

    @property
    def told(self) -> str:
        """`an agent (from openai-agents in requirements.txt, tools in src/tools.py)`."""
        looks = f"{CALLED[self.kind]} (from {', '.join(map(str, self.signs))})"
        return f"{CALLED[Kind.MODEL]} (from {self.trains}), and like {looks}" if self.trains else looks


def guess(code: Code) -> Guess | None:
    """None where nothing calls a language model."""
    found: dict[Use, Sign] = {}
    for use, sign in (*_declared(code), *_imported(code)):
        found.setdefault(use, sign)
    caller = found.get(Use.AGENT) or found.get(Use.CLIENT)
    if caller is None:
        return None
    tools = sum(len(_TOOL.findall(text.content)) for text in code.sources)
    defined = [Sign("tools", path) for path in tool_modules(code)[:1]]
    searches = Use.INDEX in found and tools <= _SEARCHES
    framed = Use.AGENT in found or any(_BARE.search(text.content) for text in code.sources)
    agent = bool(framed and defined and not searches)
    prompts = [Sign("prompts", path) for path in list(code.prompts)[:1]]
    index = [found[Use.INDEX]] if Use.INDEX in found else []
    signs = [caller, *(defined if agent else []), *prompts, *index]
    return Guess(Kind.AGENT if agent else Kind.LLM_APP, tuple(signs[:_MOST_SIGNS]), _training(code, found))


def _training(code: Code, found: dict[Use, Sign]) -> Sign | None:
    script = next((text.path for text in code.sources if _TRAINS.search(text.path)), "")
    return found.get(Use.TRAINING) or (Sign("training", script) if script else None)


def _declared(code: Code) -> Iterator[tuple[Use, Sign]]:
    for manifest in code.manifests:
        for name in libraries(manifest):
            use = use_of(name)
            if use:
                yield use, Sign(name, manifest.path)


def _imported(code: Code) -> Iterator[tuple[Use, Sign]]:
    for text in code.sources:
        python = text.path.endswith(".py")
        names = (_IMPORT if python else _PACKAGE).findall(text.content)
        for name in dict.fromkeys(names):
            found = of_import(name) if python else of_package(name)
            if found:
                yield found[0], Sign(found[1], text.path)
        if "boto3" in text.content and _BEDROCK.search(text.content):
            yield Use.CLIENT, Sign("bedrock-runtime", text.path)


def tool_modules(code: Code) -> list[str]:
    """The source files that define tools, those with most of them first."""
    counts = [(len(_TOOL.findall(text.content)), text.path) for text in code.sources]
    return [path for count, path in sorted(counts, key=lambda each: -each[0]) if count]


_MODEL = re.compile(
    r"[\"'](?:[a-z_-]{2,20}[:/])?"
    r"((?:gpt|chatgpt|claude|gemini|mistral|codestral|command|o[1-9])-[A-Za-z0-9][\w.:@-]{0,60})[\"']"
)
"""A name as vendors give them. Which there are is nobody's business here; what it says of a date is."""
_DATED = re.compile(r"[-@](?:20\d\d-?[01]\d-?[0-3]\d|2[3-9][01]\d|\d{3,4})(?:-v\d{1,3}(?::\d{1,3})?)?\Z")


def undated(code: Code) -> Iterator[Sign]:
    """Names of models in the source that no date pins: each once, with the line where it first stands."""
    seen = set[str]()
    for text in code.sources:
        for match in _MODEL.finditer(text.content):
            name = match[1]
            if name not in seen and not _DATED.search(name):
                seen.add(name)
                yield Sign(name, f"{text.path}:{text.content.count(chr(10), 0, match.start()) + 1}")
