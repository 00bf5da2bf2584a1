"""Questions that a person answers."""

from __future__ import annotations

import re

_ADVICE = re.compile(r"\b(?:sue|lawyer|court|diagnos\w*|medication|symptoms?|pregnant)\b", re.IGNORECASE)
CONTACT = "Please ask the HR contact of your site: this needs a person."


def handed_over(question: str) -> str:
    """What is said instead of an answer; empty where the question may go to the model."""
    return CONTACT if _ADVICE.search(question) else ""
