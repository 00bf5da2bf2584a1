"""`python -m readiness_bot`."""

from readiness_bot.cli import main

main()
