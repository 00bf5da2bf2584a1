"""What a model was at the base of a fork's pull request, wherever its folder stood there: the rule of
`runs/former.py`, by the API."""

from __future__ import annotations

from readiness_bot.forge.github.client import Client
from readiness_bot.forge.github.objects import Listing, NoSuchThing, Objects
from readiness_bot.forge.github.snapshot import Side, read_sides
from readiness_bot.reading.moved import CONTRACT, came_from, is_contract, model_of, named
from readiness_bot.reading.snapshot import Snapshot
from readiness_bot.reading.tree import refusal

UNSEEN = (
    "Whether the model's folder was another one before cannot be told: the repository has more files, or"
    " models, than are read."
)
_MOST = 5
"""Folders that it may have come from: whoever writes the pull request must not use up the token's
requests."""


def former_sides(
    client: Client, base: Side, head: Side, before: Snapshot, after: Snapshot
) -> tuple[list[Snapshot], str]:
    """The one to compare with first; and why that may not be all, or nothing. Raises ForgeError.

    Where the same folder holds a model of the same name, nothing more is asked for.
    """
    name = named(after)
    if name is not None and named(before) == name:
        return [before], ""
    here = Objects(client, base.repository)
    then, now = here.all_files(base.commit), _all_files(here, client, head)
    if then is None or now is None:
        return [before], UNSEEN
    stood: dict[str, bool] = {}
    for path, entry in then.files.items():
        folder = path.removesuffix(CONTRACT)
        if is_contract(path) and folder != before.prefix:
            content = here.blob(entry.oid) if refusal(entry) is None else b""
            if content is None:
                return [before], UNSEEN
            stood[folder] = model_of(content) == name is not None
    gone = [folder for folder in stood if folder + CONTRACT not in now.files]
    folders = came_from(stood, gone)
    if len(folders) > _MOST:
        return [before], UNSEEN
    found = [read_sides(client, [base], folder)[0] for folder in folders]
    return ([before, *found] if before.has_own("readiness") or not found else found), ""


def _all_files(here: Objects, client: Client, side: Side) -> Listing | None:
    try:
        return here.all_files(side.commit)
    except NoSuchThing:
        return Objects(client, side.repository).all_files(side.commit)
