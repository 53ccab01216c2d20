"""accounts/append_only.py: what stands on the audit log stays."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, QuerySet

from accounts import append_only
from accounts.audit import note
from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db
Action = AuditEntry.Action


@pytest.fixture
def enforced(db):
    """As every database but that of the tests is."""
    append_only.enforce(connection)


REPLACING = {
    "sqlite": """
        INSERT OR REPLACE INTO accounts_auditentry
            (id, at, action, person, kind, object_id, object_name, details)
        VALUES (%s, '2026-01-01', 'signed_in', '', '', '', '', '{}')
    """,
    "postgresql": """
        INSERT INTO accounts_auditentry (id, at, action, person, kind, object_id, object_name, details)
        VALUES (%s, '2026-01-01', 'signed_in', '', '', '', '', '{}')
        ON CONFLICT (id) DO UPDATE SET action = excluded.action
    """,
}


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE accounts_auditentry SET person = 'nobody'",
        "UPDATE accounts_auditentry SET at = CURRENT_TIMESTAMP WHERE id > 0",
        "DELETE FROM accounts_auditentry",
    ],
)
@pytest.mark.usefixtures("enforced")
def test_the_database_refuses_to_change_or_delete_an_entry(sql):
    note(Action.EXPORTED)
    before = list(AuditEntry.objects.values())

    with pytest.raises(IntegrityError, match="only added to"):
        run(sql)

    assert list(AuditEntry.objects.values()) == before


@pytest.mark.usefixtures("enforced")
def test_the_database_refuses_to_put_one_entry_in_the_place_of_another():
    entry = note(Action.EXPORTED)

    with pytest.raises(IntegrityError, match="only added to"):
        run(REPLACING[connection.vendor], entry.pk)

    assert AuditEntry.objects.get(pk=entry.pk).action == Action.EXPORTED


@pytest.mark.usefixtures("enforced")
def test_entries_are_added_all_the_same():
    note(Action.EXPORTED)
    note(Action.IMPORTED)

    assert list(AuditEntry.objects.order_by("pk").values_list("action", flat=True)) == [
        "exported",
        "imported",
    ]


@pytest.mark.postgresql
@pytest.mark.usefixtures("enforced")
def test_the_database_refuses_to_empty_the_log():
    note(Action.EXPORTED)

    with pytest.raises(IntegrityError, match="only added to"):
        run("TRUNCATE accounts_auditentry")

    assert AuditEntry.objects.count() == 1


@pytest.mark.usefixtures("enforced")
def test_what_goes_round_the_model_meets_the_database():
    entry = note(Action.EXPORTED)
    entry.person = "nobody"

    with pytest.raises(IntegrityError), transaction.atomic():
        Model.save(entry)
    with pytest.raises(IntegrityError), transaction.atomic():
        QuerySet(AuditEntry).delete()

    assert AuditEntry.objects.get().person == ""


def test_the_model_refuses_before_the_database_has_to():
    entry = note(Action.EXPORTED)

    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(person="nobody"),
        lambda: AuditEntry.objects.bulk_update([entry], ["person"]),
    ):
        with pytest.raises(TypeError, match="neither changed nor deleted"):
            attempt()


def test_an_entry_is_gone_with_what_it_tells_of_if_that_fails():
    def told_and_failed():
        with transaction.atomic():
            note(Action.PUBLISHED)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        told_and_failed()

    assert not AuditEntry.objects.exists()
