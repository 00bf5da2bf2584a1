"""Each block that a person signs, what it covers, and how a forge can confirm it. A table to read, and nothing else.

A cover is `stem.key.path`, as `contract.evaluation.version`; `*` stands for every row of a list. Covers are compared as
parsed values: a formatter, a comment or another order of keys voids nothing. They were chosen by asking what an honest
approver believes to have approved, and no wider: what changes in daily work (monitors, people on call) voids no go-live.
docs/evidence.md shows this table to people.
"""

from __future__ import annotations

from dataclasses import dataclass

from readiness_bot.vocabulary import Proof


@dataclass(frozen=True, slots=True)
class Block:
    """One signed block."""

    item: str
    """The item that it satisfies; empty for a waiver, which stands for the item that it names."""
    where: str
    """`governance.compliance`; of rows, the list: `governance.datasets`."""
    signer: str
    """The key of the login, below it."""
    called: str
    """In a sentence: `the compliance approval`."""
    proof: Proof = Proof.APPROVAL
    own: tuple[str, ...] = ()
    """What of it was signed, where that is not all of it."""
    covers: tuple[str, ...] = ()
    """What else the person approved by it."""
    rows: tuple[str, ...] = ()
    """Of a list: the keys by which a row is found again when rows are added above it."""

    @property
    def file(self) -> str:
        return file_of(self.where)

    @property
    def key(self) -> str:
        """Without the file's stem."""
        return self.where.partition(".")[2]


def file_of(where: str) -> str:
    """`runbook.confirmation` → `runbook.md`."""
    stem = where.partition(".")[0]
    return f"{stem}.md" if stem == "runbook" else f"{stem}.yaml"


BLOCKS: tuple[Block, ...] = (
    Block("governance.tier", "governance.tier", "decided_by", "the tier's decision"),
    Block(
        "governance.design-review", "governance.design_review", "by", "the design review",
        own=("by", "date", "asks.*.document", "asks.*.due"),  # the links are filled in later, by design
    ),
    Block(
        "governance.datasets", "governance.datasets", "approved.by", "the approval of the data",
        rows=("name", "version"),
    ),
    Block(
        "governance.impact", "governance.impact", "by", "the impact assessment",
        covers=("contract.purpose", "contract.not_for"),
    ),
    Block(
        "governance.validation", "governance.validation", "by", "the validation",
        covers=("contract.evaluation.version", "contract.evaluation.passed", "contract.evaluation.results"),
    ),
    Block(
        "governance.compliance", "governance.compliance", "by", "the compliance approval",
        covers=(
            "contract.purpose", "contract.not_for", "contract.evaluation.version", "governance.tier.level",
            "governance.datasets.*.name", "governance.datasets.*.version", "governance.datasets.*.lineage",
            "governance.datasets.*.personal_data", "governance.impact", "governance.third_party",
        ),
    ),
    Block(
        "infrastructure.security", "infrastructure.security", "by", "the security review",
        covers=(
            "contract.evaluation.version", "infrastructure.serving", "infrastructure.interface.schema",
            "infrastructure.dependencies.*.name",
        ),
    ),
    Block(
        "runbook.confirmation", "runbook.confirmation", "by", "the receiving team's confirmation",
        proof=Proof.RECEIVING_TEAM,
        covers=(
            "contract.evaluation.version", "fallback.fallback.kind", "fallback.fallback.does",
            "fallback.fallback.within_minutes", "fallback.fallback.how",
        ),
    ),
    Block(
        "governance.go-live", "governance.go_live", "by", "the go-live decision",
        covers=(
            "contract.evaluation.version", "governance.tier.level", "infrastructure.artifact.digest",
            "infrastructure.artifact.commit", "infrastructure.rollout",
        ),
    ),
    Block(
        "", "governance.waivers", "by", "the waiver",
        rows=("item", "requested_by", "date", "expires"),
    ),
    Block("fallback.alerts", "fallback.alert_test", "by", "the alert test", proof=Proof.LINKED_ISSUE,
          covers=("fallback.monitors",)),
    Block("fallback.drill", "fallback.drill", "by", "the fallback drill", proof=Proof.LINKED_ISSUE,
          covers=("fallback.fallback", "fallback.monitors")),
)  # fmt: skip

LOWERED = "lowered:"
"""The key of evidence about a lowering between base and head: `lowered:governance.tier`."""

RUNS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("infrastructure.integration-test", "tests.integration", ("integration", "e2e", "end-to-end", "acceptance", "system")),
    ("infrastructure.load-test", "tests.load", ("load", "performance", "perf", "stress", "soak", "benchmark")),
)  # fmt: skip
"""Item, key in infrastructure.yaml, and the words of which the workflow's file or name must have one."""

PEOPLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("contract.success", ("contract.agreed_by",)),
    ("ownership.production-owner", ("ownership.production_owner.person", "ownership.production_owner.backup")),
    ("ownership.developers", ("ownership.developers.*",)),
    ("ownership.receiving-team", ("ownership.receiving_team.lead", "ownership.business_owner")),
    ("ownership.approver", ("ownership.signs_off", "ownership.reviewers.compliance", "ownership.reviewers.validation")),
    ("ownership.layers", ("ownership.layers.data", "ownership.layers.ml", "ownership.layers.platform", "ownership.layers.operations")),
    ("ownership.incidents", ("ownership.incidents.first", "ownership.incidents.then")),
    ("governance.oversight", ("governance.oversight.*.person",)),
)  # fmt: skip
"""Items that name people who must be there, and where."""

OWNERS = frozenset(
    {"ownership.production-owner", "ownership.receiving-team", "ownership.layers", "ownership.incidents"}
)
"""Of these items, those that name who must act: from medium tier up a name that left reopens them (rule 10)."""
