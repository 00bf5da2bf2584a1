"""One folder a readiness file, one module an item."""
