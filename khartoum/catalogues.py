"""The message catalogues, by Babel: no gettext needs to be installed."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings

# French sets these apart from the word; no line begins with them, or ends after the opening mark.
SPACE_OF_FRENCH = re.compile(r"[ \u00a0](?=[;:!?»](?![^\s.,)]))|(?<=«)[ \u00a0]")
# As in the sentences that are code (events/prose/french_grammar.py).
NO_BREAK = "\N{NARROW NO-BREAK SPACE}"
PLACEHOLDER = re.compile(r"%(?:\([^)]+\))?[sd]|\{\w*\}")


def languages() -> list[str]:
    """Those we write; English is written in the code."""
    return [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def catalogue_file(language: str) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def read_catalogue(language: str) -> Catalog:
    path = catalogue_file(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language, charset="utf-8")
    if language == "fr":
        keep_together(catalogue)
    return catalogue


def keep_together(catalogue: Catalog) -> None:
    """Whoever translates types a plain space or a wide one, and nobody sees the difference until a line ends
    there, or until two sentences stand side by side."""
    for message in catalogue:
        if message.id:
            texts = [SPACE_OF_FRENCH.sub(NO_BREAK, text) for text in forms(message)]
            message.string = tuple(texts) if message.pluralizable else texts[0]


def write_catalogue(language: str, catalogue: Catalog) -> None:
    path = catalogue_file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        # Line numbers would change the file with every edit of the code.
        write_po(file, catalogue, width=110, ignore_obsolete=True, sort_output=True, include_lineno=False)


def update_catalogues(found: Catalog) -> dict[str, int]:
    """Bring each language's file up to what was found; says how many sentences each still lacks."""
    missing = {}
    for language in languages():
        catalogue = read_catalogue(language)
        # A guessed translation is worse than none: nobody looks at it again.
        catalogue.update(found, no_fuzzy_matching=True, update_creation_date=False)
        write_catalogue(language, catalogue)
        missing[language] = sum(not is_translated(message) for message in catalogue if message.id)
    return missing


def compile_catalogues() -> list[str]:
    """Compile what is older than its source; returns the languages."""
    compiled = []
    for language in languages():
        source = catalogue_file(language)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        # Written beside and moved: a second process never reads half a file.
        unfinished = target.with_suffix(".mo.new")
        with unfinished.open("wb") as file:
            write_mo(file, read_catalogue(language))
        unfinished.replace(target)
        compiled.append(language)
    return compiled


def forms(message: Message) -> list[str]:
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return [text or "" for text in texts]


def is_translated(message: Message) -> bool:
    return all(forms(message))


def faults(found: Catalog) -> Iterator[str]:
    """What is wrong with the catalogues as they are, one sentence each."""
    for language in languages():
        catalogue = read_catalogue(language)
        for message in found:
            if not message.id:
                continue
            where = f"{language}: {message.id!r} ({message.locations[0][0]})"
            translation = catalogue.get(message.id, message.context)
            if translation is None:
                yield f"{where} is not in the catalogue: run make messages"
            elif "fuzzy" in translation.flags:
                yield f"{where} is fuzzy: read it, then take the mark away"
            elif len(forms(translation)) != (catalogue.num_plurals if message.pluralizable else 1):
                yield f"{where} does not have its {catalogue.num_plurals} plural forms"
            elif not is_translated(translation):
                yield f"{where} is not translated"
            else:
                yield from (f"{where} {fault}" for fault in placeholder_faults(translation))
        for message in catalogue:
            if message.id and found.get(message.id, message.context) is None:
                yield f"{language}: {message.id!r} is used nowhere: run make messages"


def placeholder_faults(message: Message) -> Iterator[str]:
    """Forms for one, two or none may leave out the number; every other placeholder has to be there."""
    ids = message.id if message.pluralizable else [message.id]
    known = set(PLACEHOLDER.findall(ids[-1]))
    needed_always = known & set(PLACEHOLDER.findall(ids[0]))
    *others, last = forms(message)
    for text in [*others, last]:
        used = set(PLACEHOLDER.findall(text))
        for name in sorted(used - known):
            yield f"has an unknown placeholder {name} in {text!r}"
        for name in sorted((known if text == last else needed_always) - used):
            if text == last or not is_number(name):
                yield f"lacks {name} in {text!r}"


# What placeholders that stand for a number are called.
NUMBERS = ("count", "number", "total", "left", "missing", "minutes", "hours")


def is_number(placeholder: str) -> bool:
    return any(word in placeholder for word in NUMBERS) or placeholder.endswith("d")
