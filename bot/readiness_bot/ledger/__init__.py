"""The record of evaluations: what a line holds, what it is good for later, and whether git still agrees with
it."""
