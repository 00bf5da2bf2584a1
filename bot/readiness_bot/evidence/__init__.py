"""Sign-offs that can be trusted: what the files state, against what the forge recorded. Pure; the forge is read elsewhere."""
