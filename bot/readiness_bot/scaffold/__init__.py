"""`readiness init`: what can be inferred, and the files that are written."""
