"""`readiness init`: what a repository already says, and the files to write."""
