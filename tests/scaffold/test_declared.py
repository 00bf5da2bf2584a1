"""What a repository declares that it needs; whatever stands there, no more than names come of it."""

from __future__ import annotations

import pytest

from readiness_bot.scaffold.declared import declares, libraries
from readiness_bot.scaffold.sources import Text

PYPROJECT = """
[project]
dependencies = ["openai>=1", "pydantic"]
[project.optional-dependencies]
serve = ["fastapi"]
test = ["deepeval"]
[dependency-groups]
dev = ["ragas"]
[tool.poetry.dependencies]
litellm = "^1"
"""
DECLARED = [
    ("requirements.txt", "# models\nopenai==1.2  # client\n-r base.txt\nlangchain-openai[all]>=1\n", ["openai", "langchain-openai"]),
    ("api/requirements.in", "litellm\n", ["litellm"]),
    ("pyproject.toml", PYPROJECT, ["openai", "pydantic", "fastapi", "litellm"]),
    ("package.json", '{"dependencies": {"ai": "^5"}, "devDependencies": {"evalite": "1"}}', ["ai"]),
    ("environment.yml", "dependencies:\n  - python=3.11\n  - conda-forge::faiss-cpu\n  - pip:\n      - crewai\n", ["python", "faiss-cpu", "crewai"]),
    ("setup.cfg", "[options]\ninstall_requires =\n  openai\n  numpy>=2\n", ["openai", "numpy"]),
    ("Pipfile", '[packages]\nanthropic = "*"\n', ["anthropic"]),
]


@pytest.mark.parametrize(("path", "text", "names"), DECLARED, ids=[path for path, *_ in DECLARED])
def test_what_a_file_declares(path: str, text: str, names: list[str]) -> None:
    assert declares(path)
    assert list(libraries(Text(path, text))) == names


@pytest.mark.parametrize("path", ["requirements-dev.txt", "requirements/test.txt", "docs-requirements.txt", "notes.txt", "tsconfig.json", "poetry.lock"])
def test_what_declares_nothing_that_runs(path: str) -> None:
    assert not declares(path)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", "[" * 100_000),
        ("package.json", '{"dependencies": ["openai", 7]}'),
        ("package.json", '{"dependencies": null}'),
        ("package.json", "7"),
        ("pyproject.toml", "project = 7"),
        ("pyproject.toml", '[project]\ndependencies = [7, {}]\noptional-dependencies = ["openai"]'),
        ("pyproject.toml", "x = " + "[" * 100_000),
        ("pyproject.toml", "[tool]\npoetry = []"),
        ("Pipfile", "packages = 'openai'"),
        ("setup.cfg", "no section"),
        ("setup.cfg", "[options]\ninstall_requires = %(x)s"),
        ("environment.yml", "dependencies: {pip: [openai]}"),
        ("environment.yml", "dependencies:\n  - 7\n  - pip: openai\n  - [openai]\n"),
        ("environment.yml", "&a [*a, *a]"),
        ("requirements.txt", "\x00\x00\n-e .\n=openai\n"),
    ],
)
def test_an_odd_shape_declares_nothing(path: str, text: str) -> None:
    assert list(libraries(Text(path, text))) == []
