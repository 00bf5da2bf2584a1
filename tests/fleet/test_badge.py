"""`readiness fleet badge`: pictures and data on disk."""

import json
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from tests.commandline import Readiness
from tests.rows import DAY, item, row, scan_file

from readiness_bot.portfolio.badge import Badge, Mood, badge_of
from readiness_bot.portfolio.row import Row
from readiness_bot.render.portfolio.badge import COLOURS, LABEL, endpoint, svg

SVG = "{http://www.w3.org/2000/svg}"
SHIELDS = {"schemaVersion", "label", "message", "color", "labelColor", "isError", "namedLogo", "logoSvg", "logoColor", "logoSize", "style", "cacheSeconds"}
"""What its endpoint takes; it refuses every other key (badges/shields, services/endpoint-common.js)."""


def test_the_files(tmp_path: Path, readiness: Readiness) -> None:
    scan = scan_file(tmp_path / "scan.json", row("acme/churn", item("kim", 3)), row("acme/shop", folder="models/basket/", model="basket"))
    out = tmp_path / "badges"
    out.mkdir()
    (out / "acme--churn.svg").symlink_to(tmp_path / "elsewhere")
    assert readiness("fleet", "badge", scan, "--output", out).out == f"2 badges in {out}\n"
    names = ["acme--churn", "acme--shop--models--basket"]
    assert sorted(path.name for path in out.iterdir()) == sorted([f"{name}.{kind}" for name in names for kind in ("json", "svg")] + ["index.json"])
    assert [(each["model"], each["file"]) for each in json.loads((out / "index.json").read_text())] == [("churn", names[0]), ("basket", names[1])]
    assert (tmp_path / "elsewhere").exists() is False


def test_where_nothing_can_be_written(tmp_path: Path, readiness: Readiness) -> None:
    scan = scan_file(tmp_path / "scan.json", row())
    assert readiness("fleet", "badge", scan, "--output", scan / "x").code == 3


def test_the_picture_says_it_in_words_and_in_its_title() -> None:
    root = ET.fromstring(svg(badge_of(row("a/b", item("kim", 3), unverified=("x",))), DAY))  # noqa: S314 - our own
    assert [text.text for text in root.iter(f"{SVG}text")] == ["readiness", "1 overdue"]
    assert (root.get("role"), root.get("aria-label")) == ("img", "readiness: 1 overdue")
    assert root.findtext(f"{SVG}title") == "readiness: 1 overdue (1 item not verified), 26 Nov 2026"


def test_no_word_leaves_the_picture() -> None:
    drawn = svg(Badge('</text><script>"&', "Ä 漢字\u202e", Mood.READY, "<!--"), DAY)
    root = ET.fromstring(drawn)  # noqa: S314 - our own
    assert (drawn.isascii(), next(text.text for text in root.iter(f"{SVG}text"))) == (True, '</text><script>"&')


def test_the_words_fit_beside_each_other() -> None:
    for message in ("unknown", "ready for production, 12 late", "漢字漢字", "W" * 40):
        root = ET.fromstring(svg(Badge("readiness", message, Mood.READY), DAY))  # noqa: S314 - our own
        places = [(float(text.get("x", 0)), float(text.get("textLength", 0))) for text in root.iter(f"{SVG}text")]
        assert all(at + long + 12 <= after for (at, long), (after, _) in pairwise([*places, (float(root.get("width", 0)) + 6, 0)]))


def luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [LABEL, *COLOURS.values()])
def test_white_can_be_read_on_it(colour: str) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= 4.5


def test_what_shields_takes() -> None:
    data = json.loads(endpoint(badge_of(row())))
    assert data == {
        "schemaVersion": 1, "label": "readiness", "message": "ready for staging", "color": "1a7f37", "labelColor": "424a53", "isError": False,
        "cacheSeconds": 3600,
    }  # fmt: skip
    assert set(data) <= SHIELDS
    assert json.loads(endpoint(badge_of(Row("a/b", error="x"))))["isError"] is True


def test_of_one_repository(readiness: Readiness, built: Path) -> None:
    ran = readiness("check", built, "--format", "badge")
    assert (ran.code, 'aria-label="readiness: ready for ' in ran.out) == (0, True)
