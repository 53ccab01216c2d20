import re

import pytest
from django.db import connection

from declarations.models import Document
from events.models import Event
from publishing.models import Change, TranslationState
from scripts.bench import flatness, report, servers
from scripts.bench.asking import Cost
from scripts.bench.seed import seeding
from scripts.bench.seed.copies import COPIED, Copier, last_keys
from scripts.bench.seed.made import own_moments
from scripts.bench.seed.tables import set_sequences
from scripts.bench.seed.words import VOCABULARY, word
from scripts.files import ROOT
from search import index
from search.models import Entry, Passage
from tests.factories import (
    DocumentFactory,
    EventFactory,
    PartnerFactory,
    ProvisionFactory,
    SeriesFactory,
    SpeakerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.once

MADE, TIMES = 40, 3


def tokens() -> dict[tuple, set[str]]:
    """What the index of words holds of each text."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT id, tsvector_to_array(lexemes) FROM search_entry")
            entries = {key: set(found) for key, found in cursor.fetchall()}
            cursor.execute("SELECT id, tsvector_to_array(lexemes) FROM search_passage")
            passages = {key: set(found) for key, found in cursor.fetchall()}
        else:
            cursor.execute("SELECT rowid, tokens FROM search_entry_words")
            entries = {key: set(found.split()) for key, found in cursor.fetchall()}
            cursor.execute("SELECT rowid, tokens FROM search_passage_words")
            passages = {key: set(found.split()) for key, found in cursor.fetchall()}
    texts = {
        entry.pk: (entry.record_kind, entry.slug, entry.language, entry.part) for entry in Entry.objects.all()
    }
    # Tests that commit have their tables emptied afterwards, but not SQLite's index of words.
    found = {texts[key]: without_marks(words) for key, words in entries.items() if key in texts}
    for passage in Passage.objects.all():
        found[*texts[passage.entry_id], passage.ordinal] = without_marks(passages[passage.pk])
        assert f"e:{passage.entry_id}" in passages[passage.pk]
    return found


def without_marks(words: set[str]) -> set[str]:
    return {word for word in words if not word.startswith(("#s", "e:"))}


@pytest.mark.django_db
def test_what_the_benchmark_makes_is_as_if_it_had_been_entered():
    """In each copy: parts, links and index are its own, and as saving would have written them."""
    template = EventFactory(series=SeriesFactory(), country="EG")
    template.themes.add(ThemeFactory())
    SpeakerFactory(event=template)
    PartnerFactory()
    ProvisionFactory(document=DocumentFactory(adopting_event=template))
    shipped = last_keys()
    there = Event.objects.count()

    seeding.make(MADE)
    copier = Copier(shipped)
    for number in range(1, TIMES):
        copier.copy(number)
    set_sequences(COPIED)

    assert Event.objects.count() == there + MADE * TIMES
    copied = Event.objects.get(pk=shipped[Event] + 2 * MADE + 1)
    original = Event.objects.get(pk=shipped[Event] + 1)
    assert copied.slug == f"{original.slug}-2"
    assert copied.uid != original.uid
    assert copied.date == original.date
    assert copied.series_id != original.series_id
    assert copied.series.events.count() == original.series.events.count()
    assert [row.role for row in copied.participations.all()] == [
        row.role for row in original.participations.all()
    ]
    assert copied.translation_states.count() == original.translation_states.count()
    document = Document.objects.exclude(adopting_event=None).order_by("pk").last()
    assert document.slug.endswith("-2")
    assert document.adopting_event.slug.endswith("-2")
    assert Change.objects.filter(kind="event", slug=copied.slug).exists() == copied.is_public
    states = TranslationState.objects.filter(content_type__model="event")
    assert not states.exclude(object_id__in=Event.objects.values("pk")).exists()

    made = tokens()
    assert len(made) > MADE * TIMES
    list(index.rebuild())
    assert tokens() == made


def test_rows_have_moments_of_their_own_only_while_they_are_made():
    field = Event._meta.get_field("created_at")

    with own_moments(Event):
        assert not field.auto_now_add
    assert field.auto_now_add


def test_the_words_are_each_their_own():
    assert len({word(rank) for rank in range(VOCABULARY)}) == VOCABULARY


def test_the_server_is_started_as_make_run_starts_it():
    makefile = (ROOT / "Makefile").read_text()
    recipe = re.search(r"@(\S+) exec \$\(BIN\)/granian (.*?) khartoum\.wsgi:application", makefile, re.DOTALL)
    flags = recipe[2].replace("\\\n", " ").replace("$(HOST)", "127.0.0.1").split()
    for own in ("--port", "--workers"):
        at = flags.index(own)
        del flags[at : at + 2]
    assert flags == servers.GRANIAN
    assert recipe[1] == " ".join("=".join(pair) for pair in servers.ENVIRONMENT.items())


def test_the_report_tells_shares_and_marks_what_is_not_flat():
    cost = {"server_few": 0.004, "server_many": 0.004, "waited_few": 1, "waited_many": 1, "waited_ratio": 1}
    found = {
        "at": "2026-11-28",
        "machine": {name: name for name in ("processor", "cores", "memory", "nginx", "python", "load")},
        "by_database": {
            "postgresql": {
                "sizes": [10_000, 1_000_000],
                "throughput": {
                    "database": "10,000 on PostgreSQL",
                    "rates": {
                        "nginx, from disk: page": {"per_second": 100_000, "processor": 0.00001},
                        "kept: page": {"per_second": 30_000, "processor": 0.00004},
                    },
                },
                "flatness": {
                    "flat": {
                        **cost,
                        "processor_few": 0.01,
                        "processor_many": 0.012,
                        "database_many": 0.001,
                        "processor_ratio": 1.2,
                        "is_flat": True,
                    },
                    "steep": {
                        **cost,
                        "processor_few": 0.01,
                        "processor_many": 0.02,
                        "database_many": 0.012,
                        "processor_ratio": 2.0,
                        "is_flat": False,
                    },
                    "too slow": {"stopped": "1,000,000 on PostgreSQL: /en/events/?x answers 503: b''"},
                },
            }
        },
    }
    text = "\n".join(report.lines_of(found))
    assert "| kept: page | 30,000 | 0.040 | 0.250 |" in text
    assert "1 of 3 addresses" in text
    assert "**2.00**" in text
    assert "**stopped**" in text
    assert "| 1.20 |" in text
    once = report.replaced("# Performance\n", text)
    assert report.replaced(once, text) == once


def test_what_differs_by_less_than_a_machines_noise_is_flat():
    def result(few: float, many: float) -> bool:
        cost = [Cost(server=of, database=0, waited=of) for of in (few, many)]
        return flatness.result_of("/", cost[:1], cost[1:])["is_flat"]

    assert result(0.010, 0.0125)
    assert not result(0.010, 0.0135)
    assert result(0.0001, 0.0003)
