"""What is missing, and what a change may not do: evaluate, report, compare, gate, the rules between base and
head."""
