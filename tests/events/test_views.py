import json
import re

import pytest
from django.urls import reverse

from events import event_page, views
from publishing.dates import PartialDate
from publishing.together import Together
from tests.factories import (
    AgendaItemFactory,
    ChairmanshipFactory,
    CommitmentFactory,
    DocumentFactory,
    EventFactory,
    ParticipationFactory,
    PartnerFactory,
    PictureFactory,
    ProgressEntryFactory,
    SeriesFactory,
    SpeakerFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def groups_of(response):
    return [(heading, [event.slug for event in events]) for heading, events in response.context["groups"]]


def test_upcoming_events_come_first_and_past_ones_by_year(client):
    later = EventFactory(date=PartialDate.parse("2199-05"), status="planned")
    sooner = EventFactory(date=PartialDate.parse("2198"), status="planned")
    undated = EventFactory(date=None, status="planned")
    old = EventFactory(date=PartialDate.parse("2016"))
    new = EventFactory(date=PartialDate.parse("2023-05"))

    assert groups_of(client.get("/en/events/")) == [
        ("Upcoming", [sooner.slug, later.slug, undated.slug]),
        ("2023", [new.slug]),
        ("2016", [old.slug]),
    ]


def test_an_event_without_a_date_stands_after_the_last_dated_one_of_its_term(client):
    term = ChairmanshipFactory(start=PartialDate.parse("2025-04-09"))
    undated = EventFactory(date=None, chair_term=term)
    webinar = EventFactory(date=PartialDate.parse("2025-09-17"))
    unknown = EventFactory(date=None)

    assert groups_of(client.get("/en/events/")) == [
        ("Date not known", [undated.slug]),
        ("2025", [webinar.slug]),
        ("Date not known", [unknown.slug]),
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    for event in EventFactory.create_batch(count):
        ParticipationFactory(event=event)
    client.get("/en/events/")

    # As what the record stands, and the rows: form and number are kept.
    with django_assert_num_queries(2):
        response = client.get("/en/events/")

    assert len(response.context["page"].rows) == count


def test_the_list_says_how_many_it_found_and_what_was_asked(client):
    EventFactory(type="webinar", mode="online", country="")
    EventFactory()

    response = client.get("/en/events/?type=webinar")

    assert response.context["count_label"] == "1 found"
    assert [row.value for row in response.context["active_filters"]] == ["Webinar"]
    assert response.context["subscription"].calendar == "/en/events/events.ics?type=webinar"


def test_a_question_not_understood_is_answered_with_a_note_and_no_rows(client):
    EventFactory()

    response = client.get("/en/events/?type=party")

    assert groups_of(response) == []
    assert "party is not one of the available choices" in response.content.decode()


def test_the_pages_of_a_long_list_lead_through_all_of_it(client):
    EventFactory.create_batch(60)
    seen, address = [], "/en/events/"
    while address:
        page = client.get(address).context["page"]
        seen += page.rows
        address = page.next_url

    assert len(seen) == len(set(seen)) == 60


def test_a_city_in_another_language_does_not_turn_its_country_around(client):
    EventFactory(city_en="Nairobi", country="KE")
    EventFactory(city_en="Cairo", city_ar="القاهرة", country="EG")

    page = html_of(client.get("/ar/events/"))

    assert '<bdi lang="en" dir="ltr">Nairobi</bdi>، <bdi dir="rtl">كينيا</bdi>' in page
    assert '<bdi dir="rtl">القاهرة، مصر</bdi>' in page
    assert "<bdi>Cairo, Egypt</bdi>" in html_of(client.get("/en/events/"))


class TestMoreIsUpcomingThanIsShownAboveThePast:
    @pytest.fixture(autouse=True)
    def upcoming(self):
        # Two on each day, so that pages are cut between some of them; one is only known to be planned.
        days = [PartialDate.parse(f"21{year}-03-04") for year in range(10, 40) for _twice in range(2)]
        self.events = [EventFactory(date=day, status="planned") for day in days]
        self.events.append(EventFactory(date=None, status="planned"))
        self.past = EventFactory(date=PartialDate.parse("2016"))
        EventFactory(date=days[0], status="planned", draft=True)
        EventFactory(date=days[0], status="planned", scheduled=True)
        EventFactory(date=days[0], status="planned", withdrawn=True)

    def test_the_next_ones_stand_there_and_a_link_leads_to_all(self, client):
        response = client.get("/en/events/?type=thematic_meeting&partner=")

        assert response.context["upcoming_url"] == "/en/events/?type=thematic_meeting&when=upcoming"
        response = client.get("/en/events/")
        assert groups_of(response) == [
            ("Upcoming", [event.slug for event in self.events[:25]]),
            ("2016", [self.past.slug]),
        ]
        assert '<a class="button" href="/en/events/?when=upcoming">All upcoming events' in html_of(response)

    def test_all_of_them_are_reached_page_by_page_and_back(self, client):
        forth, address = [], "/en/events/?when=upcoming"
        while address:
            response = client.get(address)
            assert [heading for heading, _rows in groups_of(response)] == ["Upcoming"]
            assert "upcoming_url" not in response.context
            page = response.context["page"]
            forth.append([row.slug for row in page.rows])
            address, last = page.next_url, page
        back, address = [forth[-1]], last.previous_url
        while address:
            page = client.get(address).context["page"]
            back.insert(0, [row.slug for row in page.rows])
            address = page.previous_url

        assert [len(rows) for rows in forth] == [25, 25, 11]
        assert [slug for rows in forth for slug in rows] == [event.slug for event in self.events]
        assert back == forth

    def test_going_back_to_the_first_page_brings_them_back(self, client):
        EventFactory.create_batch(30)
        first = client.get("/en/events/")
        second = client.get(first.context["page"].next_url)

        again = client.get(second.context["page"].previous_url)

        assert groups_of(again) == groups_of(first)
        assert again.context["upcoming_url"] == first.context["upcoming_url"]
        assert [heading for heading, _rows in groups_of(second)].count("Upcoming") == 0

    def test_a_page_of_them_takes_as_many_queries_as_any(self, client, django_assert_num_queries):
        second = client.get("/en/events/?when=upcoming").context["page"].next_url

        with django_assert_num_queries(2):
            client.get(second)

    def test_all_of_them_are_in_the_api(self, client):
        found, address = [], "/api/v1/events/?when=upcoming&page_size=40&fields=slug"
        while address:
            answer = client.get(address).json()
            found += [row["slug"] for row in answer["results"]]
            address = answer["next"]

        assert sorted(found) == sorted(event.slug for event in self.events)

    def test_a_place_in_the_other_order_is_none_here(self, client):
        response = client.get("/en/events/?when=upcoming&after=202001010~3")

        assert groups_of(response) == []
        assert "is not a place in this list" in html_of(response)


def html_of(response):
    return response.content.decode()


def whole_event():
    event = EventFactory(
        slug="whole",
        series=SeriesFactory(),
        text_en="<p>Adopted <strong>a declaration</strong>.</p>",
        sources=["https://example.org/page"],
        mirrors=["https://mirror.example/copy"],
        editor_note="Doubtful.",
    )
    ParticipationFactory(event=event, partner=PartnerFactory(name_en="Egypt", iso="EG"), role="host")
    ParticipationFactory(
        event=event, partner=PartnerFactory(name_en="France", iso="FR"), role="incoming_chair"
    )
    SpeakerFactory(event=event, name_en="Amina Example", function_en="Minister")
    AgendaItemFactory(event=event, title_en="Opening")
    event.themes.add(ThemeFactory(name_en="Legal identity"))
    EventFactory(series=event.series, title_en="Its neighbour")
    DocumentFactory(adopting_event=event, title_en="The Declaration")
    DocumentFactory(title_en="The Report").related_events.add(event)
    PictureFactory(event=event)
    return event


def test_the_page_tells_all_there_is_and_nothing_for_staff(client):
    event = whole_event()

    page = client.get(event.get_absolute_url()).content.decode()

    for words in [
        event.title_en,
        "3–4 May 2023",
        "Kampala, Uganda",
        "Egypt",
        "France",
        "incoming chair",
        "Amina Example",
        "Minister",
        "Opening",
        "Legal identity",
        "Its neighbour",
        "The Declaration",
        "The Report",
        "https://example.org/page",
        "<strong>a declaration</strong>",
    ]:
        assert words.lower() in page.lower(), words
    for words in ["mirror.example", "Doubtful"]:
        assert words not in page


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_takes_the_same_queries_whatever_hangs_off_it(client, django_assert_num_queries, more):
    event = whole_event()
    for _ in range(more):
        ParticipationFactory(event=event)
        SpeakerFactory(event=event)
        event.themes.add(ThemeFactory())
        DocumentFactory(adopting_event=event)
        ProgressEntryFactory(event=event)
        EventFactory(series=event.series)
        PictureFactory(event=event)

    # The event; what hangs off it, and how the record stands; what is said of its pictures' translations; and
    # where nobody asked since then, the words of the glossary.
    with django_assert_num_queries(4):
        client.get(event.get_absolute_url())


@pytest.mark.parametrize("hidden", [{"draft": True}, {"scheduled": True}, {"withdrawn": True}])
def test_the_commitments_it_followed_up_are_named_where_all_is_public(client, hidden):
    event = EventFactory()
    entry = ProgressEntryFactory(event=event, commitment__title_en="Train judges", status="achieved")
    ProgressEntryFactory(event=event, commitment__title_en="Zzsecret", **hidden)
    hidden_commitment = CommitmentFactory(title_en="Zzsecret", **hidden)
    hidden_document = CommitmentFactory(
        title_en="Zzsecret", provision__document=DocumentFactory(title_en="Zzsecret", **hidden)
    )
    for commitment in (hidden_commitment, hidden_document):
        ProgressEntryFactory(event=event, commitment=commitment)

    response = client.get(event.get_absolute_url())

    assert response.context_data["followed_up"] == [entry]
    assert "Zzsecret" not in response.content.decode()
    for words in ("Commitments it followed up", "Train judges", "Achieved", str(entry.commitment.document)):
        assert words in response.content.decode()


def test_cancelled_is_said(client):
    event = EventFactory(status="cancelled")

    assert "cancelled" in client.get(event.get_absolute_url()).content.decode().lower()


def structured_data(response):
    found = re.search(
        r'<script type="application/ld\+json"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL
    )
    return json.loads(found[1]) if found else None


def test_structured_data_is_true_to_the_record(client):
    event = EventFactory(mode="online", country="", city_en=None)

    data = structured_data(client.get(event.get_absolute_url()))

    assert (data["@type"], data["startDate"], data["endDate"]) == ("Event", "2023-05-03", "2023-05-04")
    assert data["location"]["@type"] == "VirtualLocation"


def test_structured_data_leaves_out_what_has_no_day(client):
    event = EventFactory(date=PartialDate.parse("2018-05"))

    data = structured_data(client.get(event.get_absolute_url()))

    assert data is None or data.get("@type") != "Event"


def test_a_former_address_leads_to_the_present_one(client):
    event = EventFactory(slug="old-address")
    event.slug = "new-address"
    event.save()

    for query in ("", "?q=a%26b&q=%C3%A9t%C3%A9"):
        response = client.get(f"/fr/events/old-address/{query}")

        location = f"/fr/events/new-address/{query}"
        assert (response.status_code, response.headers["Location"]) == (301, location)


def test_a_former_address_of_what_is_not_public_leads_nowhere(client):
    event = EventFactory(slug="old-address", draft=True)
    event.slug = "new-address"
    event.save()

    assert client.get("/en/events/old-address/").status_code == 404


def test_neighbours_are_the_nearest_public_ones_of_the_type(client):
    for year in (2019, 2021):
        EventFactory(date=PartialDate.parse(f"{year}-01-01"))
    event = EventFactory(date=PartialDate.parse("2022-01-01"))
    EventFactory(date=PartialDate.parse("2021-06-01"), draft=True)
    EventFactory(date=PartialDate.parse("2021-07-01"), type="webinar")
    after = EventFactory(date=PartialDate.parse("2024-01-01"))

    context = client.get(event.get_absolute_url()).context_data

    assert context["previous_event"].date == PartialDate.parse("2021-01-01")
    assert context["next_event"].slug == after.slug


def test_theme_and_series_pages_tell_their_events(client):
    theme, series = ThemeFactory(), SeriesFactory()
    event = EventFactory(series=series)
    event.themes.add(theme)
    document = DocumentFactory(adopting_event=event)
    commitment = CommitmentFactory(theme=theme)

    assert client.get(theme.get_absolute_url()).context["commitments"] == [commitment]
    about = client.get(theme.get_absolute_url()).context
    assert [row.slug for row in about["events"]] == [event.slug]
    assert [row.slug for row in about["documents"]] == [document.slug]
    assert [row.slug for row in client.get(series.get_absolute_url()).context["events"]] == [event.slug]


@pytest.mark.parametrize("count", [1, 3])
def test_theme_pages_take_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    theme = ThemeFactory(slug="it")
    for event in EventFactory.create_batch(count):
        event.themes.add(theme)
        DocumentFactory(adopting_event=event)
        ThemeFactory()
        CommitmentFactory(theme=theme)

    with django_assert_num_queries(2):
        client.get(reverse("themes:list"))
    with django_assert_num_queries(6):
        client.get(theme.get_absolute_url())


def test_an_event_leads_to_a_few_that_are_like_it_each_named_once(client):
    theme = ThemeFactory()
    event = EventFactory(country="KE", date=PartialDate.parse("2020-05-01"))
    like = [EventFactory(country="KE", date=PartialDate.parse(f"20{year}-05-01")) for year in range(15, 20)]
    for found in (event, *like[:4]):
        found.themes.add(theme)
    EventFactory(country="UG")

    context = client.get(event.get_absolute_url()).context_data

    assert [row.slug for row in context["same_theme"]] == [like[3].slug, like[2].slug, like[1].slug]
    assert [row.slug for row in context["same_country"]] == [like[4].slug, like[0].slug]


def test_a_page_of_many_parts_says_which_and_each_is_there(client):
    page = client.get(whole_event().get_absolute_url())
    html = page.content.decode()

    assert [f'id="{anchor}"' in html for anchor in page.context_data["sections"]] == [True] * len(
        page.context_data["sections"]
    )
    assert '<a href="#agenda">Agenda</a>' in html


def test_a_page_can_be_passed_on_by_links_that_ask_nobody_before_they_are_followed(client):
    event = EventFactory(slug="shared", title_en="Law & order")
    html = client.get(event.get_absolute_url()).content.decode()
    address = "http%3A%2F%2Flocalhost%3A8000%2Fen%2Fevents%2Fshared%2F"

    assert f'href="mailto:?subject=Law%20%26%20order&amp;body={address}"' in html
    assert f'href="https://wa.me/?text=Law%20%26%20order%20{address}" rel="noopener noreferrer' in html


@pytest.mark.parametrize("trait", ["draft", "scheduled", "withdrawn"])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_event_of_a_series_that_is_not_public_tells_nothing_of_it(client, language, trait):
    series = SeriesFactory(**{trait: True})
    event, _other = EventFactory.create_batch(2, series=series)

    response = client.get(f"/{language}/events/{event.slug}/")

    assert response.status_code == 200
    assert response.context_data["series_events"] == []


def test_of_a_long_series_the_latest_events_are_shown_and_it_is_said(client, monkeypatch):
    series = SeriesFactory()
    first, *_others = (
        EventFactory(slug=f"of-{year}", series=series, date=PartialDate.parse(year))
        for year in ("2016", "2017", "2018")
    )

    def shown(most_there, most_here):
        monkeypatch.setattr("events.views.SHOWN_WITH_A_SERIES", most_there)
        monkeypatch.setattr("events.views.SHOWN_OF_SERIES", Together(views._of_series))
        monkeypatch.setattr("events.event_page.SERIES_SHOWN", most_here)
        monkeypatch.setattr("events.event_page.PAGE", Together(event_page._questions))
        pages = [client.get(series.get_absolute_url()), client.get(first.get_absolute_url())]
        lists = (pages[0].context["events"], pages[1].context_data["series_events"])
        says_so = ["Only the latest events of the series are shown." in html_of(page) for page in pages]
        return [([row.slug for row in rows], says) for rows, says in zip(lists, says_so, strict=True)]

    assert shown(3, 2) == [(["of-2016", "of-2017", "of-2018"], False), (["of-2017", "of-2018"], False)]
    assert shown(2, 1) == [(["of-2017", "of-2018"], True), (["of-2018"], True)]


def test_the_page_asks_for_no_chair_term_that_is_not_public(client):
    term = ChairmanshipFactory(confidence="low")
    event = EventFactory(date=None, chair_term=term)

    assert client.get(event.get_absolute_url()).context_data["event"].chair_term is None
