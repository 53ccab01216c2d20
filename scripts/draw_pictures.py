"""Draws the two pictures that no page shows: a shared link's, and that of a phone's home screen.

Both are made of the motif, in Chromium, because it alone here sets Arabic as it is read. Run it after
a change of the motif or of the colours: `.venv/bin/python -m scripts.draw_pictures`.
"""

import io
import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from scripts.chromium import flags, path_of_chromium

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "static" / "img"
TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")

# The size that the Open Graph services show whole.
SHARED_WIDTH, SHARED_HEIGHT = 1200, 630
HOME_SCREEN = 180
# Three flat colours and the steps between them at the edges.
COLOURS = 48


def token(name: str) -> str:
    """The first colour of that name: the light scheme's."""
    found = re.search(rf"--{name}: (#[0-9a-f]{{6}});", TOKENS)
    if found is None:
        raise SystemExit(f"tokens.css has no colour named {name}.")
    return found[1]


def shared() -> str:
    return f"""
<svg xmlns="http://www.w3.org/2000/svg" width="{SHARED_WIDTH}" height="{SHARED_HEIGHT}" fill="none">
<rect width="100%" height="100%" fill="{token("band")}"/>
<g stroke-width="34" transform="translate(170 0)">
<path stroke="{token("band-line")}" d="M1250-20C1010-10 980 200 800 310S480 460 420 680"/>
<path stroke="{token("band-accent")}" d="M1250 420C1060 430 990 230 815 340S520 470 462 680"/>
</g>
<g fill="{token("band-ink")}" font-family="Charter, Noto Serif, serif" font-weight="600" font-size="76">
<text x="80" y="190">Khartoum Process</text>
<text x="80" y="300" font-size="56">Processus de Khartoum</text>
<text x="80" y="420" font-size="68" font-family="Noto Naskh Arabic, serif">عملية الخرطوم</text>
</g>
</svg>"""


def home_screen() -> str:
    """The icon of the browser's tab, without its round corners: phones cut their own."""
    icon = (PICTURES / "favicon.svg").read_text(encoding="utf-8")
    sized = icon.replace("<svg ", f'<svg width="{HOME_SCREEN}" height="{HOME_SCREEN}" ', 1)
    return sized.replace(' rx="6"', "", 1)


def draw(page: Page, svg: str, name: str, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(f'<body style="margin:0">{svg}')
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
    picture.save(PICTURES / name, optimize=True)
    print(f"{name}: {(PICTURES / name).stat().st_size} bytes")


def main() -> None:
    chromium = path_of_chromium()
    if chromium is None:
        sys.exit("Chromium is needed to draw the pictures; none was found.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags())
        page = browser.new_page()
        draw(page, shared(), "shared.png", SHARED_WIDTH, SHARED_HEIGHT)
        draw(page, home_screen(), "home-screen.png", HOME_SCREEN, HOME_SCREEN)
        browser.close()


if __name__ == "__main__":
    main()
