"""Where the last mile was lost: the evaluation replayed over the default branch's history. See docs/audit.md."""
