"""The audit as pages for people."""
