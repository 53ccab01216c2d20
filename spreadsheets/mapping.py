"""Which column of a file is which of ours: guessed from its name, in three languages."""

from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

from publishing.folding import fold
from spreadsheets.columns import Column
from spreadsheets.kinds import Kind

LEFT_OUT = ""


def guessed(kind: Kind, header: Iterable[str]) -> dict[str, str]:
    """Number of the file's column → key of ours; each key once, the first that is named so."""
    names = _names(kind)
    known: dict[str, str] = {}
    for number, name in enumerate(header):
        key = names.get(fold(name), LEFT_OUT)
        known[str(number)] = LEFT_OUT if key in known.values() else key
    return known


def _names(kind: Kind) -> dict[str, str]:
    """Folded name → key. A name without a language means the text in the language it is written in."""
    names: dict[str, str] = {}
    for code in settings.MODELTRANSLATION_LANGUAGES:
        with translation.override(code):
            for column in kind.columns:
                if column.language in {"", code}:
                    names.setdefault(fold(column.bare_label), _target(column))
    for code in settings.MODELTRANSLATION_LANGUAGES:
        with translation.override(code):
            names.update({fold(column.label): _target(column) for column in kind.columns})
    return names | {fold(column.key): _target(column) for column in kind.columns}


def _target(column: Column) -> str:
    """What is only information is known, and left out."""
    return column.key if column.is_read else LEFT_OUT


def missing(kind: Kind, mapping: dict[str, str]) -> list[Column]:
    """What a new row needs, and no column of the file gives."""
    given = set(mapping.values())
    return [column for column in kind.read_columns if column.is_required and column.key not in given]
