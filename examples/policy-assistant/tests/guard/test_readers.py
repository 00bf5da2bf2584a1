from search import Passage, Reader, search

INDEX = [Passage("Working hours are flexible."), Passage("Working hours in Graz end at four.", site="graz")]


def test_an_agreement_is_shown_to_its_site():
    assert len(search("working hours", Reader(frozenset({"graz"})), INDEX)) == 2


def test_it_is_not_shown_to_another():
    assert search("working hours in Graz", Reader(frozenset({"ulm"})), INDEX) == INDEX[:1]
