"""The past to figures: the evaluation replayed over the history. See docs/audit.md."""
