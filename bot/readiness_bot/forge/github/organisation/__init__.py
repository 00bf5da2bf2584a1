"""The repositories of an organisation, read by GitHub's API without a checkout, many in one query."""
