"""The words of the convention, each declared once. See docs/convention.md for what they mean."""

from __future__ import annotations

from enum import StrEnum
from functools import cache, cached_property


class Ordered(StrEnum):
    """A closed list of words whose order of declaration has a meaning (`later > earlier`)."""

    @cached_property
    def rank(self) -> int:
        return _ranks(type(self))[self.value]

    def __lt__(self, other: str) -> bool:
        return self.rank < _ranks(type(self))[other]

    def __le__(self, other: str) -> bool:
        return self.rank <= _ranks(type(self))[other]

    def __gt__(self, other: str) -> bool:
        return self.rank > _ranks(type(self))[other]

    def __ge__(self, other: str) -> bool:
        return self.rank >= _ranks(type(self))[other]


@cache
def _ranks(words: type[Ordered]) -> dict[str, int]:
    return {word.value: rank for rank, word in enumerate(words)}


class Stage(Ordered):
    """Where a model stands; `contract.yaml` holds the current one."""

    DESIGN = "design"
    DEVELOPMENT = "development"
    EVALUATION = "evaluation"
    STAGING = "staging"
    PRODUCTION = "production"

    @property
    def next(self) -> Stage | None:
        """The stage that follows, or None after production."""
        return _FOLLOWING.get(self)


_FOLLOWING = dict(zip(list(Stage)[:-1], list(Stage)[1:], strict=True))


class Tier(Ordered):
    """How much harm a wrong answer can do; raises severity and the evidence asked for."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Kind(StrEnum):
    """What is put into production; `contract.yaml` says it, and `model` is what stands where it does not."""

    MODEL = "model"
    LLM_APP = "llm-app"
    AGENT = "agent"


class Severity(StrEnum):
    BLOCKING = "blocking"
    ADVISORY = "advisory"


class Status(StrEnum):
    SATISFIED = "satisfied"
    GAP = "gap"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"

    @property
    def closed(self) -> bool:
        """Counts as done in a file's readiness."""
        return self in (Status.SATISFIED, Status.WAIVED, Status.NOT_APPLICABLE)


class Timing(StrEnum):
    """An item's due stage against the current stage. A calendar date is another matter: see `late`."""

    OVERDUE = "overdue"
    DUE = "due"
    UPCOMING = "upcoming"


class Assurance(Ordered):
    """What stands behind `satisfied`: how sure of it one can be."""

    STATED = "stated"
    LINKED = "linked"
    VERIFIED = "verified"


class Proof(StrEnum):
    """What a forge can confirm about an item, and so what a tier may ask for (convention: "What the forge can
    verify")."""

    APPROVAL = "approval"
    RECEIVING_TEAM = "receiving team"
    TEST_RUN = "test run"
    LINKED_ISSUE = "linked issue"
    RECORD = "record"
    PEOPLE = "people"
    COMMIT = "commit"

    def asked_at(self, tier: Tier) -> bool:
        """Low accepts what is stated; medium asks for sign-offs and tests; high for everything a forge can
        tell."""
        if self in (Proof.PEOPLE, Proof.COMMIT):
            return tier is Tier.HIGH
        return tier is not Tier.LOW


class Role(StrEnum):
    """Who can close an item. The person behind a role comes from the files (see `convention/people.py`)."""

    DEVELOPER = "lead developer"
    PRODUCTION_OWNER = "production owner"
    BUSINESS_OWNER = "business owner"
    COMPLIANCE = "compliance"
    VALIDATION = "model validation"
    PLATFORM = "platform"
    DATA = "data"
    OPERATIONS = "operations"
    RECEIVING_LEAD = "receiving team"
    APPROVER = "approver"
