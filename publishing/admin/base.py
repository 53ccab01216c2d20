"""The admin of a record: who may do what, in one revision, told of another editor, never an error page."""

import json

import reversion
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import quote, unquote
from django.contrib.auth import get_permission_codename
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, models
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media

from publishing.admin.added_twice import added_already, mark_of, with_digest
from publishing.admin.beside import BesideTheForm
from publishing.admin.choosing import ChoosesRecords
from publishing.admin.conflicts import conflict_of
from publishing.admin.deleting import NOTHING_DONE, DeletesRecords
from publishing.admin.filters import TRANSLATIONS
from publishing.admin.history import HistoryViews
from publishing.admin.kept import as_kept, gone
from publishing.admin.keys import key_of
from publishing.admin.lists import ROWS_ON_A_PAGE, BoundedPaginator, CarefulList, words_found
from publishing.admin.pending import PreparesEdits
from publishing.admin.prepared import PreparedPages
from publishing.admin.previews import Previews
from publishing.admin.remarks import RemarkViews
from publishing.admin.replaying import replay_of
from publishing.admin.revisions import revision_of
from publishing.admin.sent import data_of_deleted, with_plain_line_breaks
from publishing.admin.translating import TranslatesRecords
from publishing.forms import RecordForm, form_for
from publishing.languages import columns_of, name_of_language, translated_fields
from publishing.troubles import obstacle_in
from publishing.typed_words import FORM_MARK


def in_every_language(*names):
    """The columns of translated texts, side by side for each: title_en, title_fr, title_ar, text_en …"""
    return [column for name in names for column in columns_of(name)]


SOURCES = (
    gettext_lazy("Sources and notes"),
    {"fields": ["sources", "mirrors", "confidence", "editor_note"], "classes": ["collapse"]},
)


AT_THE_SAME_MOMENT = gettext_lazy(
    "Somebody saved something at the same moment that does not go together with this. Save again."
)


class OnlyShown:
    """A form that comes back as it was filled in, with what is wrong in it, and is not saved."""

    def is_valid(self):
        super().is_valid()
        return False


class RecordAdmin(
    ChoosesRecords,
    PreparedPages,
    PreparesEdits,
    RemarkViews,
    Previews,
    BesideTheForm,
    TranslatesRecords,
    HistoryViews,
    DeletesRecords,
    CarefulList,
    admin.ModelAdmin,
):
    """Subclasses name `main_text`, the translated text by which the record is known, and `detail_view`.

    Those whose records have no draft say in `public_when` what visitors see of them, and when.
    `own_tasks` are those of the desk's first page that only this kind has: title, list filter, its value,
    and a function from this admin and rows to the rows that need it.
    """

    form = RecordForm
    main_text = "title"
    # Whether its records have a life of their own, which begins with a draft.
    has_drafts = False
    detail_view = None
    public_when = None
    # What is looked for in a record of this kind: see `publishing.readiness`.
    readiness = None
    own_tasks = ()
    save_on_top = True
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = ROWS_ON_A_PAGE
    list_max_show_all = ROWS_ON_A_PAGE
    paginator = BoundedPaginator
    search_fields = ("slug",)
    search_help_text = gettext_lazy("Words of the title in any language, or of the address.")
    change_form_template = "admin/record_change_form.html"

    def __init__(self, model, admin_site):
        self.form = form_for(model, self.form)
        super().__init__(model, admin_site)

    class Media:
        css = {"all": ["admin-desk/prose.css"]}
        js = ["admin-desk/prose.js"]

    # Lists

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        if "\0" in search_term:
            return super().get_search_results(request, queryset, search_term)
        return words_found(queryset, search_term, search_fields=self.search_fields), False

    @admin.display(description=gettext_lazy("missing languages"))
    def missing_languages(self, record):
        if not any(getattr(record, column) for column in columns_of(self.main_text)):
            return "–"
        missing = [code for code in TRANSLATIONS if not getattr(record, f"{self.main_text}_{code}")]
        return ", ".join(name_of_language(code) for code in missing) or "–"

    def has_publish_permission(self, request, obj=None):
        """May write what the public sees."""
        return request.user.has_perm(f"{self.opts.app_label}.{get_permission_codename('publish', self.opts)}")

    def has_add_permission(self, request):
        """What is public as soon as it is saved is added by those who may publish."""
        may_add = super().has_add_permission(request)
        return may_add and (self.has_drafts or self.has_publish_permission(request))

    # Forms

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.obstacle = getattr(request, "obstacle", None)
        if getattr(request, "is_only_shown", False):
            form = type(form.__name__, (OnlyShown, form), {})
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        request = as_kept(request)
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        if "_saveasnew" in request.POST and not self.save_as:
            # Django would take it for the form of a new record, whether or not there is such a button.
            raise BadRequest
        request.POST = with_plain_line_breaks(request.POST)
        try:
            with revision_of(request):
                return super().changeform_view(request, object_id, form_url, extra_context)
        except (ValidationError, IntegrityError, OperationalError) as error:
            if replay_of(request):
                # The transaction around it has to end first.
                raise
            # The last: PostgreSQL has ended one of two requests that waited for each other's rows, perhaps.
            request.obstacle = (
                error
                if isinstance(error, ValidationError)
                else ValidationError(obstacle_in(error, AT_THE_SAME_MOMENT))
            )
        # Nothing was written. The same form again, with everything that was typed, and what stood in the way.
        with revision_of(request):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def _changeform_view(self, request, object_id, form_url, extra_context):
        extra_context = {**(extra_context or {}), "translated_fields": translated_fields(self.model)}
        is_new = request.method == "POST" and object_id is None and self.has_add_permission(request)
        is_tried = replay_of(request) or getattr(request, "is_only_shown", False)
        if is_new and not is_tried:
            there = added_already(self.model, request)
            if there is not None:
                return self.response_add(request, there)
        if request.method == "POST" and object_id is not None and "_saveasnew" not in request.POST:
            # Held until the end, so that what is compared now is what is written over.
            key = key_of(unquote(object_id))
            current = self.model._base_manager.select_for_update().filter(pk=key).first()
            if current is None and self.has_add_permission(request):
                return self._as_new(request, object_id, extra_context)
            if current is None and self.has_change_permission(request):
                raise gone(request)
            if current is not None and self.has_change_permission(request, current):
                if is_tried:
                    self.go_on_amending(request, current)
                    request.POST = self.with_every_table(request, current)
                conflict = conflict_of(self, request, current)
                if self.is_to_be_kept(request, current):
                    return self.keep_prepared(request, current, merged=conflict and conflict.data)
                if conflict is not None:
                    self._merge(request, conflict, extra_context)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _merge(self, request, conflict, extra_context):
        request.POST = conflict.data
        replay = replay_of(request)
        if replay is None or replay.must_be_looked_at(conflict):
            request.obstacle = ValidationError(conflict.message, code="stale")
            extra_context["conflict"] = conflict

    def _as_new(self, request, object_id, extra_context):
        """Deleted while somebody had it open: what they typed becomes the form of a new record."""
        request.POST = data_of_deleted(self, request)
        request.obstacle = ValidationError(
            _(
                "This record was deleted while you had it open. Everything you typed is still here: "
                "save it as a new record, or leave the page."
            ),
            code="deleted",
        )
        options = self.opts
        add = reverse(f"admin:{options.app_label}_{options.model_name}_add")
        return super()._changeform_view(request, None, add, {**extra_context, "was_deleted": object_id})

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context["preview_languages"] = settings.MODELTRANSLATION_LANGUAGES if obj and self.detail_view else ()
        context |= self.life_of_form(request, obj)
        if add:
            context |= {"mark_name": FORM_MARK, "mark": mark_of(request)}
        context["translate_languages"] = self.languages_to_translate(request, obj)
        # The editor's import map is an inline script: it carries the nonce of this request.
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def log_addition(self, request, obj, message):
        self._note(request, obj)
        self._comment(message)
        return super().log_addition(request, obj, with_digest(request, message))

    def log_change(self, request, obj, message):
        self._note(request, obj)
        self._comment(message)
        return super().log_change(request, obj, message)

    def _note(self, request, record):
        replay = replay_of(request)
        if replay is not None:
            replay.record = record

    def _comment(self, message):
        """Kept as data, so that each reader has it in their language."""
        if reversion.is_active():
            reversion.set_comment(json.dumps(message) if isinstance(message, list) else message)

    # Writing elsewhere than in the form

    def changelist_view(self, request, extra_context=None):
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with revision_of(request):
                return super().changelist_view(request, extra_context)
        except models.ProtectedError:
            message = _("They could not be deleted: other records need some of them. Try one by one.")
        except OperationalError as error:
            message = obstacle_in(error, NOTHING_DONE)
        self.message_user(request, message, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    # Pages beside the form

    def get_urls(self):
        info = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path(
                f"<path:object_id>/{address}/",
                self.admin_site.admin_view(view),
                name=f"{info}_{name}",
            )
            for address, name, view in self.own_pages()
        ]
        return [*self.history_urls(info), *self.preview_urls(info), *own, *super().get_urls()]

    def own_pages(self):
        """Address, name and view of the pages of one record."""
        # First those with more in their address: the key of a record may hold anything, slashes too.
        return [
            *self.prepared_pages(),
            *self.preview_pages(),
            *self.translation_pages(),
            ("remarks", "remarks", self.remarks_view),
        ]

    def record_for(self, request, object_id):
        """The record of an address, for somebody who may at least see it."""
        record = self.get_queryset(request).filter(pk=key_of(unquote(object_id))).first()
        if record is None:
            raise gone(request)
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        return record

    def page_of(self, record, name="change", *more):
        return self.page_at(quote(record.pk), name, *more)

    def page_at(self, key, name="change", *more):
        return self.address_of(name, key, *more)

    def address_of(self, name, *args):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)
