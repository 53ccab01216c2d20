"""Every field of the files is mapped, or named as left out."""

from dataclasses import replace
from datetime import date

import pytest

from record import decided, mapping, schema, sources
from tests.record.packs import SHIPPED

pytestmark = pytest.mark.once

SHAPES = {
    "states": schema.STATE,
    "organisations": schema.ORGANISATION,
    "snapshots": schema.SNAPSHOT,
    "membership_events": schema.MEMBERSHIP_EVENT,
    "chairs": schema.CHAIR,
    "domains": schema.DOMAIN,
    "topics": schema.TOPIC,
    "meetings": schema.MEETING,
    "documents": schema.DOCUMENT,
    "series": decided.SERIES,
    "placements": decided.PLACEMENT,
    "natures": decided.NATURE,
    "outlines": decided.OUTLINE,
    "issuers": decided.TRANSLATED,
    "notes": decided.NOTE,
    "grammar": decided.GRAMMAR,
    "pages": decided.PAGE,
}
TRANSLATED = {
    "events": schema.translated_event,
    "documents": lambda language: schema.TRANSLATED_DOCUMENT,
    "chairs": schema.translated_chair,
}


class WatchedRow(dict):
    """Remembers which of its fields were read."""

    def __init__(self, row, seen):
        super().__init__(row)
        self.seen = seen

    def __getitem__(self, name):
        self.seen.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.seen.add(name)
        return super().get(name, default)

    def __iter__(self):
        # Its own, so that unpacking with ** asks for each field by name.
        return super().__iter__()


def watched(rows, seen):
    if isinstance(rows, dict):
        return {name: WatchedRow(row, seen) for name, row in rows.items()}
    return [WatchedRow(row, seen) for row in rows]


def fields_read():
    """By part of the pack: the fields that the mapping asks for."""
    pack = sources.read(SHIPPED)
    seen = {name: set() for name in SHAPES}
    for language in sources.LANGUAGES:
        seen |= {f"{language} {section}": set() for section in TRANSLATED}
    pack = replace(
        pack,
        **{name: watched(getattr(pack, name), seen[name]) for name in SHAPES},
        translations={
            language: replace(
                translation,
                **{
                    section: watched(getattr(translation, section), seen[f"{language} {section}"])
                    for section in TRANSLATED
                },
            )
            for language, translation in pack.translations.items()
        },
    )
    list(mapping.entries(pack, date(2026, 1, 1)))
    return seen


def test_mapping_reads_every_field_but_those_left_out():
    shapes = SHAPES | {
        f"{language} {section}": shape(language)
        for language in sources.LANGUAGES
        for section, shape in TRANSLATED.items()
    }
    mapped = {
        name: {field for field, how in shape.items() if not how.left_out} for name, shape in shapes.items()
    }

    assert fields_read() == mapped


@pytest.mark.parametrize("shape", [schema.STATE, schema.MEETING, schema.DOCUMENT, schema.CHAIR])
def test_what_is_left_out_says_why(shape):
    assert all(len(field.left_out) > 10 for field in shape.values() if field.left_out)
