"""infrastructure.tools: what an agent may do, as whom, and whether a person is asked first."""

from collections.abc import Iterator

from readiness_bot.convention.checks import each_filled, problem, required
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.fields import block, rows, value
from readiness_bot.convention.item import BLOCKS, Item
from readiness_bot.convention.outcome import Outcome
from readiness_bot.vocabulary import Kind, Role, Stage


def check(facts: Facts) -> Iterator[Outcome]:
    infrastructure = facts.infrastructure
    yield from required(infrastructure, "tools")
    if infrastructure.has("tools") and not infrastructure.entries("tools"):
        yield problem(
            infrastructure,
            "tools",
            "tools is empty, but an agent without tools is an LLM application",
            "name each tool, or write   kind: llm-app   in contract.yaml",
        )
    yield from each_filled(infrastructure, "tools", ("name", "may", "identity", "asks"))
    seen: set[str] = set()
    for index, _ in enumerate(infrastructure.entries("tools")):
        name = infrastructure.text(f"tools.{index}.name")
        if name in seen:
            yield problem(
                infrastructure,
                f"tools.{index}.name",
                f"{name[:60]} is listed twice",
                "keep one entry, with everything that this tool may do",
            )
        seen |= {name} if name else set()


ITEM = Item(
    id="infrastructure.tools",
    title="Tools",
    what="Every tool: what it may do, which account it acts as, and whether a person is asked first.",
    why=(
        "An agent does what its permissions allow, not what its prompt says. With the permissions of whoever"
        " set it up, it can do everything they can."
    ),
    fix="""\
tools:
  - name: NAME
    may: TEXT            # what it may do, with its limits
    identity: TEXT       # the account it acts as
    asks:                # true if a person is asked first, otherwise false
""",
    example="""\
tools:
  - name: look_up_order
    may: Read one order of the customer who is signed in
    identity: svc-refund-read
    asks: false
  - name: issue_refund
    may: Refund up to 200 EUR, once per order
    identity: svc-refund-write
    asks: true
""",
    due=Stage.DEVELOPMENT,
    severity=BLOCKS,
    role=Role.PLATFORM,
    fields=("tools",),
    answers=("R3", "G3"),
    sources=(
        "OWASP Top 10 for Agentic Applications 2026, ASI02 and ASI03",
        "OWASP Top 10 for LLM Applications 2025, LLM06",
    ),
    kinds=(Kind.AGENT,),
    keys={
        "tools": rows(
            "the agent's tools",
            block(
                "one tool",
                name=value("text", "its name, as the model sees it", "NAME"),
                may=value("text", "what it may do, with its limits", "TEXT"),
                identity=value("text", "the account it acts as", "TEXT"),
                asks=value("flag", "whether a person is asked before it acts", "true"),
            ),
        )
    },
    check=check,
)
