"""Many repositories: scan them, put the parts together, and go to them with pull requests."""
