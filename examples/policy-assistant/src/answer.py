"""One answer: find passages, ask the model, check what goes in and what comes out.

A sketch: the vendor is invented, so `ask` has nobody to call. What stands around it is real, and tested.
"""

from __future__ import annotations

from pathlib import Path

from guard.injection import quoted, without_orders
from guard.topics import handed_over
from search import Passage, Reader, search

PROMPTS = Path(__file__).resolve().parent.parent / "prompts"
MODEL = "auroralm/aria-2@2026-05-12"


def answer(question: str, reader: Reader, index: list[Passage]) -> str:
    if contact := handed_over(question):
        return contact
    passages = without_orders([passage.text for passage in search(question, reader, index)])
    prompt = (PROMPTS / "answer.md").read_text(encoding="utf-8")
    return ask(MODEL, f"{prompt}\n{quoted(passages)}\n\nQuestion: {question}")


def ask(model: str, prompt: str) -> str:
    raise NotImplementedError(f"{model} is invented; put your vendor's client here")
