"""Buttons inside the form of an event that fill in part of it: it comes back so, and nothing is saved."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.agenda import read_agenda
from events.following import LANGUAGES, series_nearby
from events.groups import groups_on
from events.models import Participation, Series
from publishing.admin.conflicts import rows_of
from publishing.admin.keys import key_of, number_in
from publishing.admin.replaying import shown_again
from publishing.typed_dates import read_date

PARTNERS, AGENDA = "participations", "agenda_items"


class FillsIn:
    """For the admin of events: `_fill` names the button, and what it is to fill in."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and "_fill" in request.POST:
            # The address has led to what was filled in; what is saved next begins at the top again.
            form_url = form_url or request.get_full_path()
            request = self._filled(request, object_id)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _filled(self, request, object_id):
        event = self.get_queryset(request).filter(pk=key_of(object_id or "")).first()
        data = request.POST.copy()
        what, _colon, which = data.pop("_fill")[-1].partition(":")
        fill = {"group": self._add_partners, "agenda": self._add_agenda, "series": self._choose_series}.get(
            what
        )
        told = fill(data, which, event) if fill else ""
        if told:
            self.message_user(request, told, messages.INFO)
        shown = shown_again(request, dict(data.lists()))
        shown.is_filled_in = True
        return shown

    def _add_partners(self, data, key, event):
        day, event_type = _day_of(data), data.get("type", "")
        groups = groups_on(day, event_type=event_type, event=event)
        group = next((one for one in groups if one.key == key), None)
        if group is None:
            return ""
        role = data.get("group_role", "")
        role = role if role in Participation.Role.values else Participation.Role.PARTICIPANT
        there = {
            key_of(row.get("partner", [""])[0]) for row in rows_of(data, PARTNERS) if not row.get("DELETE")
        }
        new = [partner for partner in group.partners if partner.pk not in there]
        _append(data, PARTNERS, [{"partner": partner.pk, "role": role} for partner in new])
        return _told(
            ngettext(
                "%(count)s partner was added below, and is not saved yet: %(names)s.",
                "%(count)s partners were added below, and are not saved yet: %(names)s.",
                len(new),
            )
            if new
            else _("Nobody was added: all of them are there already."),
            count=len(new),
            names=_(", ").join(str(partner) for partner in new),
        )

    def _add_agenda(self, data, _which, _event):
        lines = read_agenda(data.pop("agenda_text", [""])[-1])
        language = data.get("agenda_language", "")
        column = f"title_{language if language in LANGUAGES else LANGUAGES[0]}"
        _append(
            data,
            AGENDA,
            [{column: line.title, "time": f"{line.at:%H:%M}" if line.at else ""} for line in lines],
        )
        return _told(
            ngettext(
                "%(count)s item was added to the agenda below, and is not saved yet. Check it.",
                "%(count)s items were added to the agenda below, and are not saved yet. Check them.",
                len(lines),
            )
            if lines
            else _("Paste the agenda into the box first: one item on each line."),
            count=len(lines),
        )

    def _choose_series(self, data, key, _event):
        series = Series.objects.filter(pk=key_of(key)).first()
        if series is None:
            return ""
        data["series"] = str(series.pk)
        return _told(_("It is put into “%(series)s”, and is not saved yet."), series=series)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form = context["adminform"].form
        if getattr(request, "is_filled_in", False):
            _unjudge(form, [inline.formset for inline in context["inline_admin_formsets"]])
            context["errors"] = ErrorList()
        data = form.data if form.is_bound else _as_sent(obj)
        if self.has_add_permission(request) if add else self.has_change_permission(request, obj):
            day = _day_of(data)
            context["partner_groups"] = groups_on(day, event_type=_type_of(form, data), event=obj)
            context["roles"] = Participation.Role.choices
            context["role_of_group"] = data.get("group_role") or Participation.Role.PARTICIPANT
            context["agenda_languages"] = LANGUAGES
            context["series_proposed"] = self._series_for(data, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _series_for(self, data, event):
        """None where it has one."""
        date = _date_of(data)
        if date is None or data.get("series"):
            return []
        return series_nearby(date, data.get("country", ""), without=event)


def _append(data, prefix, rows):
    first = number_in(data.get(f"{prefix}-TOTAL_FORMS", ""), figures=4)
    for index, row in enumerate(rows, first):
        for name, value in {"id": "", "order": index, **row}.items():
            data[f"{prefix}-{index}-{name}"] = str(value)
    data[f"{prefix}-TOTAL_FORMS"] = str(first + len(rows))


def _as_sent(event):
    """What the questions below ask of a form that was not sent yet."""
    if event is None:
        return {}
    date = event.date
    return {
        "type": event.type,
        "series": str(event.series_id or ""),
        "country": str(event.country),
        "date_from": date.start_iso if date else "",
        "date_to": date.end_iso if date else "",
    }


def _type_of(form, data):
    return data.get("type") or form.initial.get("type") or ""


def _date_of(data):
    try:
        start, end = (data.get(f"date_{name}", "").strip() for name in ("from", "to"))
        return read_date(start, end) if start else None
    except ValidationError:
        return None


def _day_of(data):
    date = _date_of(data)
    return date.latest if date else timezone.localdate()


def _told(sentence, **names):
    return sentence % names


def _unjudge(form, formsets):
    """It is on its way, and nobody asks yet whether it can be saved. A date that was shown back is told."""
    form._errors = _shown_back(form.errors)
    for formset in formsets:
        for row in formset.forms:
            row._errors = _shown_back(row.errors)
        formset._errors = [row._errors for row in formset.forms]
        formset._non_form_errors = ErrorList()


def _shown_back(errors):
    told = {name: error for name, error in errors.items() if _is_ambiguous(error)}
    return ErrorDict(told)


def _is_ambiguous(errors):
    return any(error.code == "ambiguous" for error in errors.as_data())
