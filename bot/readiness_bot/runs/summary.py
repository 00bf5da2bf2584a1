"""The job summary of a workflow: 1 MiB a step."""

from __future__ import annotations

import os
from pathlib import Path

from readiness_bot.runs.output import say
from readiness_bot.stopping import held
from readiness_bot.text.escape import command as command_line
from readiness_bot.text.markup import Markdown


def summarise(text: Markdown) -> None:
    """Below what stands there already; nothing outside a workflow.

    That it could not be written is a warning.
    """
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with held(), Path(path).open("a", encoding="utf-8") as file:
            file.write(text + "\n")
    except OSError as error:
        say(command_line("warning", f"The job summary could not be written: {error.strerror}"))
