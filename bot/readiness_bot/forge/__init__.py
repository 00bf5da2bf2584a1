"""Where issues, comments, statuses and pull requests live: one narrow protocol, its events, and two forges
(`github/`, `folder/`)."""
