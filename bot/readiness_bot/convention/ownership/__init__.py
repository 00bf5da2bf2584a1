"""`ownership.yaml`."""

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.item import Item

FILE = "ownership.yaml"
SCHEMA: Schema = {}
ITEMS: tuple[Item, ...] = ()
