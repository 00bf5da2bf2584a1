import pytest
from tools import Order, Refused, Session, issue_refund


@pytest.mark.parametrize("amount", [-5, 0, 200.01, 90])
def test_more_than_the_policy_or_the_order_allows(amount):
    with pytest.raises(Refused):
        issue_refund(Session(Order("A-1", paid=80)), amount, "damaged")


def test_a_second_refund():
    session = Session(Order("A-1", paid=80))
    assert issue_refund(session, 20, "damaged").state == "pending"
    with pytest.raises(Refused):
        issue_refund(session, 20, "damaged")


def test_a_reason_of_its_own():
    with pytest.raises(Refused):
        issue_refund(Session(Order("A-1", paid=80)), 20, "the customer is angry")
