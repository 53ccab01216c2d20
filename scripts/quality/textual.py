"""What a text browser shows: headings and buttons are there, and words that styles set apart are apart."""

import re
import shutil
import subprocess
from html import unescape

from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import LANGUAGES

# Fields wider than a line would be drawn over what follows them.
OPTIONS = ("-dump", "-nolist", "-nonumbers", "-width=1000", "-display_charset=utf-8", "-assume_charset=utf-8")
HEADINGS = re.compile(r"<h[12][^>]*>(.*?)</h[12]>", re.DOTALL)
BUTTONS = re.compile(r"<button(?![^>]*hidden)[^>]*>(.*?)</button>", re.DOTALL)
MARKS = re.compile(r"<[^>]+>")
# What stands side by side in a line: the end of one and the beginning of the next, without a space between.
INLINE = "(?:a|abbr|b|bdi|cite|code|em|i|label|q|small|span|strong|time)"
JOINED = re.compile(rf"\w(?:</{INLINE}>)+(?:<{INLINE}\b[^>]*>)+\w")
# Bidirectional marks say which way to write, and are no words.
UNSEEN = re.compile("[\u200b-\u200f\u2066-\u2069\u00ad]")


def look(site: Site) -> Found:
    lynx = shutil.which("lynx")
    if lynx is None:
        return Found(skipped="it needs lynx")
    found = Found()
    for language in LANGUAGES:
        for path in site.paths():
            address = f"{site.address}/{language}/{path}"
            done = subprocess.run([lynx, *OPTIONS, address], capture_output=True, check=False)  # noqa: S603
            shown = plain(done.stdout.decode(errors="replace"))
            page = site.fetch(f"/{language}/{path}").decode()
            found.findings += [f"/{language}/{path}: {wrong}" for wrong in missing(page, shown)]
    found.figures.append(f"{len(site.paths()) * len(LANGUAGES)} pages in lynx")
    return found


def missing(page: str, shown: str) -> list[str]:
    headings = [plain(unescape(MARKS.sub("", words))) for words in HEADINGS.findall(page)]
    buttons = [plain(unescape(MARKS.sub("", words))) for words in BUTTONS.findall(page)]
    wrong = [f"heading not shown: {words}" for words in headings if words not in shown]
    wrong += [f"button not shown: {words}" for words in buttons if words not in shown]
    if not headings:
        wrong.append("no heading")
    wrong += [f"two texts are read as one word: {match.group()}" for match in JOINED.finditer(page)]
    return wrong


def plain(text: str) -> str:
    """Without what only says where lines end."""
    return re.sub(r"\s+", "", UNSEEN.sub("", text))
