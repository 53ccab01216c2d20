"""A page speaks its language: what stands in another one says so, and the frame has nothing of it."""

import re
from collections.abc import Iterator

from playwright.sync_api import Browser

from scripts.quality.browsers import script, window
from scripts.quality.found import Found
from scripts.quality.site import Site
from scripts.quality.walk import LANGUAGES

# Fewer words may be a name, or be spelled alike in both languages.
LATIN = re.compile(r"(?:[A-Za-zÀ-ÿ’'-]{2,}[ ,]+){2}[A-Za-zÀ-ÿ]{2,}")
ARABIC = re.compile(r"[\u0621-\u064a]{2,}")
ADDRESS = re.compile(r"\S*/\S*")


def look(browser: Browser, site: Site) -> Found:
    found = Found()
    # The gallery of components is for those who make pages, and speaks English.
    paths = [path for path in site.paths() if not path.startswith("_")]
    with window(browser, site.address, width=1280) as page:
        for path in paths:
            said = {}
            for language in LANGUAGES:
                page.goto(f"/{language}/{path}")
                said[language] = page.evaluate(script("sentences"))
            found.findings += [
                f"/{language}/{path}: in another language, and not marked: {sentence[:100]}"
                for language, sentence in unmarked(said)
            ]
    found.figures.append(f"{len(paths)} pages in {len(LANGUAGES)} languages")
    return found


def unmarked(said: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Out of what the same page says in each language: what stands in the wrong one."""
    english = set(said["en"])
    for language, sentences in said.items():
        for sentence in sentences:
            words = ADDRESS.sub("", sentence)
            if language == "ar":
                is_foreign = LATIN.search(words)
            else:
                is_foreign = ARABIC.search(words) or (
                    language == "fr" and sentence in english and LATIN.search(words)
                )
            if is_foreign:
                yield language, sentence
