"""Where issues, comments and pull requests live: one narrow protocol, its events, and two forges (`github/`,
`folder/`)."""
