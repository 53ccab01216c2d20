import re

import pytest
from django.http import QueryDict
from django.utils import translation

from events.filters import EventFilter, partner_choices
from events.models import Event, Participation
from publishing.dates import PartialDate
from tests.factories import DomainFactory, EventFactory, ParticipationFactory, PartnerFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def ask(query):
    return EventFilter(QueryDict(query), queryset=Event.objects.published())


@pytest.mark.parametrize(
    ("query", "wanted", "other"),
    [
        ("type=webinar", {"type": "webinar"}, {"type": "training"}),
        ("level=political", {"type": "ministerial_conference"}, {"type": "training"}),
        ("level=technical", {"type": "training"}, {"type": "ministerial_conference"}),
        ("country=KE", {"country": "KE"}, {"country": "UG"}),
        ("mode=online", {"mode": "online", "country": ""}, {"mode": "hybrid"}),
        ("own=yes", {"scope": "joint"}, {"scope": "related"}),
        ("own=no", {"scope": "precursor"}, {"scope": "core"}),
        ("year=2016", {"date": PartialDate.parse("2016")}, {"date": PartialDate.parse("2017-01-01")}),
        ("year=2016", {"date": PartialDate.parse("2016-12-30", "2017-01-02")}, {"date": None}),
        ("year=unknown", {"date": None}, {"date": PartialDate.parse("2016")}),
        ("when=past", {"date": PartialDate.parse("2016")}, {"date": PartialDate.parse("2199")}),
        ("when=upcoming", {"date": PartialDate.parse("2199")}, {"date": PartialDate.parse("2016")}),
        ("when=upcoming", {"date": None, "status": "planned"}, {"date": None, "status": "held"}),
        ("q=legal+PATHWAYS", {"title_en": "Pathways, legal and other"}, {"title_en": "Legal identity"}),
        ("q=identite", {"title_fr": "Identité juridique"}, {}),
        ("q=الهويه", {"title_ar": "الهوية القانونية"}, {}),
    ],
)
def test_each_filter_finds_what_it_names_and_nothing_else(query, wanted, other):
    found = EventFactory(**wanted)
    EventFactory(**other)

    assert list(ask(query).found()) == [found]


def test_partner_filter_finds_any_role_once():
    partner = PartnerFactory(slug="kenya")
    event = EventFactory()
    ParticipationFactory(event=event, partner=partner, role=Participation.Role.HOST)
    ParticipationFactory(event=event, partner=partner, role=Participation.Role.CHAIR)
    ParticipationFactory()

    assert list(ask("partner=kenya").found()) == [event]


@pytest.mark.parametrize(
    ("query", "roles"),
    [
        ("host=kenya", ["host", "co_host"]),
        ("chair=kenya", ["chair", "co_chair", "outgoing_chair", "incoming_chair"]),
    ],
)
def test_hosts_and_chairs_are_found_by_each_of_their_roles(query, roles):
    kenya = PartnerFactory(slug="kenya")
    found = {role: ParticipationFactory(partner=kenya, role=role).event for role in Participation.Role.values}
    ParticipationFactory(event=found["participant"], role=roles[0])

    assert set(ask(query).found()) == {found[role] for role in roles}


def test_theme_filter_finds_the_theme_and_the_topics_under_it():
    domain = DomainFactory(slug="protection")
    topic = ThemeFactory(parent=domain)
    direct, under, _other = EventFactory(), EventFactory(), EventFactory()
    direct.themes.add(domain)
    under.themes.add(topic)

    assert set(ask("theme=protection").found()) == {direct, under}


@pytest.mark.parametrize(
    ("query", "one", "other", "neither"),
    [
        ("type=webinar&type=training", {"type": "webinar"}, {"type": "training"}, {}),
        (
            "year=2016&year=2018",
            {"date": PartialDate.parse("2016-05-08")},
            {"date": PartialDate.parse("2018")},
            {"date": PartialDate.parse("2017")},
        ),
        (
            "country=KE&country=UG&type=thematic_meeting",
            {"country": "KE"},
            {"country": "UG"},
            {"country": "EG"},
        ),
        ("level=political&level=technical&q=legal", {"title_en": "Legal"}, {"title_en": "Legal too"}, {}),
    ],
)
def test_of_several_values_one_is_enough(query, one, other, neither):
    found = [EventFactory(**{"type": "thematic_meeting", **values}) for values in (one, other)]
    EventFactory(type="thematic_meeting", **neither)

    assert set(ask(query).found()) == set(found)


def test_several_partners_or_themes_find_each_event_once_and_no_draft():
    kenya, egypt = PartnerFactory(slug="kenya"), PartnerFactory(slug="egypt")
    both, of_one = EventFactory(), EventFactory()
    for event, partner in ((both, kenya), (both, egypt), (of_one, egypt), (EventFactory(draft=True), kenya)):
        ParticipationFactory(event=event, partner=partner)
    EventFactory()

    question = ask("partner=kenya&partner=egypt&partner=kenya&partner=")

    assert question.problems() == []
    assert sorted(event.pk for event in question.found()) == sorted([both.pk, of_one.pk])
    assert [row.remove_url for row in question.active("/en/events/")] == [
        "/en/events/?partner=egypt",
        "/en/events/?partner=kenya&partner=kenya",
    ]
    assert "multiple" in str(question.form["partner"])
    assert "multiple" not in str(ask("partner=kenya").form["partner"])


def test_filters_combine():
    found = EventFactory(type="webinar", mode="online", country="")
    EventFactory(type="webinar")
    EventFactory(mode="online", country="")

    assert list(ask("type=webinar&mode=online").found()) == [found]


@pytest.mark.parametrize("trait", ["draft", "scheduled", "withdrawn"])
def test_a_partner_or_theme_that_is_not_public_is_no_answer(trait):
    event = EventFactory()
    ParticipationFactory(event=event, partner=PartnerFactory(slug="hidden", **{trait: True}))
    event.themes.add(ThemeFactory(slug="secret", **{trait: True}))

    assert list(ask("partner=hidden").found()) == []
    assert list(ask("theme=secret").found()) == []
    assert ask("partner=hidden").problems() != []


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("type=party", "Type: Select a valid choice. party is not one of the available choices."),
        ("year=20x6", "Year: Select a valid choice. 20x6 is not one of the available choices."),
        ("country=XX", "Held in: Select a valid choice. XX is not one of the available choices."),
        ("colour=red", "There is no filter called “colour”."),
        ("when=past&when=upcoming", "“when” is given more than once."),
        (
            "type=training&type=party",
            "Type: Select a valid choice. party is not one of the available choices.",
        ),
        ("type=" + "&type=" * 20, "Type: Give at most 20 values."),
        ("year=" + "&year=".join(str(year) for year in range(2001, 2022)), "Year: Give at most 20 values."),
    ],
)
def test_what_is_not_understood_is_said_and_finds_nothing(query, problem):
    EventFactory()

    question = ask(query)

    assert question.problems() == [problem]
    assert list(question.found()) == []


def test_an_empty_value_asks_nothing():
    event = EventFactory()

    assert list(ask("type=&q=&year=&country=&when=").found()) == [event]


def test_each_active_filter_can_be_taken_off_alone():
    question = ask("type=webinar&year=2021&after=1~2")

    assert [(row.label, row.value, row.remove_url) for row in question.active("/en/events/")] == [
        ("Type", "Webinar", "/en/events/?year=2021"),
        ("Year", "2021", "/en/events/?type=webinar"),
    ]


def test_the_feed_of_the_question_leaves_out_the_place_in_the_list():
    assert ask("type=webinar&q=&after=1~2").query_string() == "type=webinar"


def test_partners_are_offered_in_the_order_of_the_readers_alphabet():
    for name in ("Tunisie", "Éthiopie", "Soudan"):
        PartnerFactory(name_fr=name)

    with translation.override("fr"):
        offered = [str(label) for _slug, label in partner_choices()]

    assert offered == ["Éthiopie", "Soudan", "Tunisie"]


def test_a_question_kept_as_a_link_survives_the_renaming_of_what_it_names():
    event, partner, theme = EventFactory(), PartnerFactory(slug="old-name"), ThemeFactory(slug="old-theme")
    ParticipationFactory(event=event, partner=partner)
    event.themes.add(theme)
    EventFactory()
    for record in (partner, theme):
        record.slug = f"new-{record.pk}"
        record.save()

    question = ask("partner=old-name&theme=old-theme")

    assert (list(question.found()), question.problems()) == ([event], [])
    assert [str(row.value) for row in question.active("/")] == [partner.name_en, theme.name_en]


def test_the_former_name_of_what_is_no_longer_public_is_no_answer():
    partner = PartnerFactory(slug="old-name", draft=True)
    partner.slug = "new-name"
    partner.save()

    assert ask("partner=old-name").problems() != []


def chosen(question, name):
    """Value and label of what the form offers as chosen."""
    return re.findall(r'<option value="([^"]*)" selected[^>]*>([^<]*)</option>', str(question.form[name]))


@pytest.mark.parametrize(("language", "morocco"), [("en", "Morocco"), ("fr", "Maroc"), ("ar", "المغرب")])
def test_a_country_without_a_part_in_the_process_stays_chosen_under_its_name(language, morocco):
    with translation.override(language):
        question = ask("country=MA")

        assert chosen(question, "country") == [("MA", morocco)]
        assert [str(row.value) for row in question.active("/")] == [morocco]


def test_whatever_is_understood_stays_chosen_and_nothing_else():
    assert chosen(ask("year=1999&year=20x6"), "year") == [("1999", "1999")]
    assert chosen(ask("country=XX"), "country") == []
    assert chosen(ask(""), "country") == [("", "All")]


def test_a_name_that_is_offered_in_another_language_says_in_which(client):
    PartnerFactory(slug="kenya", name_en="Kenya", iso="KE")
    ThemeFactory(slug="return", name_en="Return")

    page = client.get("/ar/events/?partner=kenya&theme=return&country=KE").content.decode()

    marked = 'lang="en" dir="ltr">'
    for value, name in (("kenya", "Kenya"), ("return", "Return"), ("KE", "Kenya")):
        assert f'<option value="{value}" selected {marked}{name}</option>' in page
    tags = page.partition('<ul class="tags">')[2].partition("</ul>")[0]
    assert re.findall(rf"<bdi {marked}(\w+)</bdi>", tags) == ["Kenya", "Return", "Kenya"]
