"""The first page of the desk: what needs doing, counted no further than anyone acts on."""

from dataclasses import dataclass

from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from reversion.models import Version

from publishing.admin.base import RecordAdmin
from publishing.admin.filters import (
    OUT_OF_DATE,
    TRANSLATIONS,
    UNOFFICIAL,
    in_state,
    lacking,
    with_translations,
)
from publishing.admin.life import PublishableAdmin
from publishing.languages import name_of_language
from publishing.models import Publishable

COUNTED = 100
CHANGES_SHOWN = 12


@dataclass
class Task:
    """One kind of record with one thing to do: how many, and where they are listed."""

    name: str
    count: int
    address: str

    @property
    def shown(self):
        return _("more than %(count)s") % {"count": COUNTED} if self.count > COUNTED else str(self.count)


@dataclass
class Group:
    title: str
    tasks: list[Task]


def tasks_of(site, request):
    """Group by group; what nobody has to do is left out."""
    admins = [one for one in site._registry.values() if one.has_view_or_change_permission(request)]
    publishable = [one for one in admins if isinstance(one, PublishableAdmin)]
    records = [one for one in admins if isinstance(one, RecordAdmin)]
    states = Publishable.State
    groups = [
        (
            gettext_lazy("In review: to be published"),
            publishable,
            "state",
            states.IN_REVIEW,
            _state(states.IN_REVIEW),
        ),
        (gettext_lazy("Drafts"), publishable, "state", states.DRAFT, _state(states.DRAFT)),
        (gettext_lazy("Scheduled"), publishable, "state", states.SCHEDULED, _state(states.SCHEDULED)),
        *(_missing(code, publishable) for code in TRANSLATIONS),
        (
            gettext_lazy("Translations older than their original"),
            records,
            "translations",
            "out-of-date",
            lambda one, rows: with_translations(rows, OUT_OF_DATE),
        ),
        (
            gettext_lazy("Unofficial translations to confirm"),
            records,
            "translations",
            "unofficial",
            lambda one, rows: with_translations(rows, UNOFFICIAL),
        ),
        *((title, [one], *task) for one in records for title, *task in one.own_tasks),
    ]
    found = [
        Group(str(title), _tasks(site, request, admins, parameter, value, narrowed))
        for title, admins, parameter, value, narrowed in groups
    ]
    return [group for group in found if group.tasks]


def _state(state):
    return lambda one, rows: in_state(rows, state)


def _missing(code, admins):
    title = _("Without a title in %(language)s") % {"language": name_of_language(code)}
    return title, admins, "missing", code, lambda one, rows: lacking(rows, one.main_text, code)


def _tasks(site, request, admins, parameter, value, narrowed):
    for_all = []
    for one in admins:
        rows = narrowed(one, one.model._default_manager.all())
        count = rows.order_by()[: COUNTED + 1].count()
        if count:
            address = reverse(f"{site.name}:{one.opts.app_label}_{one.opts.model_name}_changelist")
            name = capfirst(str(one.opts.verbose_name_plural))
            for_all.append(Task(name, count, f"{address}?{parameter}={value}"))
    return for_all


def latest_changes(site, request):
    """The records saved last, by whom and why."""
    admins = {
        ContentType.objects.get_for_model(one.model).pk: one
        for one in site._registry.values()
        if isinstance(one, RecordAdmin) and one.has_view_or_change_permission(request)
    }
    versions = (
        Version.objects.filter(content_type__in=list(admins))
        .defer("serialized_data")
        .select_related("revision__user")
        .order_by("-pk")[:CHANGES_SHOWN]
    )
    return [
        {
            "record": version.object_repr,
            "kind": admins[version.content_type_id].opts.verbose_name,
            "revision": version.revision,
            "address": reverse(
                f"{site.name}:{admins[version.content_type_id].opts.app_label}_{admins[version.content_type_id].opts.model_name}_change",
                args=[quote(version.object_id)],
            ),
        }
        for version in versions
    ]
