"""One line of the ledger: an evaluation of the default branch, as JSON. Pure.

It holds logins, numbers and hashes; never a mail address, a secret, or the text of a readiness file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from readiness_bot.convention.policy import LONGEST, Overlay, Policy
from readiness_bot.evidence.answers import Basis
from readiness_bot.text.data import data_of, key, made
from readiness_bot.text.escape import cut, plain
from readiness_bot.vocabulary import Stage, Status, Tier

SCHEMA = 1
FILE = "ledger.jsonl"
BRANCH = "readiness-ledger"
"""Where the lines stand on a forge: a branch that shares no history with the code."""


class WrongLine(ValueError):
    """This is no line of a ledger; the text says why."""


def _moment(text: Any) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _seconds(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _since(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _hash(text: Any) -> str:
    """Git's name of an object; it is handed to git, and so nothing else may stand there."""
    if not isinstance(text, str) or len(text) not in (40, 64) or set(text) - set("0123456789abcdef"):
        raise WrongLine("its commit or tree is not a git object name")
    return text


def _basis(data: Any) -> Basis:
    return tuple((str(name), _plain(value)) for name, value in data.items())


def _plain(value: Any) -> str | int | tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(each) for each in value)
    return value if isinstance(value, int) else str(value)


def _policy(data: Any) -> Policy:
    own = {name: type(getattr(Policy(), name))(data[name]) for name in ("require_verified", "waiver_days")}
    policy = Policy(**own)
    if not 1 <= policy.waiver_days <= LONGEST:
        raise WrongLine(f"its waivers would hold longer than {LONGEST} days, or not at all")
    if "name" not in data:
        return policy
    said = data.get("said")
    return recorded(
        replace(
            policy,
            name=str(data["name"]),
            version=int(data["version"]),
            overlay=Overlay(digest=_digest(data["digest"])),
            said=json.dumps(said) if said is not None else "",
        )
    )


def _digest(text: Any) -> str:
    if not isinstance(text, str) or len(text) != 64 or set(text) - set("0123456789abcdef"):
        raise WrongLine("its policy's digest is none")
    return text


def recorded(policy: Policy) -> Policy:
    """A policy as a line holds it: which one it was, and what it said."""
    if not policy.name:
        return Policy(policy.require_verified, policy.waiver_days)
    digest = policy.overlay.digest
    return Policy(
        policy.require_verified,
        policy.waiver_days,
        policy.name,
        policy.version,
        overlay=Overlay(digest, digest),
        said=policy.said,
    )


def _policy_data(policy: Policy) -> dict[str, object]:
    """A line without a policy's name is as lines were before there were names."""
    data: dict[str, object] = {
        "require_verified": policy.require_verified,
        "waiver_days": policy.waiver_days,
    }
    if policy.name:
        data |= {"name": policy.name, "version": policy.version, "digest": policy.overlay.digest}
    if policy.said:
        data["said"] = json.loads(policy.said)
    return data


def _statuses(data: Any) -> dict[str, Status]:
    return {str(item): Status(word) for item, word in data.items()}


def _rows(data: Any) -> tuple[Row, ...] | None:
    return None if data is None else tuple(_row(each) for each in data)


def _row(data: Any) -> Row:
    if data["answer"] not in ("verified", "refuted", "unknown"):
        raise WrongLine("one of its answers is neither verified, refuted nor unknown")
    return made(Row, data)


@dataclass(frozen=True, slots=True)
class Row:
    """What a forge told about one claim, and what that was based on.

    What an answer may lack is left out where it does.
    """

    item: str = field(metadata=key(str))
    claim: str = field(metadata=key(str))
    """A hash of all that was claimed: another text is another claim."""
    who: str = field(metadata=key(str))
    """The login of whom it is claimed; empty where it names nobody."""
    answer: str
    """`verified`, `refuted` or `unknown`."""
    told: str = field(metadata=key(str, empty=""))
    fix: str = field(metadata=key(str, empty=""))
    asked: date = field(compare=False, metadata=key(date.fromisoformat))
    """When the forge was asked last."""
    since: date | None = field(default=None, compare=False, metadata=key(_since, empty=None))
    """Since when it is verified, or was until the forge could no longer tell."""
    on: Basis = field(default=(), metadata=key(_basis, dict, empty=()))


@dataclass(frozen=True, slots=True)
class Line:
    """One evaluation.

    A field is a key of the line, in this order; what stands there is made a value by its `read`, or refused.
    """

    time: datetime = field(compare=False, metadata=key(_moment, _seconds))
    """When it was written, in UTC."""
    day: date = field(compare=False, metadata=key(date.fromisoformat))
    """The day as of which it was judged."""
    commit: str = field(compare=False, metadata=key(_hash))
    tree: str = field(metadata=key(_hash))
    """Git's name for `readiness/` as it was there: a rewritten branch may still hold it."""
    model: str = field(metadata=key(str))
    stage: Stage = field(metadata=key(Stage))
    tier: Tier = field(metadata=key(Tier))
    version: str = field(compare=False, metadata=key(str))
    """Of readiness-bot, whose rules were applied."""
    policy: Policy = field(metadata=key(_policy, _policy_data))
    wrong: int = field(metadata=key(int))
    """How many findings said that something is wrong."""
    statuses: Mapping[str, Status] = field(metadata=key(_statuses))
    evidence: tuple[Row, ...] | None = field(metadata=key(_rows))
    """None: the forge was not asked."""

    @property
    def verified(self) -> frozenset[str]:
        """The items all of whose claims are."""
        rows = self.evidence or ()
        return frozenset(row.item for row in rows) - {row.item for row in rows if row.answer != "verified"}


def shown(model: str) -> str:
    """A model's name as a line holds it."""
    return cut(plain(model), 60)


def as_json(line: Line) -> str:
    """Without a line feed, and in ASCII, so that nothing in it can look like one."""
    return json.dumps({"schema": SCHEMA, **data_of(line)}, separators=(",", ":"))


def from_json(text: str) -> Line:
    """Raises WrongLine."""
    try:
        data = json.loads(text)
        json.dumps(data, ensure_ascii=False).encode()  # half a character, which no screen shows, is refused
        return _line(data)
    except WrongLine:
        raise
    except KeyError as error:
        raise WrongLine(f"it has no {error.args[0]!r}") from error
    except json.JSONDecodeError as error:
        raise WrongLine("it is not JSON") from error
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise WrongLine("it is not written as the bot writes one") from error


def _line(data: Any) -> Line:
    if data["schema"] != SCHEMA:
        schema = repr(data["schema"])[:20]
        raise WrongLine(f"its schema is {schema}, and this version of readiness-bot reads {SCHEMA}")
    return made(Line, data)
