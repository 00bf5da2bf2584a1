"""What the bot does: a `Run` made once, one handler an event, one way to publish."""
