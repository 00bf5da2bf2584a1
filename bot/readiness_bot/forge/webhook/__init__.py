"""Messages to people by a webhook: one request each, and nothing is read back."""
