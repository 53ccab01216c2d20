"""Pictures of the main pages beside those that were accepted: what differs is shown, and counts as found.

They are kept under var/quality/pictures, not in the repository: letters differ from machine to machine
(docs/adr/0042). `ARGS=--accept` takes those of now for the ones to compare with.
"""

import html
import shutil
from collections.abc import Iterator

from PIL import Image, ImageChops
from playwright.sync_api import Browser

from scripts.files import ROOT
from scripts.quality.browsers import window
from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import PICTURED

FOLDER = ROOT / "var" / "quality" / "pictures"
ACCEPTED, NOW, DIFFERENT = (FOLDER / name for name in ("accepted", "now", "different"))
LANGUAGES = ("en", "ar")
WIDTHS = (320, 1280)
SCHEMES = ("light", "dark")
# Of 255: less is how edges of letters are smoothed.
SEEN = 24


def look(browser: Browser, site: Site, *, accept: bool = False) -> Found:
    for folder in (NOW, DIFFERENT):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    names = list(taken(browser, site))
    if accept:
        shutil.rmtree(ACCEPTED, ignore_errors=True)
        shutil.copytree(NOW, ACCEPTED)
        return Found(figures=[f"{len(names)} pictures accepted: {ACCEPTED.relative_to(ROOT)}"])
    if not ACCEPTED.exists():
        return Found(skipped=f"nothing was accepted yet (ARGS=--accept); see {NOW.relative_to(ROOT)}")
    differing = {name: share for name in names if (share := share_that_differs(name))}
    write_page(differing)
    shown = (FOLDER / "index.html").relative_to(ROOT)
    findings = [f"{name}: {share:.2%} looks different; see {shown}" for name, share in differing.items()]
    return Found(findings=findings, figures=[f"{len(names)} pictures"])


def taken(browser: Browser, site: Site) -> Iterator[str]:
    for scheme in SCHEMES:
        for width in WIDTHS:
            with window(
                browser, site.address, width=width, color_scheme=scheme, reduced_motion="reduce"
            ) as page:
                for language in LANGUAGES:
                    for name, path in PICTURED.items():
                        file = f"{name}-{language}-{width}-{scheme}.png"
                        page.goto(f"/{language}/{path}")
                        page.screenshot(path=NOW / file, full_page=True)
                        yield file


def share_that_differs(name: str) -> float:
    """Of all points; a picture that is new or of another size differs as a whole where it has grown."""
    accepted = ACCEPTED / name
    if not accepted.exists():
        return 1.0
    with Image.open(accepted) as before, Image.open(NOW / name) as after:
        size = (max(before.width, after.width), max(before.height, after.height))
        pair = [Image.new("RGB", size, "#f0f") for _picture in (before, after)]
        for canvas, picture in zip(pair, (before, after), strict=True):
            canvas.paste(picture.convert("RGB"))
    strength = ImageChops.difference(*pair).convert("L").point(lambda value: 255 if value > SEEN else 0)
    points = strength.histogram()[255]
    if points:
        red = Image.new("RGB", size, "#d00")
        Image.composite(red, pair[1], strength).save(DIFFERENT / name)
    return points / (size[0] * size[1])


def write_page(differing: dict[str, float]) -> None:
    rows = "".join(
        f"<h2>{html.escape(name)} ({share:.2%})</h2><div>"
        + "".join(
            f'<img src="{folder.name}/{name}" alt="{folder.name}">' for folder in (ACCEPTED, NOW, DIFFERENT)
        )
        + "</div>"
        for name, share in sorted(differing.items(), key=lambda row: -row[1])
    )
    (FOLDER / "index.html").write_text(
        "<!DOCTYPE html><meta charset=utf-8><title>What looks different</title>"
        "<style>div { display: flex; gap: 1rem; align-items: start } img { max-inline-size: 32% }</style>"
        f"<h1>Accepted, now, and what differs</h1>{rows or '<p>Nothing.</p>'}"
    )
