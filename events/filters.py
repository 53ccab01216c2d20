from collections.abc import Iterable

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from events.models import Event, Participation, Theme
from members.models import Partner
from publishing.dates import UNDATED
from publishing.filters import (
    NamedFilter,
    OneOfFilter,
    OpenChoiceFilter,
    PublicFilterSet,
    RecordFilter,
    ValuesFilter,
    is_year_or_unknown,
)
from publishing.folding import fold
from publishing.languages import Text, called, columns_of
from search.filters import WordsFilter


def partner_choices() -> list[tuple[str, Text]]:
    """Public partners by name in the active language."""
    partners = Partner.objects.published().only("slug", *columns_of("name"))
    return by_name((partner.slug, called(partner)) for partner in partners)


def country_choices() -> list[tuple[str, Text]]:
    """The partner countries, where nearly all events are held."""
    partners = Partner.objects.published().countries().only("slug", "iso", *columns_of("name"))
    return by_name((str(partner.iso), called(partner)) for partner in partners)


def by_name(choices: Iterable[tuple[str, Text]]) -> list[tuple[str, Text]]:
    return sorted(choices, key=lambda choice: fold(choice[1].value))


def theme_choices() -> list[tuple[str, Text]]:
    """Domains by number, then topics by name."""
    themes = Theme.objects.published().only("level", "number", "slug", *columns_of("name"))
    named = [(theme, called(theme)) for theme in themes]
    named.sort(key=lambda row: (row[0].level, row[0].number or 0, fold(row[1].value)))
    return [(theme.slug, name) for theme, name in named]


def year_choices() -> list[tuple[str, str]]:
    years = Event.objects.published().years()
    return [*((str(year), str(year)) for year in years), (UNDATED, gettext("Date not known"))]


class EventFilter(PublicFilterSet):
    asked_first = ("partner", "theme")

    q = WordsFilter()
    when = OneOfFilter(
        by="when",
        label=_("When"),
        choices=[("upcoming", _("Upcoming")), ("past", _("Past"))],
    )
    type = NamedFilter(by="of_type", by_any="of_any_type", label=_("Type"), choices=Event.Type.choices)
    level = NamedFilter(by="of_level", label=_("Level"), choices=Event.Level.choices)
    year = OpenChoiceFilter(by="in_year", label=_("Year"), choices=year_choices, allows=is_year_or_unknown)
    partner = RecordFilter(
        by="with_partner",
        by_any="with_any_partner",
        kind="partner",
        label=_("Partner, in any role"),
        choices=partner_choices,
    )
    host = RecordFilter(by="hosted_by", kind="partner", label=_("Hosted by"), choices=partner_choices)
    chair = RecordFilter(by="chaired_by", kind="partner", label=_("Chaired by"), choices=partner_choices)
    theme = RecordFilter(
        by="about_now", by_any="about_any", kind="theme", label=_("Theme"), choices=theme_choices
    )
    country = OpenChoiceFilter(
        by="in_country",
        label=_("Held in"),
        choices=country_choices,
        allows=lambda code: code in countries,
        label_of=lambda code: str(countries.name(code)),
    )
    mode = ValuesFilter(label=_("How"), choices=Event.Mode.choices)
    own = OneOfFilter(
        by="of_own",
        label=_("Whose"),
        choices=[("yes", _("The Process’s own meetings")), ("no", _("Precursors and related events"))],
    )

    class Meta:
        model = Event
        fields: tuple[str, ...] = ()


class PartOfEventFilter(PublicFilterSet):
    event = RecordFilter(by="of_event", kind="event", label=_("Event"))


class ParticipationFilter(PartOfEventFilter):
    partner = RecordFilter(by="of_partner", kind="partner", label=_("Partner"))
    role = ValuesFilter(label=_("Role"), choices=Participation.Role.choices)
