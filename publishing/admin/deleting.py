"""What a deletion would take along, what stands in its way, and what can be done instead."""

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import OperationalError, models
from django.http import HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from publishing.admin.revisions import revision_of
from publishing.models import Part, PendingChange
from publishing.revisions import relations_that_go_with
from publishing.troubles import obstacle_in

NOTHING_DONE = gettext_lazy(
    "Somebody saved something at the same moment, so nothing was done. Please try again."
)


class DeletesRecords:
    """For the admin of a record. Its parts go with it and ask nobody; other records below it ask their own
    admin, which may say that this one has to stay."""

    delete_confirmation_template = "admin/record_delete.html"
    delete_selected_confirmation_template = "admin/record_delete_selected.html"

    def get_deleted_objects(self, objs, request):
        """Django asks this before it deletes, of one record and of several: the last moment to ask again."""
        self._delete_only_what_was_shown(objs, request)
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        # Django knows of rows that point here, and not of lists in which other records name this one.
        naming = [self._link_to(other) for record in objs for other in record.links_from_others()]
        staying = [self._link_to(row) for record in objs for row in self._staying_below(request, record)]
        told = self._told_otherwise(request)
        return (
            [*to_delete, *self._lost_edits(objs)],
            counts,
            {name for name in lacking if str(name) not in told},
            list(dict.fromkeys([*protected, *naming, *staying])),
        )

    def _lost_edits(self, records):
        yield from self.edits_lost_with(records)
        for _relation, rows in self._rows_below([record.pk for record in records]):
            yield from self.admin_site.get_model_admin(rows.model).edits_lost_with(rows.only("pk"))

    def _delete_only_what_was_shown(self, records, request):
        """What a colleague has saved since the page was shown, nobody has agreed to delete: it asks again."""
        stands = self._as_they_stand(records, is_held=request.method == "POST")
        for record in records:
            # For the page, which sends it back.
            record.as_shown = stands.get(record.pk, "")
        if request.method != "POST":
            return
        others = [one for one in records if request.POST.get(f"revision-{one.pk}") != one.as_shown]
        told = _("%(record)s: somebody has saved it meanwhile. Look at it again.")
        for record in others if "post" in request.POST else ():
            self.message_user(request, told % {"record": record}, messages.ERROR)
        if others:
            # Without it Django shows its page, and deletes nothing.
            request.POST = QueryDict()

    def _as_they_stand(self, records, *, is_held):
        """Key → the revisions of the record, of those that go with it, and of the prepared edits of each."""
        keys = [record.pk for record in records]
        if is_held:
            self._hold(keys)
        found = [("pk", self.model._base_manager.filter(pk__in=keys))]
        found.extend((relation.field.attname, rows) for relation, rows in self._rows_below(keys))
        stands = {key: [] for key in keys}
        for owner, rows in found:
            belongs_to = {}
            for row in rows.order_by("pk").values(*{owner, "pk", "revision"}):
                belongs_to[row["pk"]] = row[owner]
                stands[row[owner]].append(f"{rows.model._meta.model_name}-{row['pk']}-{row['revision']}")
            kind = ContentType.objects.get_for_model(rows.model)
            edits = PendingChange.objects.filter(content_type=kind, object_id__in=[*belongs_to], outcome="")
            edits = edits.select_for_update() if is_held else edits
            for pk, key, revision in edits.order_by("pk").values_list("pk", "object_id", "revision"):
                stands[belongs_to[key]].append(f"edit-{pk}-{revision}")
        return {key: " ".join(stand) for key, stand in stands.items()}

    def _hold(self, keys):
        """Until the end, so that what is compared now is what is deleted. What goes with a record first, as
        everybody does who saves such a one. Once the record is held, nothing can be added to it."""
        rows_below = [rows for _relation, rows in self._rows_below(keys)]
        for rows in [*rows_below, self.model._base_manager.filter(pk__in=keys)]:
            list(rows.select_for_update().order_by("pk").values_list("pk"))

    def _rows_below(self, keys):
        for model, relation in self._below():
            yield relation, model._base_manager.filter(**{f"{relation.field.attname}__in": keys})

    def _told_otherwise(self, request):
        """Kinds that Django says this person may not delete, though that is not what stands in the way."""
        around = [relation.related_model for relation in self.opts.related_objects]
        parts = [model for model in around if issubclass(model, Part)]
        below = [model for model, _relation in self._below() if self._may_delete(request, model)]
        return {str(model._meta.verbose_name) for model in (*parts, *below)}

    def _staying_below(self, request, record):
        for model, relation in self._below():
            if self._may_delete(request, model):
                rows = getattr(record, relation.get_accessor_name()).all()
                yield from (row for row in rows if not self._may_delete(request, model, row))

    def _below(self):
        return [(relation.related_model, relation) for relation in relations_that_go_with(self.model)]

    def _may_delete(self, request, model, row=None):
        return self.admin_site.get_model_admin(model).has_delete_permission(request, row)

    def _link_to(self, record):
        options = record._meta
        return format_html(
            '{}: <a href="{}">{}</a>',
            capfirst(options.verbose_name),
            reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[quote(record.pk)]),
            record,
        )

    def way_to_withdraw(self, request, record):
        """The address of the step that leaves a notice instead, where there is one to take."""
        return ""

    def render_delete_form(self, request, context):
        record = context["object"]
        context |= {
            "title": _("Delete: %(record)s") % {"record": record},
            "withdraw_url": self.way_to_withdraw(request, record),
            "original": record,
            "record_url": self.page_of(record),
            "list_url": self.address_of("changelist"),
            "module_name": capfirst(self.opts.verbose_name_plural),
        }
        return super().render_delete_form(request, context)

    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return super().delete_view(request, object_id, extra_context)
        try:
            with revision_of(request):
                return super().delete_view(request, object_id, extra_context)
        except (models.ProtectedError, ValidationError):
            message = _("It could not be deleted: another record needs it. Look again at what is listed.")
        except OperationalError as error:
            message = obstacle_in(error, NOTHING_DONE)
        self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())
