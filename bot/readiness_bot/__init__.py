"""Readiness-bot: the organisational half of shipping a model, as files that a bot follows up."""

__version__ = "1.0.0"
