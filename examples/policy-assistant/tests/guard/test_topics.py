from guard.topics import CONTACT, handed_over


def test_legal_and_medical_questions_go_to_a_person():
    assert [handed_over(each) for each in ("Can I sue Acme?", "Which medication may I take?")] == [
        CONTACT,
        CONTACT,
    ]


def test_others_do_not():
    assert handed_over("How many days of leave do I have?") == ""
