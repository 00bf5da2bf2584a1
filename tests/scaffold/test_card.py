import pytest

from readiness_bot.scaffold.card import intended_use

RANKS = "Ranks subscribers by churn risk once a week."


@pytest.mark.parametrize(
    ("card", "sentence"),
    [
        (f"# Churn\n\n## Intended use\n\n{RANKS} People call them.\n\n## Data\n", RANKS),
        (f"## Intended Uses & limitations\n{RANKS}\n", RANKS),
        (f"Intended use\n------------\n{RANKS}\n", RANKS),
        (f"## Uses\n\n### Direct Use\n\n{RANKS}\n", RANKS),
        ("## Intended use\nRanks subscribers\nby churn risk, weekly\n", "Ranks subscribers by churn risk, weekly"),
        ("## Intended use\nRanks customers, e.g. subscribers, by risk. More.\n", "Ranks customers, e.g. subscribers, by risk."),
        ("## Intended use\nRanks **subscribers** by `churn_risk`.\n", "Ranks subscribers by churn_risk."),
        (f"---\nlicense: mit\n---\n## Intended use\n<!-- who? -->\n\n{RANKS}\n", RANKS),
    ],
)
def test_the_first_sentence_is_quoted(card: str, sentence: str) -> None:
    assert intended_use(card) == sentence


@pytest.mark.parametrize(
    "card",
    [
        "",
        "# Churn\n\nRanks subscribers by churn risk once a week.\n",
        "## Intended use\n\n## Data\nSubscriptions of the last year, by day.\n",
        "## Intended use\n- ranking subscribers by churn risk\n- and calling them\n",
        "## Intended use\n1. ranking subscribers by churn risk\n",
        "## Intended use\n| use | user |\n|---|---|\n| ranking | people |\n",
        "## Intended use\n[More Information Needed]\n",
        "## Intended use\n<b>Ranks</b> subscribers by churn risk.\n",
        "## Intended use\nSee [the docs](docs/use.md) for what it is used for.\n",
        "## Intended use\nTBD\n",
        "## Intended use\n" + "very " * 100 + "long.\n",
        "```\n## Intended use\nRanks subscribers by churn risk once a week.\n```\n",
    ],
)
def test_what_cannot_stand_alone_is_left_out(card: str) -> None:
    assert intended_use(card) is None
