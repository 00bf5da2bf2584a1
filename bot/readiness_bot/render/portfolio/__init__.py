"""A portfolio for people and programs, one module a format. No analysis here."""
