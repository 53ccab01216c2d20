"""What stands around the form of a record: its state, who else works on it, and the buttons."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from publishing.admin.buttons import (
    buttons_before_the_public,
    buttons_of_draft,
    buttons_of_edit,
    buttons_of_new,
    moment_in_words,
)
from publishing.admin.pending import name_of
from publishing.models import PendingChange, Remark

EDITS_TOLD = 5
REMARKS_TOLD = 5


class BesideTheForm:
    """For the admin of a record."""

    def life_of_form(self, request, record):
        """For the template of the form; the record is none while it is being added."""
        pending = getattr(request, "pending", None)
        context = {"pending": pending, "buttons": list(self.buttons_for(request, record, pending))}
        if self.detail_view and not self.screen:
            context["typed_preview_url"] = (
                self.page_of(record, "preview_typed") if record else self.address_of("add_preview_typed")
            )
            codes = settings.MODELTRANSLATION_LANGUAGES
            context["typed_preview_languages"] = [
                {"code": code, "name": get_language_info(code)["name_local"]} for code in codes
            ]
        if record is not None:
            context |= self._who_else(record, pending)
            context["must_prepare"] = self.must_prepare(request, record)
        return context

    def buttons_for(self, request, record, pending):
        if record is None:
            if not self.has_add_permission(request):
                return ()
            if self.has_drafts:
                return buttons_of_draft(is_new=True, may_add=True)
            return buttons_of_new(public_when=self.public_when)
        if not self.has_change_permission(request, record):
            return ()
        if pending is not None:
            return buttons_of_edit(may_release=self.may_release(request, record, pending))
        if self.is_before_the_public(record):
            return buttons_before_the_public(record, must_prepare=self.must_prepare(request, record))
        return buttons_of_draft(is_new=False, may_add=self.has_add_permission(request))

    def edits_lost_with(self, records):
        """In words, for the page that asks before records are deleted."""
        kind = ContentType.objects.get_for_model(self.model)
        keys = [record.pk for record in records]
        edits = PendingChange.objects.filter(content_type=kind, object_id__in=keys).open().with_names()
        return [
            _("Prepared edit of %(person)s, kept on %(moment)s")
            % {"person": name_of(edit.author), "moment": moment_in_words(edit.saved_at)}
            for edit in edits.defer("data")[:EDITS_TOLD]
        ]

    def _who_else(self, record, pending):
        edits = PendingChange.objects.of(record).open().with_names().defer("data")
        if pending is not None:
            edits = edits.exclude(pk=pending.pk)
        edits = list(edits[: EDITS_TOLD + 1])
        remarks = Remark.objects.of(record).open().with_names().order_by("-made_at", "-pk")
        return {
            "open_edits": edits[:EDITS_TOLD],
            "has_more_edits": len(edits) > EDITS_TOLD,
            "open_remarks": list(remarks[:REMARKS_TOLD])[::-1],
        }
