"""Statements that are written once and asked many times, with other values in a few places."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from publishing.reading import reading_connection

PLACE = re.compile("%%|%s")


class KeptStatement:
    """`parameters` tells for each place in the statement the name of what is put in there, or None and the
    value where that never changes.

    PostgreSQL's driver writes every value into the statement whenever it is asked, and of long ones keeps
    nothing. So what never changes is written there once, when it is asked for the second time.
    """

    def __init__(self, sql: str, parameters: Sequence[tuple[str | None, Any]]) -> None:
        self.sql, self.parameters = sql, parameters
        self.is_asked_again = False
        self._short = ""

    def rows(self, values: Mapping[str, Any]) -> list[Any]:
        database = reading_connection()
        with database.cursor() as cursor:
            cursor.execute(*self._filled(database, values))
            return cursor.fetchall()

    def _filled(self, database: Any, values: Mapping[str, Any]) -> tuple[str, Any]:
        if database.vendor == "postgresql" and self.is_asked_again:
            self._short = self._short or self._written(database)
            return self._short, values
        self.is_asked_again = True
        return self.sql, [values[name] if name else value for name, value in self.parameters]

    def _written(self, database: Any) -> str:
        left = iter(self.parameters)

        def fill(place: re.Match[str]) -> str:
            if place[0] == "%%":
                return "%%"
            name, value = next(left)
            if name:
                return f"%({name})s"
            literal: str = database.ops.compose_sql("%s", [value])
            return literal.replace("%", "%%")

        return PLACE.sub(fill, self.sql)
