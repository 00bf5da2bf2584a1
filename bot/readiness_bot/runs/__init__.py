"""What the bot does: one handler an event."""
