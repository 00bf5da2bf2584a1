"""Which server is meant where the environment names none: a person's terminal, outside an Action."""

from __future__ import annotations

DEFAULT_API = "https://api.github.com"
DEFAULT_SERVER = "https://github.com"
