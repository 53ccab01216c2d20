"""Who may take which rows out and bring which in: what the person may do on the desk of these records."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.auth import get_permission_codename

from publishing.models import Record
from spreadsheets.kinds import IMPORTED, KINDS, Kind


@dataclass(frozen=True)
class Permissions:
    """Of one person, for one kind of rows."""

    person: Any
    kind: Kind

    def _may(self, what: str) -> bool:
        options = self.kind.admin_model._meta
        return self.person.has_perm(f"{options.app_label}.{get_permission_codename(what, options)}")

    @property
    def may_view(self) -> bool:
        return self._may("view") or self._may("change")

    @property
    def may_add(self) -> bool:
        """Rows that belong to a record are added by changing it."""
        return self._may("add") if self.kind.model is self.kind.admin_model else self._may("change")

    @property
    def may_change(self) -> bool:
        return self._may("change")

    @property
    def may_publish(self) -> bool:
        return self._may("publish")

    @property
    def may_delete(self) -> bool:
        return self._may("delete") if self.kind.model is self.kind.admin_model else self._may("change")

    @property
    def may_import(self) -> bool:
        return self.kind.is_imported and (self.may_add or self.may_change)

    def must_prepare(self, record: Record) -> bool:
        """Visitors see it, or will without anybody's doing: only who may publish writes it at once."""
        if self.may_publish or record.pk is None:
            return False
        return bool(admin_of(self.kind).is_before_the_public(record))


def permissions_of(person: Any) -> list[Permissions]:
    """For each kind that the person may bring in."""
    found = (Permissions(person, kind) for kind in IMPORTED.values())
    return [one for one in found if one.may_import]


def kinds_seen_by(person: Any) -> set[str]:
    """The kinds whose imports, row by row, the person may look at."""
    if person.has_perm("spreadsheets.view_importrun"):
        return set(KINDS)
    return {one.kind.name for one in permissions_of(person)}


def admin_of(kind: Kind) -> Any:
    return admin.site.get_model_admin(kind.admin_model)
