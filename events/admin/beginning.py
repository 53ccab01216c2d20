"""A new event begins as the next of its type, or as a copy of another."""

from django.utils import timezone
from django.utils.translation import gettext as _

from events.following import begin_after_last, begin_as_copy
from events.models import Event
from publishing.admin.keys import key_of

ROWS = "participations"


class BeginsFromOthers:
    """For the admin of events. ?type=… begins as the next of that type, ?from=… as a copy.

    Nothing is written: the form comes filled in, and what is right for this event is for its editor to say.
    """

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None and request.method == "GET" and self.has_add_permission(request):
            request.beginning = self._beginning_for(request)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _beginning_for(self, request):
        copied = key_of(request.GET.get("from", ""))
        source = copied and self.get_queryset(request).filter(pk=copied).first()
        if source:
            return begin_as_copy(source)
        wanted = request.GET.get("type", "")
        return begin_after_last(wanted, today=timezone.localdate()) if wanted in Event.Type.values else None

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        begun = getattr(request, "beginning", None)
        # What the address says on its own comes before what is taken over.
        return {**begun.values, **given} if begun else given

    def get_formset_kwargs(self, request, obj, inline, prefix):
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        begun = getattr(request, "beginning", None)
        if begun and begun.rows and prefix == ROWS:
            options["initial"] = begun.rows
        return options

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        begun = getattr(request, "beginning", None)
        if add and request.method == "GET":
            context["begin_types"] = Event.Type.choices
            context["begun"] = begun
            context["is_copy"] = bool(begun and request.GET.get("from"))
            if begun and begun.source:
                context["title"] = _("Add event, after “%(event)s”") % {"event": begun.source}
        return super().render_change_form(request, context, add, change, form_url, obj)
