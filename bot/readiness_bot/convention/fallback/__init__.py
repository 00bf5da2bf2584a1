"""`fallback.yaml`."""

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.item import Item

FILE = "fallback.yaml"
SCHEMA: Schema = {}
ITEMS: tuple[Item, ...] = ()
