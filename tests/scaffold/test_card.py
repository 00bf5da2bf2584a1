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
        (f"# Intended use\n\n{RANKS}\n\n# Data\n", RANKS),
        (f"## 1. Intended Use\n\n{RANKS}\n", RANKS),
        (f"## 🎯 Intended purpose\n\n{RANKS}\n", RANKS),
        (
            "## Intended use\nEstimates monthly rents in the U.S. and Canada for internal planning only, never for quotes.\n",
            "Estimates monthly rents in the U.S. and Canada for internal planning only, never for quotes.",
        ),
        (
            "## Intended use\nThe model of Smith et al. (2019) ranks tickets by urgency for the support team.\n",
            "The model of Smith et al. (2019) ranks tickets by urgency for the support team.",
        ),
        ("## Intended use\nScores loans as Dr. Meier and Prof. Weber proposed. More.\n", "Scores loans as Dr. Meier and Prof. Weber proposed."),
        ("## Intended use\nIt takes v1.2 scores, approx. 5 a day. More.\n", "It takes v1.2 scores, approx. 5 a day."),
        (
            "## Intended Use\n**Intended Use Cases** This model is intended for commercial use in English. It is small.\n",
            "This model is intended for commercial use in English.",
        ),
        ("## Intended Use\n**Primary use:** ranks tickets by their urgency.\n", "ranks tickets by their urgency."),
        ("## Intended Use\n**Churn-Net** ranks subscribers by risk of leaving.\n", "Churn-Net ranks subscribers by risk of leaving."),
        ("## 用途\n\n## Intended use\n按流失风险对订阅者进行每周排序以便客服人员致电。其他内容。\n", "按流失风险对订阅者进行每周排序以便客服人员致电。"),
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
        "## Intended use\n\nMore information needed\n",
        "## Intended use\n\nMore information is needed.\n",
        '## Intended use\n\n{{ direct_use | default("[More Information Needed]", true) }}\n',
        "## Intended use\nThis model is not intended for any production use.\n",
        "## Intended use\nThis model should not be used to decide about people.\n",
        "## Intended use\nIt isn't meant for use outside of research at all.\n",
        "## Intended use\nNot for production; it is a demonstration only.\n",
        "## Out-of-scope use\nDeciding about people who cannot object to it.\n",
        "## Unintended use\nDeciding about people who cannot object to it.\n",
        "## Intended use\nEstimates monthly rents in the U.S. Canada is left out of it.\n",
        "## Intended use\nMade for the retail teams of Acme Inc. They call people.\n",
        "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
        "## Intended use\n" + "very " * 100 + "long.\n",
        "```\n## Intended use\nRanks subscribers by churn risk once a week.\n```\n",
    ],
)
def test_what_cannot_stand_alone_is_left_out(card: str) -> None:
    assert intended_use(card) is None


def test_how_to_install_it_is_no_purpose() -> None:
    assert intended_use("## Uses\n\n### Direct Use for Inference\n\nFirst install the library that loads it:\n") is None
    assert intended_use("## Direct Use\n\nThe models can be used without tuning, to get results:\n- on depth\n") is None
