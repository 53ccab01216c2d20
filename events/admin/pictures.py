"""Pictures of events on the secretariat's desk: several come at once as drafts, each gets its words."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.forms import modelform_factory
from django.http import HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Picture
from events.picture_views import picture_response
from events.pictures.adding import add_picture
from events.pictures.formats import FORMATS
from events.pictures.storing import stage
from events.readiness import PICTURES
from publishing.admin import PUBLICATION, SOURCES, PublishableAdmin, TranslationInline, in_every_language
from publishing.admin.base import AT_THE_SAME_MOMENT
from publishing.admin.keeping import AddedElsewhere
from publishing.admin.revisions import revision_of
from publishing.forms import DeskForm, RecordForm
from publishing.labelled import apart, labelled

# Each takes a second or two to scale.
MOST_AT_ONCE = 10
PICTURES_LISTED = 200
ALREADY_THERE = gettext_lazy("This picture is already there.")
LONG_TEXTS = in_every_language("alt", "caption")
CREDITS = in_every_language("credit")
COMMON = [*CREDITS, "rights"]


def may_add_pictures(request):
    return request.user.has_perm("events.add_picture")


class PictureForm(RecordForm):
    class Meta:
        widgets = dict.fromkeys(LONG_TEXTS, forms.Textarea(attrs={"rows": 2, "cols": 60}))


@admin.register(Picture)
class PictureAdmin(AddedElsewhere, PublishableAdmin):
    """One picture: what it is stays as it was added; what is said of it, and its life, may change."""

    form = PictureForm
    fieldsets = [
        (None, {"fields": ["picture", "event_link", *in_every_language("alt"), "order"]}),
        (gettext_lazy("Below it"), {"fields": in_every_language("caption")}),
        (
            gettext_lazy("Credit and rights"),
            {"fields": [*in_every_language("credit"), "rights", *in_every_language("rights_note")]},
        ),
        (gettext_lazy("File"), {"fields": ["original_name", "pixels", "uploaded"]}),
        SOURCES,
        PUBLICATION,
    ]
    readonly_fields = ["picture", "event_link", "original_name", "pixels", "uploaded"]
    main_text = "alt"
    readiness = PICTURES
    inlines = [TranslationInline]
    search_fields = ("slug", "original_name")
    search_help_text = gettext_lazy("Words of the texts in any language, or of the event’s address.")
    list_display = ["small", "words", "state_column", "missing_languages", "event"]
    list_display_links = ["words"]
    list_select_related = ["event", "file"]
    list_filter = ["rights"]
    ordering = ["-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("event", "file")

    def may_add_there(self, request):
        return may_add_pictures(request)

    def own_pages(self):
        return [*super().own_pages(), ("file", "file", self.file_view)]

    def file_view(self, request, object_id):
        """The largest size, for staff, whatever the state. Never kept."""
        picture = self.record_for(request, object_id)
        response = picture_response(request, picture.file, picture.file.widest)
        patch_cache_control(response, private=True, no_store=True)
        return response

    @admin.display(description=gettext_lazy("picture"))
    def picture(self, picture):
        return render_to_string("admin/events/picture.html", {"picture": picture})

    @admin.display(description=gettext_lazy("picture"))
    def small(self, picture):
        return render_to_string("admin/events/picture_small.html", {"picture": picture})

    @admin.display(description=gettext_lazy("alternative text"))
    def words(self, picture):
        return str(picture)

    @admin.display(description=gettext_lazy("event"))
    def event_link(self, picture):
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:events_event_pictures", args=[picture.event_id]),
            _("All pictures of “%(event)s”") % {"event": picture.event},
        )

    @admin.display(description=gettext_lazy("size"))
    def pixels(self, picture):
        return format_html('<span dir="ltr">{} × {}</span>', picture.width, picture.height)

    @admin.display(description=gettext_lazy("uploaded"))
    def uploaded(self, picture):
        moment = date_format(localtime(picture.file.uploaded_at), "DATETIME_FORMAT")
        person = picture.file.uploaded_by
        return _("%(moment)s, by %(person)s") % {"moment": moment, "person": person} if person else moment


class SeveralInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class NewPicturesForm(DeskForm):
    """What all the pictures that are added at once have in common."""

    required_css_class = "required"

    def __init__(self, *args, sent=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.sent = sent
        for name in CREDITS[1:]:
            self.fields[name].help_text = ""
        accepted = ",".join(f".{ending}" for ending in FORMATS)
        self.fields = {
            "files": forms.Field(
                label=_("Pictures"),
                required=False,
                widget=SeveralInput(attrs={"accept": accepted, "aria-required": "true"}),
                help_text=_(
                    "JPEG, PNG or WebP, up to %(most)s at once. They are scaled, and what they tell of "
                    "place, time and camera is taken out."
                )
                % {"most": MOST_AT_ONCE},
            ),
            **self.fields,
        }

    def clean(self):
        cleaned = super().clean()
        if not self.sent:
            self.add_error("files", _("Choose one picture or several."))
        elif len(self.sent) > MOST_AT_ONCE:
            told = _("These are %(count)s. Choose up to %(most)s, and the others after that.")
            self.add_error("files", told % {"count": len(self.sent), "most": MOST_AT_ONCE})
        return cleaned

    def words(self):
        return {name: self.cleaned_data[name] for name in COMMON}


def form_of_new(*args, **kwargs):
    """Made when it is asked for: the columns of each language come after the models."""
    widgets = dict.fromkeys(CREDITS, AdminTextInputWidget)
    form_class = modelform_factory(Picture, form=NewPicturesForm, fields=COMMON, widgets=widgets)
    return form_class(*args, **kwargs)


class TakesPictures:
    """For the admin of events."""

    def own_pages(self):
        return [*super().own_pages(), ("pictures", "pictures", self.pictures_view)]

    def pictures_view(self, request, object_id):
        """What is there, in its order, and a form for more."""
        event = self.record_for(request, object_id)
        may_add = may_add_pictures(request)
        sent = request.FILES.getlist("files")
        form = None
        if request.method == "POST":
            if not may_add:
                raise PermissionDenied
            form = form_of_new(request.POST, sent=sent)
            if form.is_valid():
                added = self._add_pictures(request, event, sent, form.words())
                if added:
                    return HttpResponseRedirect(_page_after(event, added))
        elif may_add:
            form = form_of_new(initial=_words_of_last(event))
        context = {
            "title": _("Pictures: %(record)s") % {"record": event},
            "form": form,
            "pictures": pictures_of(event),
        }
        return self._answer(request, "admin/events/event_pictures.html", event, context)

    def _add_pictures(self, request, event, sent, words):
        """What was refused is told, and hinders no other."""
        staged = []
        for upload in sent:
            try:
                # Before the transaction begins: scaling takes a while.
                staged.append((stage(upload, user=request.user), upload.name))
            except ValidationError as error:
                told = labelled(apart(upload.name), " ".join(error.messages))
                self.message_user(request, told, messages.ERROR)
        if not staged:
            return []
        try:
            with revision_of(request):
                found = [
                    (*add_picture(event=event, file=file, original_name=name, **words), name)
                    for file, name in staged
                ]
                added = [picture for picture, is_new, _name in found if is_new]
                if added:
                    self._note_pictures(request, event, added)
        except IntegrityError:
            self.message_user(request, AT_THE_SAME_MOMENT, messages.ERROR)
            return []
        for name in (name for _picture, is_new, name in found if not is_new):
            self.message_user(request, labelled(apart(name), ALREADY_THERE), messages.WARNING)
        if not added:
            return list(dict.fromkeys(picture for picture, _is_new, _name in found))
        told = ngettext(
            "%(count)s picture is there as a draft. Write its alternative text, then publish it.",
            "%(count)s pictures are there as drafts. Write the alternative text of each, then publish them.",
            len(added),
        )
        self.message_user(request, told % {"count": len(added)}, messages.SUCCESS)
        return added

    def _note_pictures(self, request, event, added):
        name = str(Picture._meta.verbose_name)
        self.log_change(request, event, [{"added": {"name": name, "object": str(one)}} for one in added])

    @admin.display(description=gettext_lazy("pictures"))
    def pictures(self, event):
        """A small one of each, leading to its words, and the way to add more."""
        if event.pk is None:
            return _("Save the event first, then add its pictures.")
        return render_to_string(
            "admin/events/pictures.html", {"event": event, "pictures": pictures_of(event)}
        )


def pictures_of(event):
    """Each with its state in words."""
    rows = event.pictures.in_order()[:PICTURES_LISTED]
    return [(picture, Picture.State(picture.state).label) for picture in rows]


def _words_of_last(event):
    """The next ones are usually by the same hand."""
    last = event.pictures.order_by("-pk").first()
    return {name: getattr(last, name) for name in COMMON} if last else {}


def _page_after(event, added):
    """One goes straight to its words."""
    if len(added) == 1:
        return reverse("admin:events_picture_change", args=[added[0].pk])
    return reverse("admin:events_event_pictures", args=[event.pk])
