"""`readiness demo`: the main job on a generated model repository, with an embedded forge; no token, no
network."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import click

from readiness_bot.cli.errors import Command
from readiness_bot.demo.play import FORGE, PULL_REQUEST, Scene, play
from readiness_bot.demo.stories import DEFAULT, STORIES
from readiness_bot.demo.story import Story
from readiness_bot.forge.protocol import ForgeError
from readiness_bot.reading.errors import CannotRead
from readiness_bot.resources import texts
from readiness_bot.runs.errors import CannotDo, WrongUsage, told
from readiness_bot.runs.output import say
from readiness_bot.stopping import Stopped, held
from readiness_bot.text.words import full_day


@click.command("demo", cls=Command)
@click.argument(
    "directory", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path)
)
@click.option(
    "--example",
    type=click.Choice(list(STORIES)),
    default=DEFAULT,
    show_default=True,
    help="Whose story: a model's, an LLM application's or an agent's.",
)
def command(directory: Path | None, example: str) -> None:
    """Generate a model repository with five months of history, and run the bot on it.

    Everything is written to DIR, which must be new or empty; without DIR, to a new temporary folder.
    """
    if directory is not None and directory.exists() and any(directory.iterdir()):
        raise WrongUsage(f"{directory} is not empty; name a folder that is new.")
    new = directory is None or not directory.exists()
    story = STORIES[example]
    folder = directory or Path(tempfile.mkdtemp(prefix="readiness-demo-"))
    try:
        say(f"{story.told} from its first idea to go-live, followed by the bot. All of it is in {folder}\n")
        with told(ForgeError, CannotRead):
            for scene in play(folder, texts(f"examples/{example}"), story):
                say(_scene(scene))
    except FileNotFoundError as error:
        raise CannotDo(
            "git is not installed here, and the demo needs it to make a repository; install it."
        ) from error
    except OSError as error:
        raise CannotDo(f"{folder} cannot be written: {error.strerror}.") from error
    except Stopped:
        with held():
            _take_away(folder, new, story)
        raise
    say(_where(folder, story))


def _take_away(folder: Path, new: bool, story: Story) -> None:
    """Half of the story would be in the way of the next run; what else stands there is not ours."""
    for name in (story.example, FORGE):
        shutil.rmtree(folder / name, ignore_errors=True)
    if new:
        with suppress(OSError):
            folder.rmdir()


def _scene(scene: Scene) -> str:
    lines = [f"{full_day(scene.day):>12}  {scene.told}", f"{'':12}  {scene.answer}", f"{'':12}  {scene.did}."]
    return "\n".join(lines) + "\n"


def _where(folder: Path, story: Story) -> str:
    """Each line can be pasted into a shell as it is."""
    model, forge = shlex.quote(str(folder / story.example)), shlex.quote(str(folder / FORGE))
    return "\n".join(
        (
            "Look at",
            f"  {forge}/issues/          the issues, one file each",
            f"  {forge}/comments/{PULL_REQUEST:04}/   the comment on the pull request that came too early",
            f"  readiness check {model} --today 2026-11-20",
            f"  readiness check {model} --against too-early",
            f"  git -C {model} log --stat",
        )
    )
