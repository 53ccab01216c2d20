"""A record's texts beside their originals, to be translated into one language; nothing else is written."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language_info, ngettext, override
from django.utils.translation import gettext as _
from js_asset import Media

from publishing.admin.filters import TRANSLATIONS
from publishing.admin.kept import as_kept, gone
from publishing.admin.keys import number_in
from publishing.admin.replaying import replay_of
from publishing.admin.revisions import revision_of
from publishing.admin.sent import with_plain_line_breaks
from publishing.admin.translation_conflicts import changed_originals, conflict_in, with_choices_made
from publishing.admin.translation_sheet import TranslationSheet
from publishing.languages import name_of_language, translated_fields
from publishing.models import PendingChange, TranslationState
from publishing.pending import submit_edit
from publishing.texts import names_of_texts
from publishing.troubles import obstacle_in

# In the query string of the form: which list it was opened from, so that “next” leads down that list.
PAGE = "page"


def may_translate(request, language):
    return language in TRANSLATIONS and request.user.has_perm(f"publishing.translate_{language}")


class TranslatesRecords:
    """For the admin of a record."""

    def translation_pages(self):
        if not translated_fields(self.model):
            return []
        return [("translate/<str:language>", "translate", self.translate_view)]

    def languages_to_translate(self, request, record):
        """Code and name of those that this person may write of the record."""
        if record is None or not translated_fields(self.model):
            return []
        return [(code, name_of_language(code)) for code in TRANSLATIONS if may_translate(request, code)]

    def translate_view(self, request, object_id, language):
        if language not in TRANSLATIONS:
            raise Http404
        record = self.record_for(request, object_id)
        if not may_translate(request, language):
            raise PermissionDenied
        request = as_kept(request)
        if request.method != "POST":
            return self._show_sheet(request, record, self._sheet(request, record, language))
        request.POST = with_plain_line_breaks(request.POST)
        try:
            with revision_of(request):
                return self._take_sheet(request, record, language)
        except (ValidationError, IntegrityError, OperationalError) as error:
            if replay_of(request):
                # The transaction around it has to end first.
                raise
            moment = _("Somebody saved something at the same moment. Save again.")
            is_plain = isinstance(error, ValidationError)
            problems = error.messages if is_plain else [obstacle_in(error, moment)]
        record = self.record_for(request, object_id)
        sheet = self._sheet(request, record, language)
        sheet.is_valid()
        opened = request.POST.get("opened_revision")
        return self._show_sheet(request, record, sheet, problems=problems, opened=opened)

    def _sheet(self, request, record, language):
        is_sent = request.method == "POST"
        page = number_in((request.POST if is_sent else request.GET).get(PAGE, ""), figures=5)
        return TranslationSheet(
            self, request, record, language, data=request.POST if is_sent else None, page=page
        )

    def _take_sheet(self, request, record, language):
        # Held until the end, so that what is compared now is what is written over.
        record = self.model._base_manager.select_for_update().filter(pk=record.pk).first()
        if record is None:
            raise gone(request)
        self.go_on_amending(request, record, language)
        request.POST = with_choices_made(self, request, record, language)
        if self.is_to_be_kept(request, record):
            return self._keep_sheet(request, record, language)
        made_from = changed_originals(self, request, record, language)
        conflict = conflict_in(self, request, record, language)
        if conflict is not None:
            request.POST = conflict.data
        sheet = self._sheet(request, record, language)
        must_look = conflict is not None and self._must_look(request, conflict)
        if not sheet.is_valid() or must_look or getattr(request, "is_only_shown", False):
            return self._show_sheet(request, record, sheet, conflict=conflict if must_look else None)
        if sheet.has_changed():
            self._tell_saved(request, record, language, sheet.save(made_from))
        else:
            self.message_user(request, _("Nothing was changed."), messages.INFO)
        return self._led_on(request, record, language)

    def _must_look(self, request, conflict):
        replay = replay_of(request)
        if replay is not None:
            return replay.must_be_looked_at(conflict)
        return bool(conflict.choices or conflict.differences) or not conflict.is_beginning_known

    def _keep_sheet(self, request, record, language):
        """What the public sees is not theirs to write: it waits beside it, once it can be saved."""
        sheet = self._sheet(request, record, language)
        if not sheet.is_valid():
            return self._show_sheet(request, record, sheet, opened=request.POST.get("opened_revision"))
        if not sheet.has_changed() and "pending" not in request.POST:
            self.message_user(request, _("Nothing was changed."), messages.INFO)
            return self._led_on(request, record, language)
        response = self.keep_prepared(request, record, language=language)
        if self.must_prepare(request, record) and "_amend_prepared" not in request.POST:
            submit_edit(pending=request.pending)
            told = _("It has been submitted: whoever publishes finds it on the desk.")
            self.message_user(request, told, messages.SUCCESS)
        return self._led_on(request, record, language) if "_next" in request.POST else response

    def _tell_saved(self, request, record, language, texts):
        # Kept in the words of the code, which each reader of the history has in their language.
        with override(None):
            names = names_of_texts(self.model)
            kind = str(TranslationState._meta.verbose_name)
        change = {
            "name": kind,
            "object": get_language_info(language)["name_local"],
            "fields": [names[text] for text in texts],
        }
        self.log_change(request, record, [{"changed": change}])
        told = ngettext("%(count)s text is saved.", "%(count)s texts are saved.", len(texts))
        self.message_user(request, told % {"count": len(texts)}, messages.SUCCESS)

    def _led_on(self, request, record, language):
        if "_next" in request.POST:
            query = self._list_query(request)
            query["after"] = f"{record.kind}-{record.pk}"
            address = reverse("desk:next_translation", args=[language])
            return HttpResponseRedirect(f"{address}?{query.urlencode()}")
        return HttpResponseRedirect(self._address_of_sheet(request, record, language))

    def _list_query(self, request):
        query = request.GET.copy()
        for name in (PAGE, "kept"):
            query.pop(name, None)
        return query

    def _address_of_sheet(self, request, record, language):
        query = self._list_query(request).urlencode()
        return self.page_of(record, "translate", language) + (f"?{query}" if query else "")

    def _show_sheet(self, request, record, sheet, *, conflict=None, problems=(), opened=None):
        """`opened` where what was sent has not been merged with what is stored."""
        language = sheet.language
        name = name_of_language(language)
        query = self._list_query(request)
        must_prepare = self.must_prepare(request, record)
        pending = getattr(request, "pending", None)
        context = {
            "title": _("Translate into %(language)s: %(record)s") % {"language": name, "record": record},
            "sheet": sheet,
            "is_unsaved": sheet.data is not None,
            "language_name": name,
            "media": Media.from_media(self.media + sheet.media, nonce=request.csp_nonce),
            "errors": [*sheet.errors, list(problems)] if sheet.data is not None else [],
            "problems": [*problems, *([conflict.message] if conflict else [])],
            "conflict": conflict,
            "opened_revision": record.revision if opened is None else opened,
            "pending": pending,
            "must_prepare": must_prepare,
            "may_prepare": self.is_before_the_public(record),
            "open_edits": [] if pending else self._open_edits(record, language),
            "other_languages": [
                one for one in self.languages_to_translate(request, record) if one[0] != language
            ],
            "form_address": self._address_of_sheet(request, record, language),
            "pages_of_sheet": range(1, sheet.page_count + 1),
            "list_address": f"{reverse('desk:translations', args=[language])}?{query.urlencode()}",
            "query": query.urlencode(),
        }
        return self._answer(request, "admin/record_translate.html", record, context)

    def _open_edits(self, record, language):
        rows = PendingChange.objects.of(record).with_names().defer("data")
        return rows.filter(language=language).open()[:20]
