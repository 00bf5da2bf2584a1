"""`/readiness …` in a comment: the grammar, and the waiver that it may ask for."""
