"""Bytes to data: working trees, commits, YAML and Markdown with line and column, git.

`git/` is the one wrapper for git.
"""
