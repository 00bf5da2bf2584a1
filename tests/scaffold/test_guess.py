"""Which kind a repository looks like: a file or two of it, and the sentence that comes of them."""

from __future__ import annotations

import pytest

from readiness_bot.scaffold.code import is_aside, is_prompt, wanted
from readiness_bot.scaffold.guess import guess, undated
from readiness_bot.scaffold.sources import Code, Text

TOOLS = ("tools.py", "@function_tool\ndef refund(order: str) -> str: ...\n" * 3)
SCHEMA = ("schema.py", 'BASH = {"type": "function", "name": "bash"}\n')


def seen(*files: tuple[str, str]) -> Code:
    """A repository of these files."""
    names = wanted((path for path, _ in files), "")
    texts = [Text(path, text) for path, text in files]
    return Code(
        tuple(text for text in texts if text.path in names.manifests),
        tuple(text for text in texts if text.path in names.sources),
        {path: text.encode() for path, text in files if path in names.prompts},
    )


LOOKS = [
    ([("requirements.txt", "openai\n")], "an LLM application (from openai in requirements.txt)"),
    ([("app.py", "import anthropic\n")], "an LLM application (from anthropic in app.py)"),
    ([("app.py", "from google.genai import types\n")], "an LLM application (from google-genai in app.py)"),
    ([("app.py", "import boto3\nboto3.client('bedrock-runtime')\n")], "an LLM application (from bedrock-runtime in app.py)"),
    ([("package.json", '{"dependencies": {"@ai-sdk/openai": "1"}}')], "an LLM application (from @ai-sdk/openai in package.json)"),
    ([("lib/chat.ts", "import { run } from '@openai/agents/realtime'\n")], "an LLM application (from @openai/agents in lib/chat.ts)"),
    ([("Pipfile", "packages.Langchain_OpenAI = 1\n"), ("prompts/a.md", "Be kind.")], "an LLM application (from Langchain_OpenAI in Pipfile, prompts in prompts/a.md)"),
    ([("requirements.txt", "openai-agents\n"), TOOLS], "an agent (from openai-agents in requirements.txt, tools in tools.py)"),
    ([("requirements.txt", "litellm\n"), SCHEMA], "an agent (from litellm in requirements.txt, tools in schema.py)"),
    ([("package.json", '{"dependencies": {"ai": "5"}}'), ("w.ts", "export const w = tool({\n")], "an agent (from ai in package.json, tools in w.ts)"),
    # A framework without a tool of its own, and a search in an index, only answer.
    ([("requirements.txt", "langgraph\n")], "an LLM application (from langgraph in requirements.txt)"),
    ([("Pipfile", "packages = {agno = 1, pgvector = 1}\n"), ("search.py", "function_tool(search)\n")], "an LLM application (from agno in Pipfile, pgvector in Pipfile)"),
    # A decorator of that name without a framework is somebody's own.
    ([("requirements.txt", "openai\n"), ("cli.py", "@tool\ndef main() -> None: ...\n")], "an LLM application (from openai in requirements.txt)"),
    ([("requirements.txt", "openai\nscikit-learn\n")], "a model (from scikit-learn in requirements.txt), and like an LLM application (from openai in requirements.txt)"),
    ([("requirements.txt", "openai\n"), ("train.py", "fit()\n")], "a model (from training in train.py), and like an LLM application (from openai in requirements.txt)"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "told"), LOOKS, ids=[told for _, told in LOOKS])
def test_what_it_looks_like(files: list[tuple[str, str]], told: str) -> None:
    found = guess(seen(*files))
    assert found is not None
    assert found.told == told
    assert found.default == ("model" if found.trains else found.kind)


@pytest.mark.parametrize(
    "files",
    [
        [],
        [("requirements.txt", "scikit-learn\ntorch\ntransformers\nmcp\ngoogle-cloud-aiplatform\nelasticsearch\n")],
        [("requirements.txt", "faiss-cpu\n"), ("prompts/answer.md", "Be kind.")],
        [("requirements-dev.txt", "openai\n")],
        [("tests/test_app.py", "import openai\n"), ("evals/run.py", "import openai\n"), ("docs/chat.py", "import openai\n")],
        [("node_modules/x/package.json", '{"dependencies": {"openai": "1"}}'), (".claude/tools.py", "import anthropic\n")],
        [("app.py", "import boto3\nimport agents\n# import openai\n")],
        [("app.ts", "import x from './ai'\n")],
    ],
)
def test_what_says_nothing(files: list[tuple[str, str]]) -> None:
    assert guess(seen(*files)) is None


def test_a_sign_moves_no_cursor() -> None:
    assert "\x1b" not in str(guess(seen(("a\x1b[2Jb.py", "import openai\n"))))


@pytest.mark.parametrize(
    "path",
    ["chat.prompty", "src/prompts/answer.txt", "prompts.py", "src/agent_prompts.ts", "system_prompt.md", "config/prompt.yaml", "prompts/system.py"],
)  # fmt: skip
def test_a_prompt_by_its_name(path: str) -> None:
    assert is_prompt(path)
    assert not is_aside(path)


@pytest.mark.parametrize(
    "path", ["prompt_user.py", "push_system_prompt.py", "prompts/__init__.py", "prompt_utils.py", "promptly.md", "prompts/README.md", "my prompts.txt"]
)
def test_what_only_talks_of_prompts(path: str) -> None:
    assert not is_prompt(path)


def test_more_than_twenty_prompts_are_none() -> None:
    assert wanted([f"prompts/{n}.md" for n in range(20)], "").prompts != ()
    assert wanted([f"prompts/{n}.md" for n in range(21)], "").prompts == ()


def test_only_the_models_own_folder_counts() -> None:
    assert wanted(["models/a/app.py", "models/b/app.py", "app.py"], "models/a/").sources == ("models/a/app.py",)


def test_names_that_no_date_pins() -> None:
    code = seen(("app.py", 'A = "gpt-5.2"\nB = "gpt-4o-2024-08-06"\nC = "openai:gpt-4.1"\nD = "claude-sonnet-4-5-20250929"\nE = "gpt-5.2"\n'))
    assert list(map(str, undated(code))) == ["gpt-5.2 in app.py:1", "gpt-4.1 in app.py:3"]
