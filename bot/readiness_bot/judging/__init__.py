"""What is missing, and what a change may not do: the convention against a snapshot."""
