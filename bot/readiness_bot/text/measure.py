"""How wide a text is in a picture, without a font at hand. Pure."""

from __future__ import annotations

from readiness_bot.text.escape import wide

_WIDTHS = {
    270: "'ijl",
    300: "IJ",
    330: " ,./:;\\|",
    360: "-f",
    390: "!()[]t",
    420: "r",
    450: '"',
    510: "*_`s",
    540: "?cz",
    570: "FLk",
    600: "PTYaeovxy",
    630: "$0123456789ESbdghnpqu{}",
    660: "K",
    690: "ABCRVXZ",
    720: "U",
    750: "HN",
    780: "&DGOQ",
    810: "w",
    840: "#+<=>^~",
    870: "M",
    960: "%m",
    990: "@W",
}
"""The signs of ASCII by their width in DejaVu Sans (its table `hmtx`), to 30 thousandths of the font's size.
Verdana, which other machines have, is as wide to a few hundredths: both are of one family of designs."""
_OF = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_COLUMN = 700
"""For each of a terminal's columns of all else."""


def width(text: str, size: int) -> int:
    """In pixels at so many pixels of font size, rounded up."""
    return -(-sum(_OF.get(sign) or _COLUMN * max(wide(sign), 1) for sign in text) * size // 1000)
