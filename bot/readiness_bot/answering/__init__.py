"""`readiness answer`: which questions are open, in which order, and what an answer changes in which file."""
