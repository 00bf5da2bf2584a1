"""A folder of Markdown files as a forge."""
