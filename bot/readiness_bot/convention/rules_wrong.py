"""What makes a file *wrong*, at every stage: the rules behind the findings that belong to no item."""

WRONG: dict[str, str] = {
    "syntax": "The file cannot be read as YAML (or as Markdown with front matter). Its items are unknown until it can.",
    "refused": "The file is not taken: a symbolic link, a submodule, an LFS pointer, or too large.",
    "unknown-key": "The key is none that the convention knows; mostly a typing mistake, which would silently not count.",
    "unknown-file": "The file is none of the six, nor the settings; mostly a typing mistake in its name or suffix, so that nobody reads it.",
    "unknown-item": "A waiver names an item that does not exist, so that it would waive nothing.",
    "type": "The value is of another kind than the key takes: a word for a date, a list for a login.",
    "value": "The value is none of the words that the key takes.",
    "more": "More than a hundred things are wrong in the file; the first hundred are shown.",
}
"""Rule → what it means, in a sentence or two."""
