from agent import Call, run
from tools import Order, Session


def test_a_refund_is_for_the_order_of_the_session():
    session = Session(Order("A-1", paid=80))
    calls = iter([Call("issue_refund", {"amount": 30, "reason": "damaged"}), Call(text="done")])
    assert run(session, lambda seen: next(calls)) == "done"
    assert [refund.order for refund in session.order.refunds] == ["A-1"]


def test_another_order_cannot_be_named():
    session = Session(Order("A-1", paid=80))
    calls = iter(
        [Call("issue_refund", {"order": "B-2", "amount": 30, "reason": "damaged"}), Call(text="done")]
    )
    run(session, lambda seen: next(calls))
    assert session.order.refunds == []
