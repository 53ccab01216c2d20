"""What a record still lacks: looked for in a fixed number of queries, told where it is mended."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from declarations.models import Commitment, Document, DocumentVersion, ProgressEntry
from declarations.readiness import COMMITMENTS, DOCUMENTS, ENTRIES, FILES
from events.models import Event, Participation, Picture, Series, Theme
from events.readiness import EVENTS, PICTURES, SERIES, THEMES
from members.models import Chairmanship, CommitteeComposition, Partner
from members.readiness import CHAIRMANSHIPS, COMPOSITIONS, PARTNERS
from pages.models import Page, Term
from pages.readiness import PAGES, TERMS
from publishing.admin.base import RecordAdmin
from publishing.dates import PartialDate
from publishing.models import TranslationState
from tests import factories
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

KINDS = {
    Event: (EVENTS, factories.EventFactory),
    Picture: (PICTURES, factories.PictureFactory),
    Series: (SERIES, factories.SeriesFactory),
    Theme: (THEMES, factories.ThemeFactory),
    Document: (DOCUMENTS, factories.DocumentFactory),
    DocumentVersion: (FILES, factories.DocumentVersionFactory),
    Commitment: (COMMITMENTS, factories.CommitmentFactory),
    ProgressEntry: (ENTRIES, factories.ProgressEntryFactory),
    Partner: (PARTNERS, factories.OrganisationFactory),
    Chairmanship: (CHAIRMANSHIPS, factories.ChairmanshipFactory),
    CommitteeComposition: (COMPOSITIONS, factories.CompositionFactory),
    Page: (PAGES, factories.PageFactory),
    Term: (TERMS, factories.TermFactory),
}
# Two days, since the day may have changed before the last test runs.
SOON = timezone.localdate() + timedelta(days=2)
LATELY = timezone.localdate() - timedelta(days=2)


def on(day):
    return PartialDate.parse(day.isoformat())


def readiness_of(record):
    """Name of the check → whether it is met; without those that do not arise."""
    checks, _factory = KINDS[type(record)]
    return {point.name: point.is_met for point in checks.points_for([record])[record.pk]}


def change_page(record):
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[record.pk])


def test_each_kind_of_record_at_the_desk_is_looked_at_by_its_own_checks():
    kept = {one.model: one.readiness for one in admin.site._registry.values() if isinstance(one, RecordAdmin)}

    assert kept == {model: checks for model, (checks, _factory) in KINDS.items()}


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("model", KINDS)
def test_any_number_of_records_takes_the_same_queries(model, count, django_assert_max_num_queries):
    checks, factory = KINDS[model]
    factory.create_batch(count)
    records = list(model.objects.all())

    # Translations, and everything else at once.
    with django_assert_max_num_queries(2):
        points = checks.points_for(records)

    assert sorted(points) == sorted(record.pk for record in records)
    assert all(points.values())


@pytest.mark.parametrize("model", KINDS)
def test_each_point_leads_to_an_element_of_the_form_or_to_a_page_that_opens(model):
    """Also the checks that are met: the fields are there under the names in the addresses."""
    checks, factory = KINDS[model]
    record = factory()
    TranslationState.objects.create(record=record, field="x", language="fr", original_revision=9)
    desk = signed_in()
    form = desk.get(change_page(record)).content.decode()
    there = set(re.findall(r'\bid="([^"]+)"', form))

    points = checks.points_for([type(record).objects.get(pk=record.pk)])[record.pk]

    assert [
        (point.name, point.anchor) for point in points if point.anchor and point.anchor not in there
    ] == []
    pages = {point.address for point in points if not point.anchor and point.address}
    assert [page for page in pages if desk.get(page).status_code != 200] == []


# Events


def test_an_event_that_has_everything_lacks_nothing():
    event = factories.EventFactory(
        title_fr="Réunion",
        title_ar="اجتماع",
        city_fr="Kampala",
        city_ar="كمبالا",
        text_en="<p>Said.</p>",
        text_fr="<p>Dit.</p>",
        text_ar="<p>قيل.</p>",
        sources=["https://example.org/"],
        participants_count=40,
    )
    event.themes.add(factories.ThemeFactory())
    factories.ParticipationFactory(event=event)
    factories.SpeakerFactory(
        event=event, name_fr="N", name_ar="ن", function_fr="Ambassadeur", function_ar="سفير"
    )
    factories.AgendaItemFactory(event=event, title_fr="Point", title_ar="بند")
    factories.PictureFactory(event=event, alt_fr="Des délégués", alt_ar="مندوبون")
    document = factories.DocumentFactory(adopting_event=event)
    factories.DocumentVersionFactory(document=document)

    assert [name for name, is_met in readiness_of(event).items() if not is_met] == []


def test_an_event_lacks_the_words_of_a_picture_that_stays():
    event = factories.EventFactory(status=Event.Status.HELD)
    assert readiness_of(event)["pictures"] is False
    assert "alternative_texts" not in readiness_of(event)

    picture = factories.PictureFactory(event=event, alt_fr="Des délégués")
    assert (readiness_of(event)["pictures"], readiness_of(event)["alternative_texts"]) == (True, False)

    picture.alt_ar = "مندوبون"
    picture.save()
    factories.PictureFactory(event=event, withdrawn=True)
    assert readiness_of(event)["alternative_texts"] is True


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"date": None}, "date"),
        ({"date": PartialDate.parse("2023-05")}, "day"),
        ({"country": "", "city_en": ""}, "place"),
        ({"city_en": ""}, "city"),
        ({"title_ar": ""}, "title_ar"),
        ({"text_en": "<p>Said.</p>", "text_fr": ""}, "text_fr"),
        ({"sources": []}, "sources"),
        ({"type": Event.Type.SENIOR_OFFICIALS_MEETING}, "number"),
        ({"status": Event.Status.PLANNED, "date": on(LATELY)}, "outcome_known"),
        ({"status": Event.Status.PLANNED, "date": on(SOON)}, "start_time"),
    ],
)
def test_what_an_event_lacks_is_told(values, name):
    assert readiness_of(factories.EventFactory(**values))[name] is False


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"date": None}, "day"),
        ({"mode": Event.Mode.ONLINE, "country": "", "city_en": ""}, "city"),
        ({"status": Event.Status.PLANNED, "date": on(SOON)}, "outcome_known"),
        ({"status": Event.Status.PLANNED, "date": on(SOON)}, "documents"),
        ({"status": Event.Status.PLANNED, "date": on(SOON)}, "text"),
        ({"scope": Event.Scope.RELATED}, "agenda"),
        ({"type": Event.Type.INFORMAL_WORKING_GROUP}, "speakers"),
        ({"title_fr": "", "text_en": ""}, "text_fr"),
    ],
)
def test_what_does_not_arise_is_not_asked(values, name):
    assert name not in readiness_of(factories.EventFactory(**values))


def test_an_online_event_has_a_place():
    online = factories.EventFactory(mode=Event.Mode.ONLINE, country="", city_en="")

    assert readiness_of(online)["place"] is True


def test_a_participant_is_no_host():
    event = factories.EventFactory()
    factories.ParticipationFactory(event=event, role=Participation.Role.PARTICIPANT)

    assert (readiness_of(event)["host"], readiness_of(event)["participants"]) == (False, True)


def test_documents_of_an_event_are_those_it_adopted_or_discussed_and_their_authentic_text_is_asked_for():
    event, other = factories.EventFactory(), factories.EventFactory()
    factories.DocumentFactory().related_events.add(other)
    adopted = factories.DocumentFactory(adopting_event=event)
    factories.DocumentVersionFactory(
        document=adopted, authority=DocumentVersion.Authority.COURTESY_TRANSLATION
    )

    [point] = [one for one in EVENTS.points_for([event])[event.pk] if one.name == "authentic_texts"]

    assert (point.is_met, point.address) == (False, f"{change_page(adopted)}#versions-group")
    assert readiness_of(other)["documents"] is True
    assert "authentic_texts" not in readiness_of(other)


def test_parts_without_a_translation_are_told():
    event = factories.EventFactory()
    factories.AgendaItemFactory(event=event, title_fr="Point")

    assert readiness_of(event)["agenda_translated"] is False


def test_translations_that_are_old_are_worse_than_those_nobody_has_confirmed():
    event = factories.EventFactory(title_fr="Réunion")
    for language, made_from in (("fr", 1), ("ar", 2)):
        TranslationState.objects.create(
            record=event, field="title", language=language, made_from=made_from, original_revision=2
        )

    missing = {point.name: point.is_needed for point in EVENTS.lacking(event)}

    assert missing.keys() >= {"up_to_date_fr", "confirmed_fr", "confirmed_ar"}
    assert "up_to_date_ar" not in missing
    assert (missing["up_to_date_fr"], missing["confirmed_ar"]) == (True, False)


def test_what_is_needed_stands_first():
    missing = EVENTS.lacking(factories.EventFactory())

    assert [point.is_needed for point in missing] == sorted((p.is_needed for p in missing), reverse=True)
    assert {point.is_needed for point in missing} == {True, False}


# Documents, partners, the chair


def test_an_outcome_needs_its_meeting_and_its_paragraphs_other_documents_a_related_one():
    outcome = factories.DocumentFactory(nature=Document.Nature.OUTCOME)
    factories.DocumentVersionFactory(document=outcome)
    note = factories.DocumentFactory()
    asked = readiness_of(outcome)

    assert (asked["adopting_event"], asked["provisions"], "related_events" in asked) == (False, False, False)
    assert readiness_of(note)["related_events"] is False
    assert "adopting_event" not in readiness_of(note)


def test_files_of_a_document_are_asked_for_by_language_authority_and_words():
    bare, document = factories.DocumentFactory(), factories.DocumentFactory(availability="not_seen")
    scan = factories.StoredFileFactory(has_text=False)
    factories.DocumentVersionFactory(
        document=document, language="fr", file=scan, authority="courtesy_translation"
    )
    factories.DocumentVersionFactory(document=document, language="ar", withdrawn=True)

    asked = readiness_of(document)

    names = ("file", "authentic_text", "file_en", "file_fr", "file_ar", "words", "availability")
    assert [asked[name] for name in names] == [True, False, False, True, False, False, False]
    assert [name for name in names if name in readiness_of(bare)] == ["file"]


def test_progress_is_asked_of_commitments_that_are_still_pursued():
    quiet, achieved, busy = factories.CommitmentFactory.create_batch(3)
    factories.ProgressEntryFactory(commitment=achieved, status=Commitment.Status.ACHIEVED)
    factories.ProgressEntryFactory(commitment=busy, date=on(LATELY))

    assert readiness_of(quiet)["progress"] is False
    assert "progress" not in readiness_of(achieved)
    assert readiness_of(busy)["progress"] is True


def test_what_waits_for_another_record_says_so():
    document = factories.DocumentFactory(draft=True)
    version = factories.DocumentVersionFactory(document=document)
    commitment = factories.CommitmentFactory(provision=factories.ProvisionFactory(document=document))
    term = factories.ChairmanshipFactory(partner=factories.PartnerFactory(draft=True))

    assert readiness_of(version)["document_public"] is False
    assert readiness_of(commitment)["made_public"] is False
    assert readiness_of(term)["partner_public"] is False


def test_a_membership_is_dated_by_its_start_or_by_who_first_named_it():
    started, named, neither = (factories.OrganisationFactory() for _ in range(3))
    factories.MembershipFactory(partner=started)
    factories.MembershipFactory(partner=named, start=None, attested=PartialDate.parse("2016"))
    factories.MembershipFactory(partner=neither, start=None)

    assert [readiness_of(one)["membership_dated"] for one in (started, named, neither)] == [True, True, False]


def test_a_series_of_one_event_is_none():
    series = factories.SeriesFactory()
    factories.EventFactory(series=series)
    assert readiness_of(series)["several_events"] is False

    factories.EventFactory(series=series)
    assert readiness_of(series)["several_events"] is True


# Where it is shown


def test_the_form_links_to_the_field_itself_and_says_why():
    event = factories.EventFactory(date=None)

    page = signed_in().get(change_page(event)).content.decode()

    assert '<a href="#id_date_0">A date</a>' in page
    assert "Without one it stands at the end of every list" in page
    assert re.search(r"\d+ of \d+ points are met", page)


def test_whoever_may_only_look_sees_what_is_missing_without_links():
    event = factories.EventFactory(date=None)

    page = signed_in_with("events.view_event").get(change_page(event)).content.decode()

    assert "<b>A date</b>" in page
    assert 'href="#id_date_0"' not in page


def test_before_publication_it_is_a_warning_and_no_obstacle():
    event = factories.EventFactory(draft=True, date=None)
    address = reverse("admin:events_event_publish", args=[event.pk])
    desk = signed_in()

    asked = desk.get(address)
    assert f'<a href="{change_page(event)}#id_date_0">A date</a>' in asked.content.decode()

    desk.post(address, {"revision": event.revision})
    event.refresh_from_db()
    assert event.is_public


def test_a_new_record_is_not_told_what_it_lacks():
    page = signed_in().get(reverse("admin:events_event_add")).content.decode()

    assert "What is still missing" not in page
