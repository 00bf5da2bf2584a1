"""Why a repository without a readiness/ folder looks like a model's, told by the names of its files. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SAVED = "onnx|safetensors|joblib|pkl|pickle|pt|pth|h5|keras|gguf|cbm|pmml"
_NAME = r"(?:[_-][A-Za-z0-9_-]{1,40})?"
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("a model package", re.compile(r"(?:.*/)?MLmodel")),
    ("a DVC pipeline", re.compile(r"(?:.*/)?dvc\.yaml")),
    ("a saved model", re.compile(rf".*\.(?:{_SAVED})(?:\.dvc)?")),
    ("training code", re.compile(rf"(?:.*/)?train(?:ing|er)?{_NAME}\.(?:py|R|ipynb)")),
    ("evaluation code", re.compile(rf"(?:.*/)?(?:evals?|evaluate|evaluation){_NAME}\.(?:py|R|ipynb|ya?ml)")),
    ("a model card", re.compile(r"(?:.*/)?(?:MODEL_CARD|model[_-]card)\.md")),
    ("prompts", re.compile(r"(?:.*/)?(?:prompts/[^/]+|[^/]+\.prompt(?:\.ya?ml)?|promptfooconfig\.ya?ml)")),
    ("a Kubeflow pipeline", re.compile(r"(?:.*/)?(?:kfp|pipeline_spec)[A-Za-z0-9_.-]*\.(?:ya?ml|json|py)")),
)
"""What, and the paths that say so. A name is a hint, no proof, and a roll-out tells the team which it was."""
TOPICS = frozenset(
    ("machine-learning", "ml-model", "mlops", "deep-learning", "llm", "llm-app", "ai-agent", "rag")
)
_ENOUGH = 3


def looks_like_model(paths: Iterable[str], topics: Iterable[str] = ()) -> str:
    """`training code (src/train.py), a saved model (model.onnx)`; empty where nothing says so.

    `paths`: the files from the repository's root, as many as are known.
    """
    found: dict[str, str] = {}
    for path in sorted(paths, key=lambda each: (each.count("/"), each)):
        for what, pattern in _SIGNS:
            if what not in found and pattern.fullmatch(path):
                found[what] = f"{what} ({path})"
    told = [found[what] for what, _ in _SIGNS if what in found]
    told += [f"the topic {topic}" for topic in sorted(topics) if topic in TOPICS]
    return ", ".join(told[:_ENOUGH])
