"""What needs somebody sooner or later, counted no further than anyone acts on."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from desk.kinds import Kind, Kinds
from publishing.admin.filters import in_state
from publishing.models import Publishable

COUNTED = 100
# Kinds with tasks of their own are searched no deeper than this.
NEWEST = 1_000


@dataclass(frozen=True)
class Task:
    """One kind of record with one thing to do: how many, and where they are listed."""

    name: str
    count: int
    address: str

    @property
    def shown(self) -> str:
        return _("more than %(count)s") % {"count": COUNTED} if self.count > COUNTED else str(self.count)


@dataclass(frozen=True)
class Group:
    title: str
    tasks: list[Task]


def tasks_of(kinds: Kinds) -> list[Group]:
    """Group by group; what nobody has to do is left out."""
    draft = Publishable.State.DRAFT
    drafts = [_task(kind, f"?state={draft}", in_state(kind.rows, draft)) for kind in kinds.to_change()]
    groups = [Group(str(gettext_lazy("Everybody’s drafts")), drafts)]
    for kind in kinds:
        for title, parameter, value, narrowed in kind.admin.own_tasks:
            newest = kind.rows.order_by("-pk").values("pk")[:NEWEST]
            rows = narrowed(kind.admin, kind.rows.filter(pk__in=newest))
            groups.append(Group(str(title), [_task(kind, f"?{parameter}={value}", rows)]))
    found = [Group(group.title, [task for task in group.tasks if task.count]) for group in groups]
    return [group for group in found if group.tasks]


def _task(kind: Kind, query: str, rows: Any) -> Task:
    return Task(kind.plural, rows.order_by()[: COUNTED + 1].count(), kind.list_page(query))
