import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TestCase
from django.utils import timezone, translation

from events.models import Event, Participation
from events.prose import arabic_grammar, english, french_grammar, summary_of
from members.models import Partner
from publishing.dates import PartialDate
from record.actions import load
from tests.factories import (
    ChairmanshipFactory,
    DomainFactory,
    EventFactory,
    OrganisationFactory,
    ParticipationFactory,
    PartnerFactory,
    SeriesFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.once

Role = Participation.Role
# English, French and Arabic of each, read and judged by people.
OPENINGS = json.loads((Path(__file__).parent / "openings.json").read_text(encoding="utf-8"))
SHIPPED = settings.BASE_DIR / "data" / "record"

# Name in each language, article in English, article in French, gender in Arabic.
PARTNERS = {
    "EG": ("Egypt", "Égypte", "مصر", False, "l_f", "f"),
    "FR": ("France", "France", "فرنسا", False, "la", "f"),
    "IT": ("Italy", "Italie", "إيطاليا", False, "l_f", "f"),
    "KE": ("Kenya", "Kenya", "كينيا", False, "le", "f"),
    "DE": ("Germany", "Allemagne", "ألمانيا", False, "l_f", "f"),
    "SD": ("Sudan", "Soudan", "السودان", False, "le", "m"),
    "SO": ("Somalia", "Somalie", "الصومال", False, "la", "m"),
    "FI": ("Finland", "Finlande", "فنلندا", False, "la", "f"),
    "MT": ("Malta", "Malte", "مالطة", False, "none", "f"),
    "NL": ("Netherlands", "Pays-Bas", "هولندا", True, "les_m", "f"),
}


def partner(code):
    found = Partner.objects.filter(iso=code).first()
    if found:
        return found
    english_name, french_name, arabic_name, the, article, gender = PARTNERS[code]
    return PartnerFactory(
        slug=english_name.lower(),
        iso=code,
        name_en=english_name,
        name_fr=french_name,
        name_ar=arabic_name,
        english_article=the,
        french_article=article,
        arabic_gender=gender,
    )


def event_with(*, themes=(), **facts):
    """An event, with `host="EG"` or `host="EG FR"` for each role."""
    roles = {role: facts.pop(role).split() for role in Role.values if role in facts}
    for name in ("city", "title"):
        for language, text in zip(("en", "fr", "ar"), facts.pop(name, ()), strict=False):
            facts[f"{name}_{language}"] = text
    if isinstance(facts.get("date"), str):
        facts["date"] = PartialDate.parse(*facts["date"].split())
    event = EventFactory(**{"city_en": None, "country": "", **facts})
    event.themes.set(themes)
    for role, codes in roles.items():
        for order, code in enumerate(codes):
            ParticipationFactory(event=event, partner=partner(code), role=role, order=order)
    return event


def summaries(event):
    found = Event.objects.for_summary().get(pk=event.pk)
    return [summary_of(found, language) for language in ("en", "fr", "ar")]


def topic(name_en, name_fr, name_ar, **facts):
    return ThemeFactory(name_en=name_en, name_fr=name_fr, name_ar=name_ar, **facts)


CAIRO = ("Cairo", "Le Caire", "القاهرة")
NAIROBI = ("Nairobi", "Nairobi", "نيروبي")


MADE_UP = {
    "planned": lambda: event_with(
        type=Event.Type.SENIOR_OFFICIALS_MEETING,
        status=Event.Status.PLANNED,
        date="2099-05-12 2099-05-13",
        city=CAIRO,
        country="EG",
        host="EG",
        chair="FR",
        participants_count=40,
        participants_qualifier=Event.Count.ABOUT,
        themes=[topic("Border management", "Gestion des frontières", "إدارة الحدود")],
    ),
    "planned without a date": lambda: event_with(
        type=Event.Type.WEBINAR, status=Event.Status.PLANNED, date=None, mode=Event.Mode.ONLINE, chair="NL"
    ),
    "planned, and its day has passed": lambda: event_with(
        status=Event.Status.PLANNED, date="2020", city=NAIROBI, country="KE", host="KE"
    ),
    "planned handover": lambda: event_with(
        type=Event.Type.MINISTERIAL_CONFERENCE,
        status=Event.Status.PLANNED,
        date="2099",
        city=CAIRO,
        country="EG",
        host="EG",
        co_host="MT",
        outgoing_chair="EG",
        incoming_chair="FR",
        ordinal_scheme="ministerial",
        ordinal_number=12,
    ),
    "cancelled": lambda: event_with(
        type=Event.Type.THEMATIC_WORKSHOP,
        status=Event.Status.CANCELLED,
        date="2020-05-12",
        city=NAIROBI,
        country="KE",
        host="KE NL",
        co_chair="IT",
        participants_count=30,
    ),
    "postponed": lambda: event_with(
        type=Event.Type.STEERING_COMMITTEE_MEETING,
        status=Event.Status.POSTPONED,
        date=None,
        city=NAIROBI,
        country="KE",
        host="KE",
        co_host="DE FR",
    ),
    "hosted by one, handed over by another": lambda: event_with(
        date="2018-04-30 2018-05-01",
        organiser="MT FR",
        host="SD",
        outgoing_chair="EG",
        incoming_chair="KE",
        participants_count=2,
        participants_qualifier=Event.Count.MORE_THAN,
    ),
    "joint with a process we have no name for": lambda: event_with(
        type=Event.Type.JOINT_HIGH_LEVEL_MEETING,
        scope=Event.Scope.JOINT,
        date="2018-04 2018-06",
        host="SD",
        chair="KE SO DE",
        co_chair="NL",
    ),
    "outgoing chair alone": lambda: event_with(
        type=Event.Type.STEERING_COMMITTEE_MEETING,
        date="2018-12-30 2019-01-02",
        outgoing_chair="NL",
        participants_count=1200,
    ),
    "incoming chair alone": lambda: event_with(
        date="2018-05-01", co_host="NL SD", incoming_chair="SD", participants_count=7
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", MADE_UP)
def test_opening_of_an_event_the_record_has_no_example_of(name):
    assert summaries(MADE_UP[name]()) == OPENINGS[name]


@pytest.mark.django_db
def test_event_under_way_is_told_in_the_present():
    today = timezone.localdate()
    event = event_with(
        type=Event.Type.TRAINING,
        status=Event.Status.PLANNED,
        date=f"{today} {today}",
        mode=Event.Mode.HYBRID,
        country="NL",
        host="NL SD",
        chair="NL SD",
        participants_count=1,
    )
    on, le, fi = (english.when(event.date), french_grammar.when(event.date), arabic_grammar.when(event.date))

    assert summaries(event) == [
        f"This training of the Khartoum Process is taking place in the Netherlands and online {on}. "
        "The Netherlands and Sudan are hosting and chairing the training together. "
        "One person is taking part.",
        f"Cette formation du Processus de Khartoum se tient aux Pays-Bas et en ligne {le}. "
        "Les Pays-Bas et le Soudan accueillent et président ensemble la formation. Une personne y participe.",
        f"تُعقد هذه الدورة التدريبية لعملية الخرطوم في هولندا وعبر الإنترنت {fi}. "
        "وتتولى هولندا والسودان استضافة الدورة ورئاستها معا. ويشارك في الدورة شخص واحد.",
    ]


class TestOpeningsOfTheRecord(TestCase):
    @classmethod
    def setUpTestData(cls):
        load(folder=SHIPPED)

    def test_openings_known_by_heart(self):
        for slug, expected in OPENINGS.items():
            if slug not in MADE_UP:
                with self.subTest(slug):
                    assert summaries(Event.objects.get(slug=slug)) == expected

    def test_every_opening_is_a_few_whole_sentences(self):
        for event in Event.objects.for_summary():
            for language in ("en", "fr", "ar"):
                with self.subTest(slug=event.slug, language=language):
                    text = summary_of(event, language)
                    # A full stop, and what begins the next sentence.
                    count = len(re.findall(r"\.(?= [\dA-ZÀÉو]|$)", text))

                    assert 2 <= count <= 4
                    assert re.findall(r"None|\s\s|\s[.,]|[“«]\s*[”»]", text) == []

    def test_french_has_its_own_marks(self):
        for event in Event.objects.for_summary():
            text = summary_of(event, "fr")

            assert re.findall(r" [;:!?»]|« |[\w]'[\w]", text) == [], event.slug

    def test_arabic_is_arabic(self):
        for event in Event.objects.for_summary():
            assert re.findall(r"[A-Za-z]+", summary_of(event, "ar").replace("(4Ps)", "")) == [], event.slug

    def test_countries_are_placed_in_french_as_their_article_asks(self):
        articles = {"": "à", "le": "au", "la": "en", "les": "aux", "l’": "en"}
        for country in Partner.objects.countries():
            article = re.match(r"(le |la |les |l’|)", french_grammar.with_article(country))[0].strip()

            with self.subTest(country.slug):
                place = french_grammar.in_country(country.iso.code, country.name_fr)
                assert place == f"{articles[article]} {country.name_fr}"

    def test_facts_come_in_a_fixed_number_of_queries(self):
        with self.assertNumQueries(6):
            for event in Event.objects.for_summary():
                summary_of(event, "en")


@pytest.mark.django_db
def test_draft_partner_theme_and_series_are_not_told():
    event = event_with(
        date="2018-05-01",
        themes=[ThemeFactory(draft=True)],
        series=SeriesFactory(draft=True),
        chair_term=ChairmanshipFactory(partner=PartnerFactory(draft=True)),
    )
    ParticipationFactory(event=event, partner=PartnerFactory(draft=True))

    expected = "This thematic meeting of the Khartoum Process took place on 1 May 2018."
    assert summary_of(Event.objects.get(pk=event.pk), "en") == expected


@pytest.mark.django_db
def test_active_language_is_used_where_none_is_asked_for():
    event = event_with(date="2018-05-01")

    with translation.override("fr"):
        assert (
            summary_of(event)
            == "Cette réunion thématique du Processus de Khartoum s’est tenue le 1er mai 2018."
        )


@pytest.mark.django_db
def test_name_missing_in_a_language_is_shown_in_the_next():
    event = event_with(date="2018-05-01", city=("Accra",), country="GH")
    OrganisationFactory(name_en="Mixed Migration Centre", french_article="le", slug="mmc")
    ParticipationFactory(event=event, partner=Partner.objects.get(slug="mmc"), role=Role.ORGANISER)

    assert summaries(event)[1:] == [
        "Cette réunion thématique du Processus de Khartoum s’est tenue à Accra (Ghana) le 1er mai 2018. "
        "Le Mixed Migration Centre a organisé la réunion.",
        "عُقد هذا الاجتماع المواضيعي لعملية الخرطوم في Accra بغانا في 1 مايو 2018. "
        "ونظّمت Mixed Migration Centre الاجتماع.",
    ]


@pytest.mark.django_db
def test_themes_of_no_domain_come_last_and_no_more_than_two_are_named():
    domain = DomainFactory()
    themes = [
        topic("Governance", None, None, slug="a"),
        topic("Borders", None, None, slug="b", parent=domain),
        topic("Data", None, None, slug="c", parent=domain),
        domain,
    ]
    event = event_with(date="2018-05-01", themes=themes)

    assert summaries(event)[0].endswith(" Its themes included “Borders” and “Data”.")


@pytest.mark.django_db
def test_domains_are_named_where_there_is_no_topic():
    event = event_with(date="2018-05-01", themes=[DomainFactory(name_en="Protection")])

    assert summaries(event)[0].endswith(" Its theme was “Protection”.")


@pytest.mark.django_db
def test_quotation_marks_inside_a_title_become_the_inner_ones():
    series = SeriesFactory(title_en="A “4Ps” series", title_fr="Série « 4P »", title_ar="سلسلة «4Ps»")
    event = event_with(date="2018-05-01", series=series)

    assert [text.split(".")[1].strip() for text in summaries(event)] == [
        "It was part of the series “A ‘4Ps’ series”",
        "La réunion s’inscrivait dans l’ensemble «\u202fSérie “4P”\u202f»",
        "ويندرج الاجتماع ضمن «سلسلة “4Ps”»",
    ]


@pytest.mark.django_db
def test_city_that_is_its_own_country_is_named_once():
    event = event_with(date="2018-05-01", city=("Djibouti", "Djibouti", "جيبوتي"), country="DJ")

    assert summaries(event) == [
        "This thematic meeting of the Khartoum Process took place in Djibouti on 1 May 2018.",
        "Cette réunion thématique du Processus de Khartoum s’est tenue à Djibouti le 1er mai 2018.",
        "عُقد هذا الاجتماع المواضيعي لعملية الخرطوم في جيبوتي في 1 مايو 2018.",
    ]


@pytest.mark.parametrize(
    ("date", "on", "le", "fi"),
    [
        ("2025-04-09", "on 9 April 2025", "le 9 avril 2025", "في 9 أبريل 2025"),
        (
            "2015-04-23 2015-04-24",
            "on 23 and 24 April 2015",
            "les 23 et 24 avril 2015",
            "يومي 23 و24 أبريل 2015",
        ),
        ("2015-05-01 2015-05-03", "from 1 to 3 May 2015", "du 1er au 3 mai 2015", "من 1 إلى 3 مايو 2015"),
        (
            "2018-05-31 2018-06-01",
            "on 31 May and 1 June 2018",
            "les 31 mai et 1er juin 2018",
            "يومي 31 مايو و1 يونيو 2018",
        ),
        (
            "2018-12-30 2019-01-02",
            "from 30 December 2018 to 2 January 2019",
            "du 30 décembre 2018 au 2 janvier 2019",
            "من 30 ديسمبر 2018 إلى 2 يناير 2019",
        ),
        ("2018-05", "in May 2018", "en mai 2018", "في مايو 2018"),
        ("2018-04 2018-06", "from April to June 2018", "d’avril à juin 2018", "من أبريل إلى يونيو 2018"),
        ("2016", "in 2016", "en 2016", "في عام 2016"),
        ("2016 2018", "from 2016 to 2018", "de 2016 à 2018", "من عام 2016 إلى عام 2018"),
    ],
)
def test_date_stands_with_its_preposition(date, on, le, fi):
    when = PartialDate.parse(*date.split())

    assert [english.when(when), french_grammar.when(when), arabic_grammar.when(when)] == [on, le, fi]


@pytest.mark.parametrize(
    ("count", "nominative", "genitive"),
    [
        (1, "شخص واحد", "شخص واحد"),
        (2, "شخصان", "شخصين"),
        (3, "3 أشخاص", "3 أشخاص"),
        (10, "10 أشخاص", "10 أشخاص"),
        (11, "11 شخصا", "11 شخصا"),
        (99, "99 شخصا", "99 شخصا"),
        (100, "100 شخص", "100 شخص"),
        (102, "102 شخص", "102 شخص"),
        (103, "103 أشخاص", "103 أشخاص"),
        (155, "155 شخصا", "155 شخصا"),
        (1200, "1,200 شخص", "1,200 شخص"),
    ],
)
def test_arabic_counts_people_by_its_rules(count, nominative, genitive):
    assert (arabic_grammar.persons(count), arabic_grammar.persons(count, genitive=True)) == (
        nominative,
        genitive,
    )


@pytest.mark.parametrize(
    ("number", "en", "fr", "masculine", "feminine"),
    [
        (1, "1st", "1re", "الأول", "الأولى"),
        (2, "2nd", "2e", "الثاني", "الثانية"),
        (3, "3rd", "3e", "الثالث", "الثالثة"),
        (10, "10th", "10e", "العاشر", "العاشرة"),
        (11, "11th", "11e", "الحادي عشر", "الحادية عشرة"),
        (12, "12th", "12e", "الثاني عشر", "الثانية عشرة"),
        (20, "20th", "20e", "العشرون", "العشرون"),
        (21, "21st", "21e", "الحادي والعشرون", "الحادية والعشرون"),
        (112, "112th", "112e", "رقم 112", "رقم 112"),
    ],
)
def test_ordinals(number, en, fr, masculine, feminine):
    assert english.ordinal(number) == en
    assert french_grammar.ordinal(number, feminine=True) == fr
    assert arabic_grammar.ordinal(number, feminine=False) == masculine
    assert arabic_grammar.ordinal(number, feminine=True) == feminine


@pytest.mark.parametrize(
    ("name", "to", "of"),
    [
        ("le Kenya", "au Kenya", "du Kenya"),
        ("les Pays-Bas", "aux Pays-Bas", "des Pays-Bas"),
        ("l’Égypte", "à l’Égypte", "de l’Égypte"),
        ("Malte", "à Malte", "de Malte"),
        ("Le Caire", "au Caire", "du Caire"),
        ("La Haye", "à La Haye", "de La Haye"),
        ("Le", "à Le", "de Le"),
    ],
)
def test_french_prepositions_merge_with_the_article(name, to, of):
    assert (french_grammar.contracted("à", name), french_grammar.contracted("de", name)) == (to, of)


@pytest.mark.parametrize(
    ("code", "name", "place"),
    [
        ("GB", "Royaume-Uni", "au Royaume-Uni"),
        ("CI", "Côte d’Ivoire", "en Côte d’Ivoire"),
        ("SS", "Soudan du Sud", "au Soudan du Sud"),
        ("US", "États-Unis", "aux États-Unis"),
        ("IR", "Iran", "en Iran"),
        ("MX", "Mexique", "au Mexique"),
        ("DJ", "Djibouti", "à Djibouti"),
    ],
)
def test_countries_in_french(code, name, place):
    assert french_grammar.in_country(code, name) == place


@pytest.mark.django_db
def test_a_co_host_is_not_called_the_host_when_the_host_is_not_public():
    event = EventFactory()
    ParticipationFactory(event=event, partner=PartnerFactory(name_en="Switzerland", draft=True), role="host")
    ParticipationFactory(event=event, partner=PartnerFactory(name_en="Ethiopia"), role="co_host")

    told = summary_of(Event.objects.published().for_summary().get(), "en")

    assert "Switzerland" not in told
    assert "hosted" not in told
