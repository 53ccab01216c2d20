"""A portal with something in every corner, to back up, destroy and bring back."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone

from accounts.audit import note
from accounts.models import AuditEntry, User
from delivery.models import Snapshot
from operations.backup.databases import database
from operations.backup.models import Run
from publishing.models import RecordVersion
from tests.factories import DocumentVersionFactory, EventFactory, PictureFactory, ProvisionFactory

# What a restoration itself changes.
CHANGED = {RecordVersion, Session, Run}


def fill() -> None:
    person = User.objects.create(username="حليمة", is_staff=True)
    event = EventFactory(
        title_en="Meeting", title_fr="Réunion\nsur deux lignes", title_ar="اجتماع \\N \\. ; --"
    )
    PictureFactory(event=event)
    version = DocumentVersionFactory()
    version.file.picture = bytes(range(256))
    version.file.save()
    ProvisionFactory(document=version.document)
    # Its number is gone for good.
    EventFactory().delete()
    note(AuditEntry.Action.PUBLISHED, event, person=person)
    Session.objects.create(session_key="k" * 32, session_data="", expire_date=timezone.now())
    snapshot = Snapshot.objects.create(
        slug="20260101-000000", made_at=timezone.now(), sha256=sha256(b"zip").hexdigest(), size=3, records={}
    )
    default_storage.save(snapshot.storage_name, ContentFile(b"zip"))
    (settings.VAR_DIR / "api_key_days").write_bytes(b"\1\0\0\0\2\0\0\0")


def rows() -> dict[str, list]:
    """Of every table, as they are; the plain queryset, for the models' own choose a language."""
    found = {
        model._meta.label: list(models.QuerySet(model).order_by("pk").values_list())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model not in {*CHANGED, AuditEntry}
    }
    # To which a restoration adds what it tells of itself.
    entries = AuditEntry.objects.exclude(action=AuditEntry.Action.PORTAL_RESTORED)
    return {**found, "accounts.AuditEntry": list(entries.order_by("pk").values_list())}


def files() -> dict[str, bytes]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def contents():
    return database(connection).contents(connection)


def destroy() -> None:
    """As a new machine is: no table, no file."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
    else:
        name = connection.settings_dict["NAME"]
        with (
            closing(sqlite3.connect(":memory:")) as empty,
            closing(sqlite3.connect(name, uri=True)) as target,
        ):
            empty.backup(target)
    for path in Path(settings.MEDIA_ROOT).rglob("*"):
        if path.is_file():
            path.unlink()


def run(*arguments: str, **options) -> str:
    said = StringIO()
    call_command(*arguments, stdout=said, stderr=said, **options)
    return said.getvalue()
