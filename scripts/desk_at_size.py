"""The desk's screens, asked in one process: each empty line on the input is one round.

Fills the database of DATABASE_URL first, and says so with a line; used by `scripts.bench_desk`.
"""

import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
django.setup()

from django.contrib.contenttypes.models import ContentType  # noqa: E402 - after Django is set up
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from reversion.models import Version  # noqa: E402

from accounts.models import User  # noqa: E402
from declarations.models import Document  # noqa: E402
from events.models import Event  # noqa: E402
from publishing.admin.lists import ROWS_ON_A_PAGE  # noqa: E402
from search.models import Entry, Passage  # noqa: E402

# Far beyond the keys of the shipped record.
STEP = 100_000


def copied_models() -> list[type[models.Model]]:
    """Events, what hangs off them, and the tables that keep something of every record."""
    parts = [
        relation.related_model
        for relation in Event._meta.related_objects
        if relation.one_to_many and relation.related_model is not Document
    ]
    through = [field.remote_field.through for field in Event._meta.many_to_many]
    of_all = [
        model
        for model in django.apps.apps.get_models()
        if model._meta.app_label == "publishing"
        and {"content_type", "object_id"} <= {field.name for field in model._meta.fields}
    ]
    # A row that links two of them is found from both sides.
    return list(dict.fromkeys([Event, *parts, *through, *of_all, Version, Entry, Passage]))


def copy(model: type[models.Model], copies: int) -> None:
    """Each row of an event's once more for each copy, its keys and those of its links moved on."""
    copied, columns, values = copied_models(), [], []
    condition = "true"
    for field in model._meta.concrete_fields:
        if field.generated:
            continue
        name = f'"{field.column}"'
        moved = f"{name} + k * {STEP}"
        if field.primary_key or (field.is_relation and field.related_model in copied):
            value = moved
        elif field.name in {"object_id", "record_id"}:
            is_number = isinstance(field, models.PositiveBigIntegerField)
            value = moved if is_number else f"({name}::bigint + k * {STEP})::text"
        elif field.name == "slug":
            value = f"{name} || '-' || k"
        elif field.name == "ordinal_number":
            # A small integer: no scheme has reached the twentieth yet.
            value = f"{name} + k * 20"
        elif field.name == "uid":
            value = "gen_random_uuid()"
        elif field.name == "sort_key" and model is Event:
            value = f"{name} + k"
        else:
            value = name
        columns.append(name)
        values.append(value)
    if "content_type" in {field.name for field in model._meta.fields}:
        condition = f"content_type_id = {ContentType.objects.get_for_model(Event).pk}"
    elif model is Entry:
        condition = "record_kind = 'event'"
    elif model is Passage:
        condition = "entry_id IN (SELECT id FROM search_entry WHERE record_kind = 'event')"
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)}) '  # noqa: S608 - our own names
            f'SELECT {", ".join(values)} FROM "{model._meta.db_table}", generate_series(1, {copies}) AS k '
            f"WHERE {condition} AND id < {STEP}"
        )


def fill(size: int) -> None:
    copies = max(size // Event.objects.count() - 1, 0)
    for model in copied_models():
        copy(model, copies)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def screens() -> dict[str, str]:
    event = Event.objects.order_by("-pk").first()
    change = f"/admin/events/event/{event.pk}"
    late = max(1, min(20, Event.objects.count() // ROWS_ON_A_PAGE))
    return {
        "first page": "/admin/",
        "events": "/admin/events/event/",
        "events, one type": "/admin/events/event/?type=thematic_meeting",
        "events, drafts": "/admin/events/event/?state=draft",
        "events, without French": "/admin/events/event/?missing=fr",
        "events, unofficial translations": "/admin/events/event/?translations=unofficial",
        "events, of a year": "/admin/events/event/?year=2016",
        "events, words": "/admin/events/event/?q=return",
        "events, the last page or the twentieth": f"/admin/events/event/?p={late}",
        "event, form": f"{change}/change/",
        "event, empty form": "/admin/events/event/add/",
        "event, history": f"{change}/history/",
        "event, French beside English": f"{change}/translate/fr/",
        "documents": "/admin/declarations/document/",
        "translation list": "/admin/desk/translations/fr/",
    }


def main() -> None:
    fill(int(sys.argv[1]))
    print("ready", flush=True)
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.create(username="bench", is_staff=True, is_superuser=True))
    for _line in sys.stdin:
        for name, address in screens().items():
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            took = time.perf_counter() - began
            if response.status_code != 200:
                raise SystemExit(f"{address}: {response.status_code}")
            print(took, len(queries), name, flush=True)
        print(flush=True)


main()
