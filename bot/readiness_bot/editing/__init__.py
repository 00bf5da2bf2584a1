"""Changes to a readiness file that leave the rest of it, to the byte, as its people wrote it. Pure."""
