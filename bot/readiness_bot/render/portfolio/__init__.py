"""The portfolio's pages: no analysis here."""
