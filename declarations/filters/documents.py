from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from declarations.models import Document
from events.filters import theme_choices
from events.models import Event
from publishing.dates import UNDATED
from publishing.filters import (
    NamedFilter,
    OpenChoiceFilter,
    PublicFilterSet,
    RecordFilter,
    ValuesFilter,
    is_year_or_unknown,
)
from publishing.languages import Text, text_in
from search.filters import WordsFilter


def year_choices() -> list[tuple[str, str]]:
    years = Document.objects.published().years()
    return [*((str(year), str(year)) for year in years), (UNDATED, gettext("Date not known"))]


def event_choices() -> list[tuple[str, Text]]:
    """The events that adopted a text, latest first: those a reader looks for."""
    # An event that only a hidden text was adopted at must not be told by standing here.
    adopting = Document.objects.published().values("adopting_event")
    events = Event.objects.published().filter(pk__in=adopting).newest_first()
    return [(event.slug, text_in(event, "title")) for event in events[:100]]


class DocumentFilter(PublicFilterSet):
    asked_first = ("theme",)

    q = WordsFilter()
    type = NamedFilter(by="of_type", by_any="of_any_type", label=_("Type"), choices=Document.Type.choices)
    nature = ValuesFilter(label=_("Nature"), choices=Document.Nature.choices)
    year = OpenChoiceFilter(by="in_year", label=_("Year"), choices=year_choices, allows=is_year_or_unknown)
    language = NamedFilter(
        by="with_text_in", label=_("Language of the text"), choices=Document.Language.choices
    )
    event = RecordFilter(
        by="of_event", kind="event", label=_("Adopted or discussed at"), choices=event_choices
    )
    theme = RecordFilter(
        by="about_now", by_any="about_any", kind="theme", label=_("Theme"), choices=theme_choices
    )

    class Meta:
        model = Document
        fields: tuple[str, ...] = ()
