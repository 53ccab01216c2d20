"""What the stylesheet promises: it is light, and its colours can be read and told apart by every eye."""

import gzip
import math
import re
from itertools import combinations

import pytest
from django.conf import settings

from khartoum.staticfiles import FIRST, joined_stylesheet, stylesheet_sources

pytestmark = pytest.mark.once

# Text on its ground, at the least contrast that WCAG 2.2 AA asks of text (1.4.3) …
TEXT = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "tint"),
    ("ink", "accent-tint"),
    ("ink", "link-tint"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "tint"),
    ("link", "paper"),
    ("link", "surface"),
    ("link", "tint"),
    ("visited", "paper"),
    ("visited", "surface"),
    ("visited", "tint"),
    ("accent", "paper"),
    ("accent", "tint"),
    ("accent", "accent-tint"),
    ("paper", "link"),
    ("band-ink", "band"),
    ("band-muted", "band"),
]
# … and what shows where a control is, or what a plot says, at that of controls and graphics (1.4.11).
PLOTS = [f"plot-{number}" for number in range(1, 7)]
CONTROLS = [
    ("edge", "paper"),
    ("edge", "surface"),
    ("accent", "paper"),
    ("band-accent", "band"),
    *((plot, ground) for plot in PLOTS for ground in ("paper", "surface", "tint")),
]

# The queries under which tokens are set anew, in the order in which they win.
DARK = "(prefers-color-scheme: dark)"
MORE = "(prefers-contrast: more)"
SCHEMES = {
    "light": [""],
    "dark": ["", DARK],
    "light, more contrast": ["", MORE],
    "dark, more contrast": ["", DARK, MORE, f"{MORE} and {DARK}"],
    "print": ["", "print"],
}
LEAST = {"light, more contrast": (7, 4.5), "dark, more contrast": (7, 4.5)}
# Machado, Oliveira and Fernandes (2009): what is left of red, green and blue for readers who lack one cone.
EYES = {
    "full colour": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "no green cones": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "no blue cones": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
# In CIELAB; two colours side by side differ to the eye from about 2, in small marks apart from about 15.
APART = 15


def tokens():
    """The colours that each media query sets on the root."""
    found = {}
    for query, body in re.findall(
        r"(?:@media ([^{]+) \{\n)?:root \{\n(.*?)\}", joined_stylesheet(), flags=re.DOTALL
    ):
        found.setdefault(query, {}).update(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", body))
    return found


def colours(scheme):
    known = tokens()
    return {name: colour for query in SCHEMES[scheme] for name, colour in known[query].items()}


def linear(colour):
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def weighed(rows, colour):
    return [sum(share * channel for share, channel in zip(row, linear(colour), strict=True)) for row in rows]


def contrast(one, other):
    lighter, darker = sorted((weighed([(0.2126, 0.7152, 0.0722)], c)[0] for c in (one, other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lab(rgb):
    red, green, blue = (min(max(channel, 0), 1) for channel in rgb)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_every_ground(scheme):
    known, least = colours(scheme), LEAST.get(scheme, (4.5, 3))[0]

    assert [pair for pair in TEXT if contrast(known[pair[0]], known[pair[1]]) < least] == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_edges_outlines_and_marks_can_be_seen(scheme):
    known, least = colours(scheme), LEAST.get(scheme, (4.5, 3))[1]
    wanted = {pair: 3 if pair[0] in PLOTS else least for pair in CONTROLS}

    assert [pair for pair in CONTROLS if contrast(known[pair[0]], known[pair[1]]) < wanted[pair]] == []


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_plots_are_told_apart_by_every_eye(scheme, eye):
    known = colours(scheme)
    seen = {name: lab(weighed(EYES[eye], known[name])) for name in PLOTS}

    assert [pair for pair in combinations(PLOTS, 2) if math.dist(*map(seen.get, pair)) < APART] == []


def test_each_scheme_is_another_one():
    assert len({tuple(sorted(colours(scheme).items())) for scheme in SCHEMES}) == len(SCHEMES)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_of_the_browser_has_the_colour_of_the_paper(scheme):
    base = (settings.BASE_DIR / "templates" / "frame.jinja").read_text(encoding="utf-8")
    named = re.search(
        rf'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: {scheme}\)"', base
    )

    assert named[1] == colours(scheme)["paper"]


def test_the_stylesheet_is_light():
    """Of the 40 KB that a first visit may take, the least part."""
    assert len(gzip.compress(joined_stylesheet().encode(), 9)) < 11 * 1024


def test_no_rule_is_torn():
    styles = joined_stylesheet()

    assert styles.count("{") == styles.count("}")
    # A rule for a medium begins where nothing else has begun.
    assert re.findall(r",\s*@\w+.*", styles) == []


def test_each_component_is_laid_out_in_one_file():
    homes = {}
    for path in stylesheet_sources():
        # What all pages are made of may be laid out anew for one place.
        if path.name not in FIRST:
            for name in set(re.findall(r"^\.([\w-]+) \{", path.read_text(encoding="utf-8"), re.MULTILINE)):
                homes.setdefault(name, []).append(path.name)

    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
