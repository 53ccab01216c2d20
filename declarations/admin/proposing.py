"""Takes over the provisions of a document from a text, once somebody has corrected what was read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from declarations.admin.proposals import Proposal, TextForm
from declarations.admin.provisions import ProvisionsAdmin
from declarations.filling import fill_provisions
from publishing.admin.base import AT_THE_SAME_MOMENT
from publishing.admin.revisions import revision_of
from publishing.troubles import obstacle_in


class HasProvisions:
    """For the admin of documents."""

    screens = {"provisions": "provisions_view"}

    def own_pages(self):
        return [
            *super().own_pages(),
            ("provisions", "provisions", self.provisions_view),
            ("propose-provisions", "propose_provisions", self.propose_view),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["provision_count"] = obj.provisions.count() if obj else 0
        context["may_propose"] = obj is not None and self.may_write_at_once(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def provisions_view(self, request, object_id):
        return ProvisionsAdmin(self.model, self.admin_site).changeform_view(request, object_id)

    def propose_view(self, request, object_id):
        """Choose a text, look at what was read from it, and take it over. Until then nothing is kept: the
        proposal travels with the form."""
        document = self.record_for(request, object_id)
        if not self.may_write_at_once(request, document):
            raise PermissionDenied
        is_sent = request.method == "POST"
        choosing = TextForm(request.POST if is_sent else None, document=document)
        context = {"form": choosing}
        if "confirmed" in request.POST:
            proposal = Proposal.sent(document, request.POST)
            if proposal.is_valid() and self._take_over(request, document, proposal):
                return HttpResponseRedirect(self.page_of(document, "provisions"))
            context["proposal"] = proposal
        elif is_sent and choosing.is_valid():
            context["proposal"] = Proposal.read(document, choosing)
        context["title"] = _("Propose provisions: %(record)s") % {"record": document}
        return self._answer(request, "admin/declarations/provisions_propose.html", document, context)

    def _take_over(self, request, document, proposal):
        about = proposal.about.cleaned_data
        try:
            with revision_of(request):
                done = fill_provisions(
                    document=document,
                    rows=proposal.words,
                    language=about["language"],
                    authority=about["authority"],
                    removed=proposal.removed,
                )
                self.log_change(request, document, _("Provisions taken over from a text"))
        except ValidationError as error:
            proposal.about.add_error(None, error.messages)
            return False
        except (IntegrityError, OperationalError) as error:
            # A commitment was written since the form was opened, or of two who save at once one was ended.
            proposal.about.add_error(None, obstacle_in(error, AT_THE_SAME_MOMENT))
            return False
        self._tell_what_was_done(request, done, proposal.left_as_they_were)
        return True

    def _tell_what_was_done(self, request, done, left_as_they_were):
        made = ngettext("%(count)s provision was made.", "%(count)s provisions were made.", done.made)
        filled = ngettext(
            "%(count)s provision was filled.", "%(count)s provisions were filled.", done.changed
        )
        removed = ngettext(
            "%(count)s provision was removed.", "%(count)s provisions were removed.", done.removed
        )
        counts = [(done.made, made), (done.changed, filled), (done.removed, removed)]
        if not any(count for count, _told in counts):
            self.message_user(request, _("Nothing was changed."), messages.INFO)
        for count, told in counts:
            if count:
                self.message_user(request, told % {"count": count}, messages.SUCCESS)
        if left_as_they_were:
            told = ngettext(
                "%(count)s provision has other words and stays as it was: writing over it was not chosen.",
                "%(count)s provisions have other words and stay as they were: writing over them was not "
                "chosen.",
                left_as_they_were,
            )
            self.message_user(request, told % {"count": left_as_they_were}, messages.WARNING)
