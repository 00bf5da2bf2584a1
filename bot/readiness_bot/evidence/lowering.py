"""What a change lowers, as claims that the compliance reviewer approved it (rule 6). Pure."""

from __future__ import annotations

from collections.abc import Callable

from readiness_bot.between import lowerings
from readiness_bot.convention.facts import Facts
from readiness_bot.convention.file import File
from readiness_bot.convention.outcome import CannotTell
from readiness_bot.evidence.blocks import LOWERED, Block
from readiness_bot.evidence.claims import Approval
from readiness_bot.evidence.past import Origin, former, since
from readiness_bot.evidence.values import quiet, signed
from readiness_bot.reading.document import Value
from readiness_bot.terms import terms_of

_OWN = {"governance.tier": ("level",)}


def lowering_claims(base: Facts, head: Facts, number: int = 0) -> tuple[Approval, ...]:
    """The reviewer is the base's: a change may not choose who approves it. `number`: the pull request that is being judged."""
    before, after = terms_of(base), terms_of(head)
    found: list[Approval] = []
    if before.compliance is None:
        return ()
    for lowering in lowerings(before, after):
        stem = lowering.file.partition(".")[0]
        block = Block(
            LOWERED + lowering.item,
            f"{stem}.{lowering.key}",
            "",
            f"{lowering.key} in {lowering.file}",
            own=_OWN.get(lowering.item, ()),
        )
        try:
            value = signed(head.files, block, ())
        except CannotTell:
            continue
        found.append(
            Approval(
                block.item, lowering.file, lowering.key, before.compliance, block, (), value, _since(head, block), (),
                number=number, past=former(head, block.file, _reading(block), value),
            )
        )  # fmt: skip
    return tuple(found)


def _since(head: Facts, block: Block) -> Origin:
    return since(head, block.file, _reading(block))


def _reading(block: Block) -> Callable[[File], Value]:
    return lambda past: quiet({block.file: past}, block, ())
