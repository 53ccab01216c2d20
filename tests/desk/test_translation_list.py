"""The list that translators work down."""

import pytest
from django.urls import reverse

from desk.progress import progress_of_languages
from publishing.dates import PartialDate
from publishing.models import PendingChange
from publishing.translations import mark_unofficial
from tests.factories import (
    ChairmanshipFactory,
    CommitmentFactory,
    DocumentFactory,
    EventFactory,
    PartnerFactory,
    SpeakerFactory,
)
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def desk():
    return signed_in()


def meeting(**values):
    return EventFactory(**{"city_en": None, **values})


def page_of(language="fr"):
    return reverse("desk:translations", args=[language])


def listed(client, language="fr", **query):
    page = client.get(page_of(language), query)
    assert page.status_code == 200
    return {row.name: [(names, words) for _state, words, names in row.texts] for row in page.context["rows"]}


def counts(client, **query):
    return {tab.label: tab.count for tab in client.get(page_of(), query).context["tabs"]}


@pytest.fixture
def four_states():
    """A meeting for each state of its French title."""
    for name in ("Old", "Unofficial", "Good", "Lacking"):
        event = meeting(title_en=name, title_fr=None if name == "Lacking" else "Réunion", title_ar="اجتماع")
        if name in ("Old", "Unofficial"):
            mark_unofficial(event, "title", "fr")
            event.save()
        if name == "Old":
            event.title_en = "Old, changed"
            event.save()


def test_each_state_has_its_list_and_its_number(desk, four_states):
    old = next(iter(listed(desk, state="out-of-date")["Old, changed"]))

    assert listed(desk, state="missing") == {"Lacking": [("Title", "missing")]}
    assert listed(desk, state="unofficial") == {"Unofficial": [("Title", "unofficial, to be confirmed")]}
    assert listed(desk, state="up-to-date") == {"Good": [("Title", "up to date")]}
    assert old[1].startswith("the English changed on ")
    assert listed(desk).keys() == {"Old, changed", "Unofficial", "Lacking"}
    assert counts(desk) == {
        "To do": "3",
        "Missing": "1",
        "Older than the original": "1",
        "To be confirmed": "1",
        "Up to date": "1",
    }


def test_the_texts_of_parts_are_counted(desk):
    event = meeting(title_en="Meeting", title_fr="Réunion")
    SpeakerFactory(event=event, name_en="Amina", name_fr="Amina", function_en="Minister")

    assert listed(desk) == {"Meeting": [("Speakers", "1 of 2 is missing")]}


@pytest.mark.parametrize("most", [1, 1000])
def test_words_find_the_same_however_many_they_find(desk, monkeypatch, most):
    monkeypatch.setattr("desk.translations.MOST_FOUND", most)
    for name in ("Labour mobility", "Labour rights", "Trafficking"):
        meeting(title_en=name)

    assert listed(desk, words="labour").keys() == {"Labour mobility", "Labour rights"}
    assert listed(desk, words="labour MOB").keys() == {"Labour mobility"}
    assert listed(desk, words="– …") == {}
    assert counts(desk, words="labour")["Missing"] == "2"


def test_texts_that_are_alike_are_told_together_what_is_missing_first(desk):
    event = meeting(title_en="Meeting", title_fr="Réunion", city_en="Nairobi", venue_en="UN compound")
    mark_unofficial(event, "title", "fr")
    event.save()

    assert listed(desk) == {
        "Meeting": [("City · Venue", "missing"), ("Title", "unofficial, to be confirmed")]
    }


def test_another_language_is_another_list(desk, four_states):
    assert listed(desk, "ar", state="missing") == {}
    assert listed(desk, "ar", state="out-of-date").keys() == {"Old, changed"}
    assert desk.get(page_of("en")).status_code == 404


def test_public_and_upcoming_comes_first_then_the_newest(desk):
    for name, day, state in (
        ("Draft, to come", "2031-01-01", {"draft": True}),
        ("Past", "2019", {}),
        ("To come", "2030-05", {}),
        ("Withdrawn", "2032", {"withdrawn": True}),
        ("Scheduled, to come", "2030-06-01", {"scheduled": True}),
        ("Newer", "2021-03-04", {}),
    ):
        meeting(title_en=name, date=PartialDate.parse(day), **state)

    assert list(listed(desk)) == [
        "Scheduled, to come",
        "To come",
        "Newer",
        "Past",
        "Draft, to come",
        "Withdrawn",
    ]


def test_kind_and_words_narrow_the_list_and_the_numbers(desk):
    meeting(title_en="Élan of partners")
    DocumentFactory(title_en="Elan of documents")
    DocumentFactory(title_en="Another")

    assert listed(desk, words="elan").keys() == {"Élan of partners", "Elan of documents"}
    assert listed(desk, words="élan", kind="document").keys() == {"Elan of documents"}
    assert counts(desk, words="elan")["To do"] == "2"
    assert counts(desk, kind="event")["Missing"] == "1"


@pytest.mark.parametrize(
    "query",
    [{"state": "odd"}, {"kind": "user"}, {"words": "a\0b"}, {"words": "x" * 300}, {"after": "odd"}],
)
def test_odd_questions_are_told_and_never_answered_with_the_whole_list(desk, query):
    meeting()

    page = desk.get(page_of(), query)

    assert (page.status_code, page.context["rows"]) == (200, [])
    assert page.context["problems"]


def test_long_lists_are_cut_by_key_and_lead_on(desk):
    for number in range(27):
        meeting(title_en=f"Meeting {number}")

    first = desk.get(page_of())
    second = desk.get(first.context["page"].next_url)

    assert [len(page.context["rows"]) for page in (first, second)] == [25, 2]
    names = [row.name for page in (first, second) for row in page.context["rows"]]
    assert sorted(names) == sorted(f"Meeting {number}" for number in range(27))


def test_numbers_are_not_counted_to_the_end(desk, monkeypatch):
    monkeypatch.setattr("desk.translations.COUNTED", 2)
    for _number in range(4):
        meeting()

    assert counts(desk)["To do"] == "more than 2"


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_for_any_length(desk, count, django_assert_num_queries):
    for _number in range(count):
        event = meeting()
        SpeakerFactory(event=event)
        CommitmentFactory()
        ChairmanshipFactory(text_en="<p>A term.</p>", partner=PartnerFactory())
    desk.get(page_of())

    with django_assert_num_queries(14):
        page = desk.get(page_of())

    assert len(page.context["rows"]) >= 4 * count


class TestWhoSees:
    def test_only_kinds_that_the_reader_may_see_are_listed(self):
        meeting(title_en="Meeting")
        DocumentFactory(title_en="Document")
        desk = signed_in_with("events.view_event", "publishing.translate_fr")

        assert listed(desk).keys() == {"Meeting"}
        assert counts(desk)["To do"] == "1"
        [row] = desk.get(page_of()).context["rows"]
        assert row.address.startswith("/admin/events/event/")
        assert row.address.endswith("/translate/fr/")

    def test_who_may_not_translate_is_led_to_the_record(self):
        event = meeting()
        desk = signed_in_with("events.view_event")

        [row] = desk.get(page_of()).context["rows"]

        assert row.address == reverse("admin:events_event_change", args=[event.pk])

    def test_who_sees_no_record_sees_no_list(self):
        assert signed_in_with("publishing.translate_fr").get(page_of()).status_code == 403

    def test_without_a_language_it_is_the_one_that_the_reader_writes(self):
        desk = signed_in_with("events.view_event", "publishing.translate_ar")

        assert desk.get(reverse("desk:translations")).url == page_of("ar")

    def test_what_is_prepared_already_is_told(self, desk):
        event = meeting(title_en="Meeting")
        translator = signed_in_with("events.view_event", "publishing.translate_fr")
        page = reverse("admin:events_event_translate", args=[event.pk, "fr"])
        translator.post(page, {"opened_revision": event.revision, "title_fr": "Réunion"})
        assert PendingChange.objects.count() == 1

        [row] = desk.get(page_of()).context["rows"]

        assert row.is_prepared


class TestNext:
    def next_of(self, desk, record, **query):
        address = reverse("desk:next_translation", args=["fr"])
        return desk.get(address, {"after": f"{record.kind}-{record.pk}", **query}, follow=False).url

    def test_it_leads_to_the_one_below_also_when_that_one_is_done(self, desk):
        first, second, third = (
            meeting(title_en=f"Meeting {day}", date=PartialDate.parse(day))
            for day in ("2023", "2022", "2021")
        )
        first.title_fr = "Réunion"
        first.save()

        for done, following in ((first, second), (second, third)):
            assert self.next_of(desk, done) == reverse(
                "admin:events_event_translate", args=[following.pk, "fr"]
            )

    def test_it_keeps_to_what_the_list_was_narrowed_to(self, desk):
        first = meeting(date=PartialDate.parse("2023"))
        DocumentFactory(date=PartialDate.parse("2022"))
        last = meeting(date=PartialDate.parse("2021"))

        address = self.next_of(desk, first, kind="event", state="missing")

        page = reverse("admin:events_event_translate", args=[last.pk, "fr"])
        assert address == f"{page}?kind=event&state=missing"

    def test_after_the_last_one_it_leads_back_and_says_so(self, desk):
        event = meeting()
        address = reverse("desk:next_translation", args=["fr"])

        page = desk.get(address, {"after": f"event-{event.pk}"}, follow=True)

        assert page.redirect_chain == [(page_of(), 302)]
        assert "That was the last one of this list." in page.content.decode()

    @pytest.mark.parametrize(
        "after", ["", "event-", "event-0", "user-1", "event-99999999999999999999", "a\0-1"]
    )
    def test_from_nowhere_it_leads_to_the_first(self, desk, after):
        event = meeting()
        address = reverse("desk:next_translation", args=["fr"])

        answer = desk.get(address, {"after": after})

        assert answer.url == reverse("admin:events_event_translate", args=[event.pk, "fr"])


def test_progress_is_told_in_one_query(four_states, django_assert_num_queries):
    with django_assert_num_queries(1):
        french, arabic = progress_of_languages()

    assert (french.texts, french.missing, french.out_of_date, french.unofficial) == (4, 1, 1, 1)
    assert (french.present_share, french.up_to_date_share, french.out_of_date_share) == (75, 25, 25)
    assert (arabic.code, arabic.up_to_date_share, arabic.address) == ("ar", 75, page_of("ar"))


def test_progress_of_an_empty_portal_is_told_too():
    assert [one.texts for one in progress_of_languages()] == [0, 0]
