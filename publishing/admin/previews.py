"""The page of a record as it will be, for staff: as it is saved, or as it is typed."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from publishing.admin.pending import problems_in
from publishing.admin.replaying import Replay, is_saved, kept_data, sent_again, undone
from publishing.troubles import obstacle_in


def language_wanted(request):
    wanted = request.GET.get("language", "")
    languages = settings.MODELTRANSLATION_LANGUAGES
    return wanted if wanted in languages else languages[0]


class Previews:
    """For the admin of a record that has a page."""

    def preview_pages(self):
        if not self.detail_view:
            return []
        return [
            ("preview", "preview", self.preview_view),
            ("preview-typed", "preview_typed", require_POST(self.preview_typed_view)),
        ]

    def preview_urls(self, info):
        if not self.detail_view:
            return []
        view = self.admin_site.admin_view(require_POST(self.preview_typed_view))
        return [path("add/preview-typed/", view, name=f"{info}_add_preview_typed")]

    def preview_view(self, request, object_id):
        record = self.record_for(request, object_id)
        return self.detail_view.preview(request, record, language_wanted(request))

    def preview_typed_view(self, request, object_id=None):
        """As the form is filled in. Nothing is saved: the form is tried, and what it wrote undone."""
        record = self.record_for(request, object_id) if object_id else None
        if not (self.has_change_permission(request, record) if record else self.has_add_permission(request)):
            raise PermissionDenied
        replay = Replay(is_trial=True)
        sent = sent_again(request, kept_data(request.POST), replay)
        try:
            with undone():
                response = self.changeform_view(sent, object_id)
                if is_saved(response):
                    written = self.model._default_manager.get(pk=replay.record.pk)
                    return self.detail_view.preview(request, written, language_wanted(request))
                problems = problems_in(response)
        except ValidationError as error:
            problems = error.messages
        except (IntegrityError, OperationalError) as error:
            problems = [obstacle_in(error, _("It does not go together with what is saved now."))]
        context = {"title": _("No preview yet"), "problems": problems}
        return self._answer(request, "admin/preview_refused.html", record, context)
