"""What is missing, and what a change may not do: evaluate, report, both sides of a change, compare, gate, the
rules between base and head."""
