"""`readiness init --kind`: each kind's own questions, what is found written down, and a kind raised later."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.models import TODAY
from tests.terminal import CTRL_C, typed

from readiness_bot.demo.repository import Repository

AGENT = {
    "requirements.txt": "openai-agents\n",
    "refunds/tools.py": "@function_tool\ndef refund(order: str) -> str: ...\n",
    "refunds/agents.py": 'MODEL = "gpt-5.2"\n',
    "prompts/answer.md": "Answer from the order alone.\n",
    "prompts/greet.md": "Greet.\r\n",
    "tools/refund.json": '{"name": "refund", "parameters": {}}\n',
}
LOOKS = "This looks like an agent (from openai-agents in requirements.txt, tools in refunds/tools.py, prompts in prompts/answer.md)"
PEOPLE = {
    "owner": "a-a",
    "backup": "b-b",
    "business-owner": "c-c",
    "team": "acme/x",
    "lead": "c-c",
    "signs-off": "d-d",
    "compliance": "e-e",
    "validation": "e-e",
    "model": "churn",
}
FORMS = [
    "`success` stays as it is, and an agent needs another form of it: it lacks `suite`, `size`, `judge` and `agreement` (`readiness explain contract.success`).",
    "contract.yaml: `evaluation` stays as it is, and an agent needs another form of it: it lacks `suite` (`readiness explain contract.evaluation`).",
    "governance.yaml: `datasets` stays as it is, and an agent needs another form of it: it lacks `readers` (`readiness explain governance.datasets`).",
    "governance.yaml: `logs` stays as it is, and an agent needs another form of it: it lacks `holds` and `removes` (`readiness explain governance.logs`).",
    "infrastructure.yaml: `capacity` stays as it is, and an agent needs another form of it: it lacks `caps` (`readiness explain infrastructure.capacity`).",
    "`prompts`, `models`, `tools` and `index`, and `digest` and `data` must go (`readiness explain infrastructure.artifact`).",
    "fallback.yaml: `monitors` stays as it is, and an agent needs another form of it: it lacks a row `safety` and a row `cost` (`readiness explain fallback.monitors`).",
    "fallback.yaml: `drill` stays as it is, and an agent needs another form of it: it lacks `switch` (`readiness explain fallback.drill`).",
]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "refunds")
    made.commit(AGENT, "Start", "ana-ruiz", TODAY)
    return made


@pytest.fixture
def plain(tmp_path: Path) -> Repository:
    made = Repository.create(tmp_path / "churn")
    made.commit({"requirements.txt": "scikit-learn\n", "train.py": "import sklearn\n"}, "Start", "ana-ruiz", TODAY)
    return made


def read(repository: Repository, name: str) -> str:
    return (repository.path / "readiness" / name).read_text()


def everything(readiness: Readiness, folder: Path) -> str:
    """Each thing that is open before production."""
    return readiness("check", folder, "--for", "production", "--format", "json").out


def test_without_a_terminal_it_stays_a_model_and_says_what_it_looks_like(readiness: Readiness, repository: Repository) -> None:
    out = readiness("init", repository.path).out
    assert f"{LOOKS}. If that is what goes live, remove readiness/ again and run `readiness init --kind agent`." in out
    assert "kind:" not in read(repository, "contract.yaml")
    assert "artifact.prompts" not in out


def test_check_says_it_too_before_there_is_anything(readiness: Readiness, repository: Repository) -> None:
    assert f"{LOOKS}: `readiness init --kind agent`." in readiness("check", repository.path).out


def test_whoever_says_a_model_hears_nothing_of_it(readiness: Readiness, repository: Repository) -> None:
    out = readiness("init", repository.path, "--kind", "model").out
    assert "looks like" not in out
    assert "--kind was not written" not in out


@pytest.mark.parametrize("command", ["init", "check"])
def test_a_model_sees_no_new_line(readiness: Readiness, plain: Repository, command: str) -> None:
    out = readiness(command, plain.path).out
    assert "kind" not in out
    assert "looks like" not in out


@pytest.mark.parametrize("tier", ["low", "medium", "high"])
@pytest.mark.parametrize("kind", ["model", "llm-app", "agent"])
def test_a_scaffold_of_each_kind_has_nothing_wrong_and_lacks_nothing(readiness: Readiness, repository: Repository, kind: str, tier: str) -> None:
    readiness("init", repository.path, "--kind", kind, "--tier", tier)
    assert "wrong in the readiness files" not in readiness("check", repository.path, "--for", "production").out
    assert readiness("init", repository.path).out.startswith("Nothing to do")
    assert readiness("upgrade", repository.path).out.startswith("Nothing to do")


@pytest.mark.parametrize("kind", ["model", "llm-app", "agent"])
def test_at_low_tier_nine_flags_leave_one_gap(readiness: Readiness, repository: Repository, kind: str) -> None:
    out = readiness("init", repository.path, "--kind", kind, "--tier", "low", *(word for name, value in PEOPLE.items() for word in (f"--{name}", value))).out
    assert "The first push to main opens 1 issue, and an overview of everything:" in out
    assert "3 of 4 done" in readiness("check", repository.path).out


def test_the_prompts_and_schemas_are_named_with_the_digest_that_the_check_computes(readiness: Readiness, repository: Repository) -> None:
    out = readiness("init", repository.path, "--kind", "agent").out
    text = read(repository, "infrastructure.yaml")
    assert "    files: [prompts/answer.md, prompts/greet.md]\n" in text
    assert "    files: [tools/refund.json]\n" in text
    assert "names 2 files at artifact.prompts, found by their names, with the digest" in out
    assert "have changed" not in everything(readiness, repository.path)
    (repository.path / "prompts" / "answer.md").write_text("Answer anything.\n")
    assert "The prompts have changed: their digest is" in everything(readiness, repository.path)


def test_what_changes_before_the_first_version_is_no_other_release(readiness: Readiness, repository: Repository) -> None:
    readiness("init", repository.path, "--kind", "agent")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "-m", "Add readiness")
    path = repository.path / "readiness" / "infrastructure.yaml"
    path.write_text(path.read_text().replace('digest: "sha256:', 'digest: "sha256:0'))
    repository.git("commit", "--quiet", "--all", "-m", "Another digest")
    assert "the version is still" not in everything(readiness, repository.path)


def test_tools_that_code_defines_are_said(readiness: Readiness, repository: Repository) -> None:
    (repository.path / "tools" / "refund.json").unlink()
    out = readiness("init", repository.path, "--kind", "agent").out
    assert "Tools are defined in refunds/tools.py: artifact.tools takes the files that the release uses." in out
    assert "    files: [PATH]\n" in read(repository, "infrastructure.yaml")


def test_a_name_without_a_date_is_said_and_never_written(readiness: Readiness, repository: Repository) -> None:
    out = readiness("init", repository.path, "--kind", "agent").out
    assert "Models whose names no date pins: gpt-5.2 in refunds/agents.py:1." in out
    assert "gpt-5.2" not in read(repository, "infrastructure.yaml")


def test_more_than_twenty_prompts_stay_a_place_to_fill_in(readiness: Readiness, repository: Repository) -> None:
    repository.commit({f"prompts/{n}.md": "x" for n in range(20)}, "More", "ana-ruiz", TODAY)
    readiness("init", repository.path, "--kind", "llm-app")
    assert 'files: [PATH]\n    digest: "DIGEST"\n' in read(repository, "infrastructure.yaml")


def test_many_stand_one_below_the_other(readiness: Readiness, repository: Repository) -> None:
    repository.commit({f"prompts/of/the/{n}.md": "x" for n in range(3)}, "More", "ana-ruiz", TODAY)
    readiness("init", repository.path, "--kind", "llm-app")
    assert "    files:\n      - prompts/answer.md\n      - prompts/greet.md\n      - prompts/of/the/0.md\n" in read(repository, "infrastructure.yaml")


def test_a_second_model_names_its_prompts_from_the_root(readiness: Readiness, repository: Repository) -> None:
    repository.commit({"models/b/prompts/b.md": "x"}, "More", "ana-ruiz", TODAY)
    readiness("init", folder := repository.path / "models" / "b", "--kind", "llm-app")
    assert "files: [models/b/prompts/b.md]\n" in (folder / "readiness" / "infrastructure.yaml").read_text()
    assert "have changed" not in (out := everything(readiness, folder))
    assert "no such file" not in out


def test_a_kind_given_later_adds_its_line_and_its_blocks_and_says_what_stays(readiness: Readiness, repository: Repository) -> None:
    readiness("init", repository.path, "--kind", "model")
    before = {path.name: path.read_text() for path in (repository.path / "readiness").iterdir()}
    out = readiness("init", repository.path, "--kind", "agent").out
    assert "kind: agent" in read(repository, "contract.yaml")
    assert "governance.yaml       red_team, oversight, transparency" in out
    assert "infrastructure.yaml   tools, guardrails, evals" in out
    assert [told for told in FORMS if told not in out] == []
    for name, text in before.items():
        left = [line for line in text.splitlines() if line not in read(repository, name).splitlines()]
        assert [line for line in left if not line.startswith("# yaml-language-server")] == []


@pytest.mark.parametrize("command", ["init", "upgrade"])
def test_a_kind_raised_in_the_contract_adds_what_is_missing(readiness: Readiness, repository: Repository, command: str) -> None:
    readiness("init", repository.path, "--kind", "llm-app")
    contract = repository.path / "readiness" / "contract.yaml"
    contract.write_text(contract.read_text().replace("kind: llm-app", "kind: agent"))
    out = readiness(command, repository.path).out
    assert "infrastructure.yaml   tools, the address of its schema" in out
    assert "`artifact` stays as it is, and an agent needs another form of it: it lacks `tools`" in out
    assert "docs/schema/agent/fallback.schema.json" in read(repository, "fallback.yaml")


@pytest.mark.parametrize(("broken", "adds"), [("model: [\n", False), ("kind: agent\nmodel: [\n", True)])
def test_a_contract_that_cannot_be_read_decides_by_its_line(readiness: Readiness, repository: Repository, broken: str, adds: bool) -> None:
    readiness("init", repository.path, "--kind", "model")
    (repository.path / "readiness" / "contract.yaml").write_text(broken)
    readiness("init", repository.path, "--kind", "agent")
    assert ("guardrails" in read(repository, "infrastructure.yaml")) is adds


def test_another_kind_than_the_contracts_is_not_written(readiness: Readiness, repository: Repository) -> None:
    readiness("init", repository.path, "--kind", "llm-app")
    assert "--kind was not written: contract.yaml was there already. Write it at `kind`." in readiness("init", repository.path, "--kind", "agent").out
    assert "kind: llm-app" in read(repository, "contract.yaml")


def test_on_a_terminal_the_kind_is_asked_after_the_tier_with_what_it_looks_like(repository: Repository) -> None:
    screen = typed(repository.path, ["init"], [("tier [medium]:", "low"), ("kind [agent]:", "l"), ("production owner:", CTRL_C)]).screen
    asked = screen[screen.index("What goes live here?") :].splitlines()[1:5]
    assert [line.split("   ")[0].split()[0] for line in asked[:3]] == ["model", "llm-app", "agent"]
    assert asked[3].strip().startswith("It looks like an agent (from openai-agents in requirements.txt, tools in refunds/tools.py")


def test_and_a_model_is_not_asked(plain: Repository) -> None:
    screen = typed(plain.path, ["init"], [("tier [medium]:", "low"), ("production owner:", CTRL_C)]).screen
    assert "What goes live here?" not in screen
