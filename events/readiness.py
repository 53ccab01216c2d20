"""What an event, a series or a theme still lacks."""

from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from declarations.models import Document, DocumentVersion
from events.models import AgendaItem, Event, Participation, Picture, Series, Speaker, Theme
from publishing.dates import Precision
from publishing.readiness import Readiness, Severity, has_any, is_any, is_part_untranslated, page_of

Role = Participation.Role
LEADING = (Role.HOST, Role.CO_HOST, Role.CHAIR, Role.CO_CHAIR, Role.ORGANISER)
# Those whose meetings are counted: the 11th Senior Officials' Meeting.
NUMBERED = {Event.Type.MINISTERIAL_CONFERENCE: "ministerial", Event.Type.SENIOR_OFFICIALS_MEETING: "som"}
# Of these, who spoke is seldom told.
WITHOUT_SPEAKERS = (Event.Type.INFORMAL_WORKING_GROUP, Event.Type.PREPARATORY_MEETING)


def _staying_pictures():
    return Picture.objects.filter(withdrawn_at=None)


def _facts() -> dict[str, Any]:
    adopted = Document.objects.filter(adopting_event=OuterRef("pk"))
    authentic = DocumentVersion.objects.filter(
        document=OuterRef("pk"), authority=DocumentVersion.Authority.AUTHENTIC, withdrawn_at=None
    )
    discussed = Document.related_events.through.objects
    return {
        "has_lead": is_any(Participation.objects.filter(role__in=LEADING), "event"),
        "has_participants": is_any(Participation.objects.filter(role=Role.PARTICIPANT), "event"),
        "has_speakers": is_any(Speaker.objects.all(), "event"),
        "has_agenda": is_any(AgendaItem.objects.all(), "event"),
        "has_themes": is_any(Event.themes.through.objects.all(), "event"),
        "has_adopted": is_any(Document.objects.all(), "adopting_event"),
        "has_discussed": is_any(discussed.all(), "event"),
        # The first of its documents of which nobody can read the authentic text.
        "without_authentic": Subquery(
            adopted.filter(~Q(pk__in=authentic.values("document"))).order_by("pk").values("pk")[:1]
        ),
        "has_pictures": is_any(_staying_pictures(), "event"),
        "has_silent_pictures": is_any(_staying_pictures().without_alternative_text(), "event"),
        "has_untranslated_speakers": is_part_untranslated(Speaker, "event"),
        "has_untranslated_agenda": is_part_untranslated(AgendaItem, "event"),
    }


EVENTS = Readiness(Event, _facts)
GOOD = Severity.GOOD


def _is_held(event):
    return event.status == Event.Status.HELD


@EVENTS.check(
    _("A date"), why=_("Without one it stands at the end of every list and in no calendar."), target="date"
)
def date(event, facts):
    return event.date is not None


@EVENTS.check(
    _("The exact day"), why=_("Calendars hold only what is known to the day."), target="date", severity=GOOD
)
def day(event, facts):
    return event.date.precision == Precision.DAY if event.date else None


@EVENTS.check(
    _("Whether it was held"),
    why=_("Its date is past, and visitors still read that it is planned."),
    target="status",
)
def outcome_known(event, facts):
    is_past = event.date is not None and event.date.latest < timezone.localdate()
    return event.status != Event.Status.PLANNED if is_past else None


@EVENTS.check(
    _("When it begins, in local time"),
    why=_("Calendars show a meeting without a time as lasting all day."),
    target="start_time",
    severity=GOOD,
)
def start_time(event, facts):
    is_near = event.status == Event.Status.PLANNED and event.date and event.date.precision == Precision.DAY
    return event.start_time is not None if is_near else None


@EVENTS.check(
    _("A place, or that it is online"), why=_("Whoever takes part or reports asks where."), target="country"
)
def place(event, facts):
    return event.mode == Event.Mode.ONLINE or bool(event.country) or has_any(event, "city")


@EVENTS.check(
    _("The city"), why=_("A country alone does not lead anybody there."), target="city_en", severity=GOOD
)
def city(event, facts):
    return None if event.mode == Event.Mode.ONLINE or not event.country else has_any(event, "city")


@EVENTS.check(
    _("A host, chair or organiser"),
    why=_("It says who invited, and brings the event to the page of that partner."),
    target="participations",
)
def host(event, facts):
    return facts["has_lead"]


@EVENTS.check(
    _("Who took part"),
    why=_("The partners, or at least how many people: it is what delegates look for."),
    target="participations",
    severity=GOOD,
)
def participants(event, facts):
    is_counted = event.participants_count is not None
    return is_counted or facts["has_participants"] if _is_held(event) and event.is_own else None


@EVENTS.check(
    _("What happened"),
    why=_("Without it the page has only the sentences that the portal writes by itself."),
    target="text_en",
    severity=GOOD,
)
def text(event, facts):
    return has_any(event, "text") if _is_held(event) else None


@EVENTS.check(
    _("The agenda"),
    why=_("It says what the meeting is about, item by item."),
    target="agenda_items",
    severity=GOOD,
)
def agenda(event, facts):
    return facts["has_agenda"] if event.is_own else None


@EVENTS.check(
    _("Who spoke"),
    why=_("People are searched for by name; give the function they had then."),
    target="speakers",
    severity=GOOD,
)
def speakers(event, facts):
    is_typical = _is_held(event) and event.is_own and event.type not in WITHOUT_SPEAKERS
    return facts["has_speakers"] if is_typical else None


@EVENTS.check(
    _("Its number"),
    why=_("Such meetings are known and cited by their number."),
    target="ordinal_scheme",
    severity=GOOD,
)
def number(event, facts):
    return event.ordinal_number is not None if event.is_own and event.type in NUMBERED else None


@EVENTS.check(
    _("Themes"),
    why=_("They bring it to the pages of its subjects."),
    target="themes",
    severity=GOOD,
)
def themes(event, facts):
    return facts["has_themes"] if event.level == Event.Level.TECHNICAL else None


def _new_document(event, facts):
    return f"{reverse('admin:declarations_document_add')}?adopting_event={event.pk}"


@EVENTS.check(
    _("Its documents"),
    why=_("What it adopted or discussed is what most visitors come for."),
    target=_new_document,
    severity=GOOD,
)
def documents(event, facts):
    has_any = facts["has_adopted"] or facts["has_discussed"]
    return has_any if _is_held(event) and event.is_own else None


def _document_without_authentic(event, facts):
    key = facts["without_authentic"]
    return f"{reverse('admin:declarations_document_change', args=[key])}#versions-group" if key else ""


@EVENTS.check(
    _("The authentic text of each document it adopted"),
    why=_("Only the authentic text can be cited."),
    target=_document_without_authentic,
    severity=GOOD,
)
def authentic_texts(event, facts):
    return facts["without_authentic"] is None if facts["has_adopted"] else None


def _pictures(event, facts):
    return page_of(event, "pictures")


@EVENTS.check(
    _("The alternative text of its pictures, in three languages"),
    why=_("Who cannot see a picture hears its text; in English, no picture is published without one."),
    target=_pictures,
)
def alternative_texts(event, facts):
    return not facts["has_silent_pictures"] if facts["has_pictures"] else None


@EVENTS.check(
    _("A picture"),
    why=_("Reports, and other sites that show the event, look for one."),
    target=_pictures,
    severity=GOOD,
)
def pictures(event, facts):
    return facts["has_pictures"] if _is_held(event) and event.is_own else None


EVENTS.ask_for_texts("title")
EVENTS.ask_for_texts("text", "city", "venue", severity=GOOD)


@EVENTS.check(
    _("The speakers’ functions in three languages"),
    why=_("Readers of the other languages see them in another one."),
    target="speakers",
    severity=GOOD,
)
def speakers_translated(event, facts):
    return not facts["has_untranslated_speakers"] if facts["has_speakers"] else None


@EVENTS.check(
    _("The agenda in three languages"),
    why=_("Readers of the other languages see it in another one."),
    target="agenda_items",
    severity=GOOD,
)
def agenda_translated(event, facts):
    return not facts["has_untranslated_agenda"] if facts["has_agenda"] else None


EVENTS.ask_for_translations()
EVENTS.ask_for_sources()


PICTURES = Readiness(Picture, lambda: {"is_event_public": is_any(Event.objects.published(), "pictures")})


def _event(picture, facts):
    return reverse("admin:events_event_change", args=[picture.event_id])


@PICTURES.check(
    _("An event that is public"), why=_("The picture is public only when its event is."), target=_event
)
def event_public(picture, facts):
    return facts["is_event_public"]


@PICTURES.check(
    _("The alternative text in English"),
    why=_("Without it, a picture is nothing to those who do not see it; it cannot be published."),
    target="alt_en",
)
def alternative_text(picture, facts):
    return bool(picture.alt_en)


@PICTURES.check(
    _("A caption"), why=_("It says who is seen, where and when."), target="caption_en", severity=GOOD
)
def caption(picture, facts):
    return has_any(picture, "caption")


PICTURES.ask_for_texts("alt")
PICTURES.ask_for_texts("caption", "credit", "rights_note", severity=GOOD)
PICTURES.ask_for_translations()


_of_series = Event.objects.filter(series=OuterRef("pk")).order_by("pk")
SERIES = Readiness(Series, lambda: {"second_event": Subquery(_of_series.values("pk")[1:2])})


def _events_to_add(series, facts):
    return reverse("admin:events_event_changelist")


@SERIES.check(
    _("Two events or more"),
    why=_("A series shows its events; each event says on its own form which series it belongs to."),
    target=_events_to_add,
)
def several_events(series, facts):
    return facts["second_event"] is not None


SERIES.ask_for_texts("title")
SERIES.ask_for_translations()
SERIES.ask_for_sources()


THEMES = Readiness(Theme)


@THEMES.check(
    _("A description"),
    why=_("It says what the work on this subject is about."),
    target="description_en",
    severity=GOOD,
)
def description(theme, facts):
    return has_any(theme, "description")


THEMES.ask_for_texts("name")
THEMES.ask_for_texts("description", severity=GOOD)
THEMES.ask_for_translations()
THEMES.ask_for_sources()
