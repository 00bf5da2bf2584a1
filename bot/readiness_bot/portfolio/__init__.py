"""Many models as data: a row for each, the file of a scan, and what a portfolio says. Pure."""
