"""`/readiness …` in a comment: what it says (`grammar`), what follows (`decide`), as data. Pure."""
