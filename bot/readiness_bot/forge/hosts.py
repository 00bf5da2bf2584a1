"""Which server, and which bot, is meant where the environment names none."""

from __future__ import annotations

DEFAULT_API = "https://api.github.com"
DEFAULT_SERVER = "https://github.com"
DEFAULT_BOT = "github-actions[bot]"
RAW = "https://raw.githubusercontent.com"
"""Where a public repository's files are served as they are, to editors and to CI."""
