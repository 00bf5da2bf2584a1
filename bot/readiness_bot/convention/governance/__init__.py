"""`governance.yaml`."""

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.item import Item

FILE = "governance.yaml"
SCHEMA: Schema = {}
ITEMS: tuple[Item, ...] = ()
