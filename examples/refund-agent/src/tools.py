"""The two tools. The order comes from the session, and the limit stands here: neither is the model's to choose."""

from __future__ import annotations

from dataclasses import dataclass, field

LIMIT = 200
REASONS = ("not_delivered", "damaged", "wrong_item", "returned")


class Refused(Exception):
    """What the model asked for is not done; the sentence is what it is told."""


@dataclass
class Order:
    number: str
    paid: float
    refunds: list[Refund] = field(default_factory=list)


@dataclass
class Refund:
    order: str
    amount: float
    reason: str
    state: str = "pending"
    """Until a person of acme/support-leads writes `confirmed` or `declined`."""


@dataclass(frozen=True)
class Session:
    """Who is signed in, and which order the conversation is about."""

    order: Order


def look_up_order(session: Session) -> dict[str, object]:
    order = session.order
    return {"order": order.number, "paid": order.paid, "refunds": [refund.state for refund in order.refunds]}


def issue_refund(session: Session, amount: float, reason: str) -> Refund:
    """A proposal that waits for a person."""
    order = session.order
    if reason not in REASONS:
        raise Refused(f"{reason} is no reason that the policy names.")
    if not 0 < amount <= min(LIMIT, order.paid):
        raise Refused(f"{amount} EUR is more than may be refunded here.")
    if order.refunds:
        raise Refused("There is a refund for this order already.")
    refund = Refund(order.number, amount, reason)
    order.refunds.append(refund)
    return refund
