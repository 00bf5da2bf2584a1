"""Advice that is followed to the letter makes the value right: for every key of the six files, and for every item."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from ruamel.yaml import YAML
from tests.models import EXAMPLE, Edit, report

from readiness_bot.convention.fields import Schema
from readiness_bot.convention.item import Item
from readiness_bot.convention.placeholders import is_placeholder
from readiness_bot.convention.registry import items_at, schemas_at
from readiness_bot.convention.validate import findings
from readiness_bot.judging.report import ItemResult
from readiness_bot.reading.document import Document, Finding
from readiness_bot.reading.yaml import parse
from readiness_bot.vocabulary import Kind, Status

Path_ = tuple[str | int, ...]

# fmt: off
WRONG: dict[str, list[tuple[str, str]]] = {
    "number": [("'2,9'", "2.9"), ("'18,000'", "18000"), ("'1.234,5'", "1234.5"), ("'1,234.5'", "1234.5"), ("€18000", "18000"), ("'18k'", "18000"), ("'0,45'", "0.45"),
               ("'1 000'", "1000"), ("~500", "500"), ("-3,5" , "-3.5"), ("[3]", "3"), ("'7'", "7"), ("EUR 18.000,50", "18000.50")],
    "day": [("30.11.2026", "2026-11-30"), ("2026/11/30", "2026-11-30"), ("11/30/2026", "2026-11-30"), ("30 Nov 2026", "2026-11-30"), ("'November 30, 2026'", "2026-11-30"),
            ("'2026-11-30'", "2026-11-30"), ("2026-11-30 10:00:00", "2026-11-30"), ("2026-1-5", "2026-01-05"), ("[2026-11-30]", "2026-11-30")],
    "login": [("'@mei-chen'", "mei-chen"), ("[mei-chen]", "mei-chen"), ("https://github.com/mei-chen", "mei-chen"), ("github.com/mei-chen/", "mei-chen")],
    "team": [("'@acme/ops'", "acme/ops"), ("https://github.com/orgs/acme/teams/ops", "acme/ops"), ("[acme/ops]", "acme/ops")],
    "slug": [("Churn Model", "churn-model"), ("Modèle_2", "modele_2")],
    "flag": [("'yes'", "true"), ("No", "false"), ("'true'", "true"), ("[true]", "true")],
    "version": [("1.10", '"1.10"'), ("2", '"2"'), ("2026-08-31", '"2026-08-31"'), ("true", '"true"'), ("['1.4']", '"1.4"')],
    "text": [("5", '"5"'), ("1.10", '"1.10"'), ("2026-08-31", '"2026-08-31"'), ("false", '"false"')],
    "link": [("5", '"5"'), ("2026-08-31", '"2026-08-31"')],
}
"""Type → what people write, and what the advice says to write instead."""
LISTS: dict[str, list[tuple[str, str]]] = {
    "login": [("karpathy", "[karpathy]"), ("ana-ruiz, raj-patel", "[ana-ruiz, raj-patel]"), ("'@ana-ruiz'", "[ana-ruiz]"), ("ana; raj", "[ana, raj]")],
    "text": [("pricing", "[pricing]"), ("'pricing, credit'", '["pricing, credit"]'), ("acme/crm", "[acme/crm]")],
}
# fmt: on


def leaves(schema: Schema, above: Path_ = ()) -> Iterator[tuple[Path_, Schema]]:
    """Every value of a schema, and every list of values."""
    for name, rules in schema.items():
        for form in rules.get("anyof", [rules]):
            yield from _below((*above, name), form)


def _below(path: Path_, rules: Schema) -> Iterator[tuple[Path_, Schema]]:
    if rules["type"] == "dict":
        if "valuesrules" in rules:
            yield (*path, "a_metric"), rules["valuesrules"]
        yield from leaves(rules.get("schema", {}), path)
    elif rules["type"] == "list":
        yield path, rules
        yield from _below((*path, 0), rules["schema"])
    else:
        yield path, rules


def text_at(path: Path_, value: str) -> str:
    """YAML with one value in block style: `("tier", "level")` → two lines."""
    lines, indent = [], ""
    for n, part in enumerate(path):
        last = n == len(path) - 1
        lead = "- " if part == 0 else f"{part}:"
        if part == 0:
            lines.append(f"{indent}- {value}" if last else f"{indent}-")
        else:
            lines.append(f"{indent}{lead} {value}" if last else f"{indent}{lead}")
        indent += "  "
    return "\n".join(lines) + "\n"


def wrong(name: str, text: str) -> list[Finding]:
    read = parse(name, text.encode())
    assert isinstance(read, Document), (text, read)
    return list(findings(name, read.data, read, schemas_at(Kind.MODEL)[name]))


def cases() -> Iterator[tuple[str, Path_, str, str]]:
    for name, schema in schemas_at(Kind.MODEL).items():
        for path, rules in leaves(schema):
            if rules["type"] == "list":
                yield from ((name, path, *pair) for pair in LISTS.get(rules["schema"]["type"], ()))
            elif "allowed" not in rules:
                yield from ((name, path, *pair) for pair in WRONG.get(rules["type"], ()))
            else:
                yield from ((name, path, word.upper(), word) for word in map(str, rules["allowed"]))


def test_every_wrong_value_of_every_key_is_put_right_by_the_advice(tally: Callable[[str, int], None]) -> None:
    tried = list(cases())
    for name, path, written, right in tried:
        found = wrong(name, text_at(path, written))
        assert [finding.fix for finding in found] == [f"write {right}"], (name, path, written)
        assert wrong(name, text_at(path, right)) == [], (name, path, right)
    tally("wrong values put right by following the advice", len(tried))
    assert len(tried) > 600


@pytest.mark.parametrize(
    ("name", "text", "fix"),
    [
        ("contract.yaml", "value: {per_week: 2,9}", "write 2.9, since a comma ends a value here"),
        ("governance.yaml", "tier: {why: Personal data, people decide, level: low}",
         'put the whole text of why in double quotes, since a comma ends it here: "Personal data, people decide"'),
        ("contract.yaml", "outcome: {review_by: 05/06/2026}", "write the date as YYYY-MM-DD, without quotes and without a time"),
        ("contract.yaml", "outcome: {review_by: 2026-02-30}", "write the date as YYYY-MM-DD, without quotes and without a time"),
        ("contract.yaml", "value: {per_week: $5m}", "write a plain number, without a unit, currency or separators"),
        ("fallback.yaml", "fallback: {within_minutes: 30 min}", "write 30"),
        ("fallback.yaml", "fallback: {within_minutes: 1 hour}", "write a plain number, without a unit, currency or separators"),
        ("fallback.yaml", "monitors: [{above: 95%}]", "write a plain number, without a unit, currency or separators"),
        ("infrastructure.yaml", "rollout: [{share: 5%}]", "write 5"),
        ("infrastructure.yaml", "environments: {staging: {data: unmasked}}", "write one of synthetic, masked, live"),
        ("contract.yaml", "stage: prod", "write production"),
        ("contract.yaml", "success: {where: offline, metric: x}", "start each entry with '- '"),
        ("ownership.yaml", "production_owner: mei-chen", "write   production_owner: {person: LOGIN, backup: LOGIN}"),
        ("ownership.yaml", "developers: Ana Ruiz", "write [LOGIN]"),
        ("ownership.yaml", "signs_off: Mei Chen", "write one person's login, without '@': mei-chen"),
        ("governance.yaml", "third_party: none", "write   third_party: {na: REASON}   or a list: [{name: NAME, terms: URL, exit: TEXT}]"),
        ("governance.yaml", "impact: none", "write   impact: {kind: KIND, url: PATH, by: LOGIN, date: YYYY-MM-DD}   or {na: REASON}"),
    ],
)  # fmt: skip
def test_what_the_advice_says(name: str, text: str, fix: str) -> None:
    assert [finding.fix for finding in wrong(name, text)] == [fix]


# Items: what is missing is added as the advice has it, with the finished example's values in the places to fill in.

NOT_BY_FILES = {"ownership.acceptance"}
ABSENT: dict[Path_, Any] = {
    ("outcome", "results"): {"retained_revenue_uplift_pct": 2.4},
    ("third_party", 0, "name"): "weather-api", ("third_party", 0, "terms"): "https://acme.io/terms", ("third_party", 0, "exit"): "Use last year's",
    ("oversight", 0, "person"): "sam-boateng", ("oversight", 0, "trained"): date(2026, 9, 1),
    ("oversight", 1, "person"): "jo-marsh", ("oversight", 1, "trained"): date(2026, 9, 1),
}  # fmt: skip
"""What the finished example does not hold."""
BY_ITEM = [item for item in items_at(Kind.MODEL) if item.id not in NOT_BY_FILES and not item.file.endswith(".md") and item.fields]
every_item = pytest.mark.parametrize("item", BY_ITEM, ids=lambda item: item.id)


def example_of(item: Item) -> dict[str, Any]:
    read = parse(item.file, (EXAMPLE / "readiness" / item.file).read_bytes())
    assert isinstance(read, Document)
    return deepcopy(dict(read.data))  # it is remembered, and changed here


def at(data: Any, path: Path_) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def filled(value: Any, path: Path_, example: dict[str, Any]) -> Any:
    """With the example's value wherever a place is to be filled in, and beside it what the example has besides."""
    known = ABSENT.get(path, at(example, path))
    if isinstance(value, dict):
        if any(is_placeholder(str(key)) or key == "rows_per_run" for key in value):  # people's own keys: METRIC, NAME
            return known
        put = {key: filled(inner, (*path, key), example) for key, inner in value.items()}
        if "above" in put and put["above"] is None:  # a person writes the one of the two that fits
            put["below"] = at(example, (*path, "below"))
            del put["above"]
        return put
    if isinstance(value, list):
        if not value or (not isinstance(value[0], dict) and isinstance(known, list)):
            return known
        return [filled(inner, (*path, n), example) for n, inner in enumerate(value)]
    if path == ("datasets", 0, "personal_data") or (isinstance(value, str) and is_placeholder(value)):
        return known
    return value if known is None or type(known) is not type(value) else known


def without_fields(item: Item) -> dict[str, Any]:
    data = example_of(item)
    for name in item.fields:
        *above, last = name.split(".")
        inner = at(data, tuple(above))
        if isinstance(inner, dict):
            inner.pop(last, None)
    return data


def merged(data: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    for key, value in more.items():
        inner = data.get(key)
        data[key] = merged(inner, value) if isinstance(inner, dict) and isinstance(value, dict) else value
    return data


def judged(item: Item, data: dict[str, Any]) -> ItemResult:
    stream = io.StringIO()
    YAML(typ="safe").dump(data, stream)
    edit: Edit = (item.file.partition(".")[0], "", stream.getvalue())
    high = item.id == "governance.oversight"
    if high:
        edit = (edit[0], edit[1], edit[2].replace("level: medium", "level: high"))
    found = report(edit)
    assert found.findings == ()
    return found.by_id[item.id]


def is_right(result: ItemResult) -> bool:
    return result.status in (Status.SATISFIED, Status.NOT_APPLICABLE) or result.reason.startswith("whether commit")


@every_item
def test_the_block_to_paste_makes_it_right(item: Item, tally: Callable[[str, int], None]) -> None:
    read = parse(item.file, item.fix.encode())
    assert isinstance(read, Document)
    example = example_of(item)
    pasted = {key: filled(value, (key,), example) for key, value in read.data.items()}
    if item.id in ("fallback.thresholds", "governance.documents"):  # their snippet shows one row of another item's list
        pasted = {key: example[key] for key in pasted}
    result = judged(item, merged(without_fields(item), pasted))
    assert [finding.message for finding in result.findings if result.status is Status.GAP] == []
    assert is_right(result)
    tally("items made right by following the advice", 1)


_MISSING = re.compile(r"([\w.\[\]]+) (?:is missing|is not filled in|still says .*|does not say .*|names no .*)$")
_TO_WRITE = re.compile(r"(?:^|.*, or )(?:add|write)   (.*?)(?:   (?:\(|if ).*)?$")


def test_a_key_without_a_value_is_not_added_again() -> None:
    """Written twice, a key is refused as YAML."""
    empty: Edit = ("fallback", "  may_trigger: [sam-boateng, mei-chen, jo-marsh]", "  may_trigger:")
    gone: Edit = ("fallback", "  may_trigger: [sam-boateng, mei-chen, jo-marsh]\n", "")
    advice = [report(edit).by_id["fallback.behaviour"].findings[0].fix for edit in (empty, gone)]
    assert advice == [f"{verb}   may_trigger: [LOGIN]   (who may trigger it without asking; two people or more)" for verb in ("write", "add")]


@every_item
def test_advice_after_advice_makes_it_right(item: Item) -> None:
    """Only what the messages say is done, one after the other."""
    example, data = example_of(item), without_fields(item)
    for _ in range(12):
        result = judged(item, data)
        if result.status is not Status.GAP:
            break
        for finding in result.findings:
            _follow(finding, data, example)
    assert is_right(result), [(finding.message, finding.fix) for finding in result.findings]


def _follow(finding: Finding, data: dict[str, Any], example: dict[str, Any]) -> None:
    missing, to_write = _MISSING.match(finding.message), _TO_WRITE.match(finding.fix)
    assert to_write is not None, (finding.message, finding.fix)
    text = to_write[1]
    if text.startswith("- "):  # another row of a list
        row = parse("row", text.removeprefix("- ").encode())
        assert isinstance(row, Document)
        [(name, rows)] = [(key, value) for key, value in data.items() if isinstance(value, list) and key in finding.message + " monitors oversight"]
        rows.append(_alike(row.data, example.get(name) or [ABSENT_ROW], len(rows), name))
        return
    read = parse("fix", text.encode())
    assert isinstance(read, Document), text
    path = tuple(int(part) if part.isdigit() else part for part in re.findall(r"[^.\[\]]+", missing[1])) if missing else (*read.data,)
    value = filled(read.data[str(path[-1])], path, example)
    place: Any = data
    for part in path[:-1]:
        place = place[part] if isinstance(part, int) else place.setdefault(part, {})
    place[path[-1]] = value


ABSENT_ROW = {"person": "jo-marsh", "trained": date(2026, 9, 1)}


def _alike(row: Any, known: list[Any], position: int, name: str) -> Any:
    """The example's row of the same kind."""
    for candidate in known:
        if all(candidate.get(key) == row[key] for key in ("kind", "where") if key in row):
            return candidate
    raise AssertionError(f"{name} has no row like {row}")
