"""Rows of the audit log are written once: the database itself refuses to change or to delete them.

Whoever owns the database can lift this; the application never does. Tests do, for a test's tables are
emptied after it.
"""

from typing import Any

MADE = {
    "postgresql": (
        """
        CREATE OR REPLACE FUNCTION accounts_auditentry_stays() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'The audit log is only added to.'
                USING ERRCODE = 'integrity_constraint_violation';
        END $$
        """,
        # For the statement, so that even one that would meet no row is refused.
        """
        CREATE TRIGGER accounts_auditentry_stays
        BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_auditentry
        FOR EACH STATEMENT EXECUTE FUNCTION accounts_auditentry_stays()
        """,
    ),
    "sqlite": (
        """
        CREATE TRIGGER accounts_auditentry_no_update BEFORE UPDATE ON accounts_auditentry
        BEGIN SELECT RAISE(ABORT, 'The audit log is only added to.'); END
        """,
        """
        CREATE TRIGGER accounts_auditentry_no_delete BEFORE DELETE ON accounts_auditentry
        BEGIN SELECT RAISE(ABORT, 'The audit log is only added to.'); END
        """,
        # INSERT OR REPLACE removes the row in its way without a word to the other trigger.
        """
        CREATE TRIGGER accounts_auditentry_no_replace BEFORE INSERT ON accounts_auditentry
        WHEN EXISTS (SELECT 1 FROM accounts_auditentry WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'The audit log is only added to.'); END
        """,
    ),
}
LIFTED = {
    "postgresql": (
        "DROP TRIGGER accounts_auditentry_stays ON accounts_auditentry",
        "DROP FUNCTION accounts_auditentry_stays()",
    ),
    "sqlite": (
        "DROP TRIGGER accounts_auditentry_no_update",
        "DROP TRIGGER accounts_auditentry_no_delete",
        "DROP TRIGGER accounts_auditentry_no_replace",
    ),
}


def enforce(connection: Any) -> None:
    _run(connection, MADE[connection.vendor])


def lift(connection: Any) -> None:
    _run(connection, LIFTED[connection.vendor])


def _run(connection: Any, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
