"""`readiness init`: what a repository already says, and the files to write. Pure but for read, write and templates."""
