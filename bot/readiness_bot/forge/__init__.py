"""Where issues and comments live: one narrow protocol, and two implementations of it."""
