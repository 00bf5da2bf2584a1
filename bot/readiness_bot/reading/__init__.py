"""From bytes to data: working trees, revisions, YAML and Markdown. The I/O of this package stays in `source*.py` and `git.py`."""
