"""Reads from GitHub what the judge of sign-offs asks for."""
