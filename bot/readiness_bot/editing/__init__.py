"""One place of a YAML file changed, all else left to the byte, and proven by parsing."""
