"""Whether a pull request has to do with readiness."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.models import Edit, edited, example, without

from readiness_bot.convention.touching import touches

ADDED: Edit = ("infrastructure", "code: infra/churn.tf", "code: src")


@pytest.mark.parametrize(
    "path",
    [
        "readiness/contract.yaml", "readiness/notes/any.txt", "readiness", ".github/readiness.yaml", "MODEL_CARD.md",
        "api/scores.v1.json", "infra/churn.tf", "docs/lineage.md", "reports/eval-1.4.0.md",
    ],
)  # fmt: skip
def test_it_does(path: str) -> None:
    assert touches({"unrelated.py", path}, example(), example())


@pytest.mark.parametrize(
    "path",
    [
        "src/train.py", "README.md", "api/scores.v2.json", "docs/other.md", "data/rows.csv", "batch/job.py", "other/readiness/contract.yaml",
        ".github/workflows/ci.yml", "infra/churn.tf.bak", "readiness.md", "",
    ],
)  # fmt: skip
def test_it_does_not(path: str) -> None:
    assert not touches({path}, example(), example())


def test_nothing_is_changed() -> None:
    assert not touches((), example(), example())


def test_a_folder_that_is_named_has_all_that_is_below() -> None:
    assert touches({"src/deep/train.py"}, example(), edited(example(), ADDED))


def test_what_only_the_base_names_counts_too() -> None:
    assert touches({"infra/churn.tf"}, example(), edited(example(), ADDED))


def test_a_word_alone_is_a_path_only_where_one_is_expected() -> None:
    """`kind: data` is no folder; `code: src` is one."""
    head = edited(example(), ADDED)
    assert not touches({"data/rows.csv", "drift/x", "batch/x", "medium/x"}, head, head)


@pytest.mark.parametrize("written", ["./src", "src/", "/src", "src#L5"])
def test_however_it_is_written(written: str) -> None:
    assert touches({"src/train.py"}, example(), edited(example(), ("infrastructure", "code: infra/churn.tf", f'code: "{written}"')))


@pytest.mark.parametrize("written", ["..", ".", "/", "../src", "https://acme.test/src", "#x", '""'])
def test_what_is_no_path_inside_names_nothing(written: str) -> None:
    head = edited(example(), ("infrastructure", "code: infra/churn.tf", f"code: {written!r}"))
    assert not touches({"src/train.py"}, head, head)


def test_a_path_in_the_runbook() -> None:
    head = edited(example(), ("runbook", "## Fall back", "See [the script](tools/back.sh), and `tools/more/`.\n\n## Fall back"))
    assert touches({"tools/back.sh"}, example(), head)
    assert touches({"tools/more/x.sh"}, example(), head)


def test_without_a_model_card_the_readme_is_one() -> None:
    assert touches({"README.md"}, without(example(), "MODEL_CARD.md"), example())


def test_a_model_in_a_folder_has_its_own_files() -> None:
    model = replace(example(), prefix="models/churn/")
    assert touches({"models/churn/readiness/contract.yaml"}, model, model)
    assert touches({"models/churn/infra/churn.tf"}, model, model)
    assert touches({"infra/churn.tf"}, model, model)
    assert touches({".github/readiness.yaml"}, model, model)
    assert not touches({"readiness/contract.yaml", "MODEL_CARD.md", "models/other/readiness/contract.yaml"}, model, model)


def test_files_that_cannot_be_read_name_nothing_and_stop_nothing() -> None:
    broken = edited(example(), ("infrastructure", "", "a: [\n"), ("runbook", "", "\x00\xff"))
    assert touches({"readiness/infrastructure.yaml"}, broken, broken)
    assert not touches({"src/train.py"}, broken, broken)
