import pytest

from readiness_bot.scaffold.answers import ANSWERS, BY_SLOT, Answer, Refused, accept, slug


@pytest.mark.parametrize(
    ("slot", "text", "value"),
    [
        ("model", "churn-propensity", "churn-propensity"),
        ("owner", "mei-chen", "mei-chen"),
        ("owner", "@mei-chen", "mei-chen"),
        ("owner", " mei-chen ", "mei-chen"),
        ("team", "@acme/retention-ops", "acme/retention-ops"),
        ("developers", "ana-ruiz, @raj-patel,ana-ruiz", ("ana-ruiz", "raj-patel")),
        ("tier", "high", "high"),
        ("purpose", "Rank  subscribers\nby risk", "Rank subscribers by risk"),
    ],
)
def test_what_is_accepted(slot: str, text: str, value: str | tuple[str, ...]) -> None:
    assert accept(BY_SLOT[slot], text) == value


@pytest.mark.parametrize(
    ("slot", "text", "message"),
    [
        ("model", "Churn Propensity",
         "--model is 'Churn Propensity', which is not a short name; did you mean churn-propensity?"),
        ("model", "模型",
         "--model is '模型', which is not a short name; use lowercase letters, digits, '-', '_' and '.': churn-propensity"),
        ("model", "todo", "--model is 'todo', which is only a placeholder; leave it out instead"),
        ("owner", "", "--owner is '', which is only a placeholder; leave it out instead"),
        ("owner", "LOGIN", "--owner is 'LOGIN', which is only a placeholder; leave it out instead"),
        ("owner", "$(rm)", "--owner is '$(rm)', which is not a login; write one person's login, without '@': mei-chen"),
        ("owner", "@acme/ops", "--owner is '@acme/ops', which is not a login; write one person's login, without '@': mei-chen"),
        ("team", "mei-chen", "--team is 'mei-chen', which is not a team; write organisation/team: acme/retention-ops"),
        ("team", "@org/team #x", "--team is '@org/team #x', which is not a team; write organisation/team: acme/retention-ops"),
        ("purpose", "a\x1b[31m", "--purpose is 'a\\x1b[31m'; write one line of at most 300 characters"),
        ("purpose", "y" * 301, f"--purpose is '{'y' * 60}…'; write one line of at most 300 characters"),
        ("tier", "severe", "--tier is 'severe'; choose one of low, medium, high"),
        ("developers", " , ", "--developers names nobody; write one person's login, without '@': mei-chen"),
    ],
)  # fmt: skip
def test_what_is_refused_says_why_and_what_to_write(slot: str, text: str, message: str) -> None:
    with pytest.raises(Refused) as refused:
        accept(BY_SLOT[slot], text)
    assert str(refused.value) == message


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.slot)
def test_every_answer_has_a_place_in_the_convention(answer: Answer) -> None:
    assert answer.rules["meta"]["what"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("Churn Propensity", "churn-propensity"), ("modèle_2", "modele_2"), ("--x--", "x"), ("$(rm)", "rm"), ("模型", "")],
)
def test_a_short_name_from_any_text(text: str, name: str) -> None:
    assert slug(text) == name
