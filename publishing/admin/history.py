"""Who changed what when; two states compared; an earlier one restored; a deleted record recovered."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.admin.models import DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.errors import RevertError
from reversion.models import Version

from publishing.admin.keys import key_of
from publishing.admin.revisions import revision_of
from publishing.admin.steps import SAVED_MEANWHILE
from publishing.history import LIFE, Names, State, differences, states_of, versions_of
from publishing.models import PendingChange
from publishing.restoring import recover, restore
from publishing.troubles import obstacle_in

VERSIONS_ON_A_PAGE = 20
# Of one state; the comparison of two shows all.
DIFFERENCES_TOLD = 40
LABELS_TOLD = 4
EDITS_SHOWN = 20
DELETED_SHOWN = 200


@dataclass
class Told:
    """One state of the list, with what was changed in it."""

    version: Version
    # None of the first state that was kept.
    differences: list | None

    @property
    def shown(self):
        return self.differences[:DIFFERENCES_TOLD]

    @property
    def more(self):
        return max(len(self.differences) - DIFFERENCES_TOLD, 0)

    @property
    def labels(self):
        """In a few words, for whoever looks down the list."""
        labels = list(dict.fromkeys(one.label for one in self.differences))
        told = labels[:LABELS_TOLD]
        return " · ".join([*told, "…"] if len(labels) > len(told) else told)


# The last two where somebody else writes the same at that moment, or where other records need a row.
NOT_RESTORED = (ValidationError, RevertError, IntegrityError, OperationalError)


def problems_of(error):
    if isinstance(error, IntegrityError | OperationalError):
        return [obstacle_in(error, _("It does not go together with what is saved now."))]
    return getattr(error, "messages", [str(error)])


def told_rows(versions, count):
    """The latest first. One that follows after `count` is only compared with."""
    states = states_of(versions)
    names = Names(states)
    befores = [*states[1:], None]
    return [
        Told(version, differences(before, state, names=names) if before else None)
        for version, state, before in zip(versions, states, befores, strict=True)
    ][:count]


class HistoryViews:
    keeps_deleted = True

    def save_restored(self, record):
        record.save()

    def history_urls(self, info):
        wrap = self.admin_site.admin_view
        return [
            path("recover/", wrap(self.recover_list_view), name=f"{info}_recover_list"),
            path("recover/<int:version_id>/", wrap(self.recover_view), name=f"{info}_recover"),
            path("<path:object_id>/compare/", wrap(self.compare_view), name=f"{info}_compare"),
            path(
                "<path:object_id>/restore/<int:version_id>/", wrap(self.restore_view), name=f"{info}_restore"
            ),
        ]

    def history_view(self, request, object_id, extra_context=None):
        record = self.record_for(request, object_id)
        versions = versions_of(record)
        page = Paginator(versions, VERSIONS_ON_A_PAGE).get_page(request.GET.get("p"))
        # With the one before, to tell what the oldest on the page has changed.
        start = page.start_index() - 1 if page.object_list else 0
        rows = told_rows(list(versions[start : start + VERSIONS_ON_A_PAGE + 1]), VERSIONS_ON_A_PAGE)
        latest = versions.first()
        shown = {row.version.pk for row in rows}
        older, newer = (self._chosen(versions, request.GET.get(name)) for name in ("older", "newer"))
        context = {
            "title": _("History: %(record)s") % {"record": record},
            "versions": page,
            "rows": rows,
            "latest": latest,
            "older": older or (rows[min(1, len(rows) - 1)].version if rows else None),
            "newer": newer or latest,
            # What was chosen on another page stays chosen.
            "elsewhere": list(
                {one.pk: one for one in (newer or latest, older) if one and one.pk not in shown}.values()
            ),
            "edits": PendingChange.objects.of(record).with_names().closed().defer("data")[:EDITS_SHOWN],
            "may_restore": self.may_write_at_once(request, record),
        }
        return self._answer(request, "admin/record_history.html", record, context)

    def _chosen(self, versions, key):
        return versions.filter(pk=key_of(str(key or ""))).first() if key else None

    def compare_view(self, request, object_id):
        record = self.record_for(request, object_id)
        versions = [self._version(record, request.GET.get(name)) for name in ("older", "newer")]
        older, newer = sorted(versions, key=lambda version: version.pk)
        context = {
            "title": _("Compare: %(record)s") % {"record": record},
            "older": older,
            "newer": newer,
            "differences": differences(State.of(older), State.of(newer)),
            "may_restore": self.may_write_at_once(request, record),
        }
        return self._answer(request, "admin/record_compare.html", record, context)

    def restore_view(self, request, object_id, version_id):
        record = self.record_for(request, object_id)
        if not self.may_write_at_once(request, record):
            raise PermissionDenied
        version = self._version(record, version_id)
        problems = []
        if request.method == "POST" and request.POST.get("revision") != str(record.revision):
            # The page below shows what would be written over now.
            problems = [SAVED_MEANWHILE]
        elif request.method == "POST":
            try:
                with revision_of(request):
                    missing = restore(record=record, version=version, save=self.save_restored)
            except NOT_RESTORED as error:
                problems = problems_of(error)
                record = self.record_for(request, object_id)
            else:
                self._tell(request, _("The earlier version has been restored."), missing)
                return HttpResponseRedirect(self.page_of(record))
        context = {
            "title": _("Restore: %(record)s") % {"record": record},
            "version": version,
            "problems": problems,
            "differences": differences(State.now(record), State.of(version), skip=LIFE),
        }
        return self._answer(request, "admin/record_restore.html", record, context)

    def recover_list_view(self, request):
        self._must_recover(request)
        deleted = list(
            Version.objects.get_deleted(self.model)
            .defer("serialized_data")
            .select_related("revision__user")
            .order_by("-pk")[:DELETED_SHOWN]
        )
        kind = ContentType.objects.get_for_model(self.model)
        entries = LogEntry.objects.filter(
            content_type=kind, action_flag=DELETION, object_id__in=[version.object_id for version in deleted]
        ).select_related("user")
        deletions = {entry.object_id: entry for entry in entries}
        for version in deleted:
            version.deletion = deletions.get(version.object_id)
        context = {
            "title": _("Recover deleted %(name)s") % {"name": self.opts.verbose_name_plural},
            "deleted": deleted,
            "public_when": self.public_when,
        }
        return self._answer(request, "admin/record_recover_list.html", None, context)

    def recover_view(self, request, version_id):
        self._must_recover(request)
        version = Version.objects.get_deleted(self.model).filter(pk=version_id).first()
        if version is None:
            return self._led_to_recovered(request, version_id)
        problems = []
        if request.method == "POST":
            try:
                with revision_of(request):
                    record, missing = recover(version=version, save=self.save_restored)
            except NOT_RESTORED as error:
                if self.model._base_manager.filter(pk=version.object_id).exists():
                    return self._led_to_recovered(request, version_id)
                problems = problems_of(error)
            else:
                self._tell(request, _("It has been recovered."), missing)
                return HttpResponseRedirect(self.page_of(record))
        facts = [
            (one.label, one.after)
            for one in differences(State(self.model, {}), State.of(version), skip=LIFE)
            if one.after
        ]
        context = {
            "title": _("Recover: %(record)s") % {"record": version.object_repr},
            "version": version,
            "facts": facts,
            "problems": problems,
            "public_when": self.public_when,
        }
        return self._answer(request, "admin/record_recover.html", None, context)

    def _led_to_recovered(self, request, version_id):
        """Somebody was there first, perhaps by pressing twice."""
        version = get_object_or_404(Version.objects.get_for_model(self.model), pk=version_id)
        record = self.record_for(request, version.object_id)
        if request.method == "POST":
            self._tell(request, _("It has been recovered."), [])
        return HttpResponseRedirect(self.page_of(record))

    def may_recover(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def _must_recover(self, request):
        if not self.may_recover(request):
            raise PermissionDenied

    def _version(self, record, key):
        return get_object_or_404(versions_of(record), pk=key_of(str(key or "")))

    def _tell(self, request, message, missing):
        self.message_user(request, message, messages.SUCCESS)
        for sentence in missing:
            self.message_user(request, sentence, messages.WARNING)

    def _answer(self, request, template, record, context):
        request.current_app = self.admin_site.name
        info = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        return TemplateResponse(
            request,
            template,
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "module_name": capfirst(str(self.opts.verbose_name_plural)),
                "original": record,
                "record_url": self.page_of(record) if record else "",
                "list_url": reverse(f"{info}_changelist"),
                **context,
            },
        )
