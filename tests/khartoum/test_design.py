"""What the stylesheet promises: it is light, and its colours can be read."""

import gzip
import re

import pytest

from khartoum.staticfiles import joined_stylesheet

# Text on its ground, at the least contrast that WCAG 2.2 AA asks of text (1.4.3) …
TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "tint"),
    ("ink", "accent-tint"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "tint"),
    ("link", "paper"),
    ("link", "surface"),
    ("link", "tint"),
    ("accent", "paper"),
    ("accent", "tint"),
    ("accent", "accent-tint"),
    ("paper", "link"),
    ("band-ink", "band"),
    ("band-muted", "band"),
]
# … and what shows where a control is, at that of controls (1.4.11).
CONTROLS = [("edge", "paper"), ("edge", "surface"), ("accent", "paper"), ("band-accent", "band")]


def colours(scheme):
    """Every colour token; the dark scheme sets some of them anew."""
    light, dark = joined_stylesheet().split("@media (prefers-color-scheme: dark)", 1)
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", light))
    if scheme == "dark":
        found |= re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark.split("}\n}", 1)[0])
    return found


def luminance(colour):
    digits = colour.removeprefix("#")
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * channel for share, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    lighter, darker = sorted([luminance(one), luminance(other)], reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_on_every_ground(scheme):
    known = colours(scheme)

    assert [pair for pair in TEXT if contrast(known[pair[0]], known[pair[1]]) < 4.5] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_edges_and_outlines_of_controls_can_be_seen(scheme):
    known = colours(scheme)

    assert [pair for pair in CONTROLS if contrast(known[pair[0]], known[pair[1]]) < 3] == []


def test_the_dark_scheme_is_another_one():
    assert colours("dark")["paper"] != colours("light")["paper"]


def test_the_stylesheet_is_light():
    assert len(gzip.compress(joined_stylesheet().encode(), 9)) < 8 * 1024
