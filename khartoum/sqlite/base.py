"""Django's own way to SQLite, that waits for whoever else writes no longer than who asks may wait."""

from typing import Any

from django.db.backends.sqlite3 import base

from khartoum import waiting

# Of the time that somebody has: what was waited for in vain is still to be said.
PART = 0.75


class DatabaseWrapper(base.DatabaseWrapper):
    # In seconds, as the connection was told last.
    told: float | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        self.told = self.longest()
        return super().get_new_connection({**conn_params, "timeout": self.told})

    def create_cursor(self, name: str | None = None) -> Any:
        longest = self.longest()
        if longest != self.told:
            # The connection remembers it: most requests are of one kind, and have nothing to tell.
            self.connection.execute(f"PRAGMA busy_timeout = {round(longest * 1000)}").close()
            self.told = longest
        return super().create_cursor(name)

    def longest(self) -> float:
        in_general = float(self.settings_dict["OPTIONS"].get("timeout", 5))
        limit = waiting.waiting()
        return in_general if limit is None else min(limit.longest * PART, in_general)
