"""Rows that hold anything: no page, message, badge or entity of the fleet's fails, and each is whole."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from tests.counts import Tally
from tests.fuzz.test_files import JUDGED, fuzz
from tests.rows import item, row, scan_text

from readiness_bot.plan.actions import OpenIssue, as_data, as_text
from readiness_bot.plan.digest import Round, plan_digest, to_ask
from readiness_bot.portfolio.badge import badge_of, file_name
from readiness_bot.portfolio.catalogue import entity_name, entity_of
from readiness_bot.portfolio.row import Row
from readiness_bot.portfolio.scan import read
from readiness_bot.portfolio.waiting import waiting
from readiness_bot.render.portfolio import backstage, slack, teams, waiting_json, waiting_markdown, waiting_text
from readiness_bot.render.portfolio.badge import endpoint, svg
from readiness_bot.text.escape import json_text
from readiness_bot.text.layout import plain_rows

ODD = ("@acme/x", "a-b", "<!--", "-->", "\ud800", "`", "```", "\n\n# x", "::error::x", "]]>", "{{DATE(x)}}", "\u202e", "_*~", "x" * 500, "../..")
TEXT = st.one_of(st.text(max_size=40), st.sampled_from(ODD))
DAYS = st.one_of(st.none(), st.dates())


@st.composite
def rows(draw: st.DrawFn) -> Row:
    text = draw(TEXT)
    late, owner, line = draw(st.booleans()), draw(TEXT), draw(st.integers(-5, 10**6))
    open_ = item(
        owner, title=draw(TEXT), message=text, fix=draw(TEXT), due_date=draw(DAYS), since=draw(DAYS), late=late, stands_in=late, path=draw(TEXT), line=line,
    )  # fmt: skip
    value = draw(st.none() | st.floats(0, 1e15))
    more = {"folder": draw(TEXT), "model": draw(TEXT), "wrong": line % 2, "wrong_first": text, "commit": draw(TEXT), "owner": owner}
    return row(draw(TEXT), open_, value=value, currency=text, url=f"https://{text}", **more)


def test_any_row(tally: Tally) -> None:
    @fuzz(40)
    @given(st.lists(rows(), max_size=4), st.dates())
    def run(made: list[Row], day: date) -> None:
        found = read(scan_text(*made)).rows
        people = waiting(found, day)
        pages = [str(plain_rows(waiting_text.page(people, day))), waiting_markdown.page(people, day), json_text(waiting_json.as_data(people, day, 0))]
        for one in people:
            assert all(len(block["text"]["text"]) <= 3000 for block in json.loads(slack.payload(one, day))["blocks"])
            pages += [slack.payload(one, day), teams.payload(one, day)]
        this = Round(day)
        plan = plan_digest(people, [], this, dict.fromkeys(to_ask(people, [], this), True))
        pages += [as_text(plan), json.dumps(as_data(plan)), *(action.body for action in plan.actions if isinstance(action, OpenIssue))]
        for each in found:
            ET.fromstring(svg(badge_of(each), day))  # noqa: S314 - our own
            pages += [endpoint(badge_of(each)), file_name(each), entity_name(each), backstage.document(entity_of(each, day))]
        for page in (*pages, backstage.facts(found, day)):
            page.encode()
        tally(JUDGED, 1)

    run()
