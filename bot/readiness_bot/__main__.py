"""`readiness`, and `python -m readiness_bot`."""

from __future__ import annotations

import gc
from contextlib import suppress

from readiness_bot.stopping import Stopped, listen, over


def main() -> None:
    """Run the command line. Whoever stops it, at whichever moment, is told so in one sentence."""
    listen()
    gc.disable()  # what is imported stays, so that looking through it again and again is for nothing
    try:
        from readiness_bot.cli import main as run  # takes a while, in which somebody may stop it

        run()
    except Stopped:
        over()
        from readiness_bot.runs.output import say

        with suppress(OSError):  # the terminal may be gone
            say("\nStopped before it was done. Run it again.", err=True)
        raise
    finally:
        over()


if __name__ == "__main__":
    main()
