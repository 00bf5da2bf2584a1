"""`runbook.md`: what to do at three in the morning; YAML front matter and seven headings."""

from readiness_bot.convention.items.runbook import confirmation, sections
from readiness_bot.convention.items.runbook.schema import SCHEMA as SCHEMA

FILE = "runbook.md"
ITEMS = (sections.ITEM, confirmation.ITEM)
