"""`runbook.md`: front matter and seven headings."""

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.item import Item

FILE = "runbook.md"
SCHEMA: Schema = {}
ITEMS: tuple[Item, ...] = ()
