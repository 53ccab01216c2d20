"""The record as it ships, loaded once for all tests here."""

import json
import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import TestCase

from declarations.models import Document
from events.models import Event, Series, Theme
from members.models import Chairmanship, CommitteeComposition, Partner
from pages.models import Page, Term
from publishing.models import Change, OldAddress, TranslationState
from record.actions import load
from record.report import Outcome
from tests.record.packs import SHIPPED

pytestmark = pytest.mark.once


def roles(slug):
    event = Event.objects.get(slug=slug)
    return [(found.partner.slug, found.role) for found in event.participations.select_related("partner")]


MODELS = (Event, Document, Partner, Chairmanship, CommitteeComposition, Theme, Series, Page, Term)


class TestShippedRecord(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.report = load(folder=SHIPPED)

    def test_everything_is_there_and_nothing_of_low_confidence_is_public(self):
        counted = {
            model.__name__: (model.objects.count(), model.objects.published().count()) for model in MODELS
        }

        assert counted == {
            "Event": (66, 64),
            "Document": (28, 27),
            "Partner": (52, 52),
            "Chairmanship": (10, 10),
            "CommitteeComposition": (5, 5),
            "Theme": (28, 28),
            "Series": (13, 13),
            "Page": (7, 7),
            "Term": (46, 46),
        }
        assert self.report.count(Outcome.CREATED) == len(self.report.lines)

    def test_drafts_are_those_of_low_confidence(self):
        drafts = [*Event.objects.filter(published_at=None), *Document.objects.filter(published_at=None)]

        assert sorted(record.slug for record in drafts) == [
            "sc-lisbon-2024",
            "tm-khartoum-2016",
            "work-plan-2017",
        ]

    def test_first_load_is_one_silent_batch(self):
        assert set(Change.objects.values_list("batch", "verb")) == {("first load", "published")}
        assert list(Change.objects.visible()) == []

    def test_loading_again_changes_nothing(self):
        before = Change.objects.count()
        revisions = list(Event.objects.order_by("pk").values_list("pk", "revision", "updated_at"))

        report = load(folder=SHIPPED)

        assert report.count(Outcome.UNCHANGED) == len(report.lines)
        assert Change.objects.count() == before
        assert list(Event.objects.order_by("pk").values_list("pk", "revision", "updated_at")) == revisions

    def test_cairo_conference_has_its_roles_and_documents(self):
        conference = Event.objects.get(slug="ministerial-cairo-2025")

        assert roles("ministerial-cairo-2025") == [
            ("egypt", "host"),
            ("egypt", "outgoing_chair"),
            ("france", "incoming_chair"),
        ]
        assert sorted(conference.adopted_documents.values_list("slug", flat=True)) == [
            "cairo-action-plan-2025",
            "cairo-ministerial-declaration-2025",
        ]
        assert (str(conference.country), str(conference.date)) == ("EG", "9 April 2025")

    def test_chairs_at_a_handover_come_from_the_terms(self):
        assert roles("som-asmara-2019") == [
            ("eritrea", "host"),
            ("italy", "outgoing_chair"),
            ("eritrea", "incoming_chair"),
        ]
        assert roles("som-kampala-2022") == [
            ("netherlands", "outgoing_chair"),
            ("south-sudan", "incoming_chair"),
        ]

    def test_equal_hosts_and_co_hosts_are_told_apart(self):
        assert roles("tw-nairobi-2024") == [("kenya", "host"), ("germany", "host")]
        assert roles("tm-geneva-2021") == [("switzerland", "host"), ("ethiopia", "co_host")]
        assert roles("tm-berlin-2023") == [
            ("germany", "host"),
            ("germany", "chair"),
            ("african-union-commission", "co_chair"),
        ]

    def test_meeting_without_a_date_sorts_after_the_last_dated_one_of_its_term(self):
        newest = list(Event.objects.published().newest_first().values_list("slug", flat=True)[:2])

        assert newest == ["tm-aswan-french-chairmanship", "webinar-missing-migrants-2025"]

    def test_meeting_on_whose_second_day_the_chair_passed_belongs_to_both_terms(self):
        kampala = Event.objects.get(slug="som-kampala-2022")
        terms = [term for term in Chairmanship.objects.order_by("number") if term.covers(kampala.date)]

        assert [term.partner.slug for term in terms] == ["netherlands", "south-sudan"]
        assert all(kampala in Event.objects.during(term) for term in terms)

    def test_france_holds_the_chair(self):
        assert Chairmanship.objects.in_office(date(2026, 1, 1)).first().slug == "france-2025"

    def test_french_and_arabic_are_marked_unofficial_for_every_text_there_is(self):
        conference = Event.objects.get(slug="ministerial-cairo-2025")
        states = conference.translation_states.values_list("field", "language", "status")

        assert sorted(states) == [
            (field, language, TranslationState.Status.UNOFFICIAL)
            for field in ("city", "speakers", "text", "title", "venue")
            for language in ("ar", "fr")
        ]
        assert list(Partner.objects.get(slug="egypt").translation_states.all()) == []
        assert sorted(
            Partner.objects.get(slug="sudan").translation_states.values_list("field", "language")
        ) == [
            ("milestones", "ar"),
            ("milestones", "fr"),
        ]

    def test_full_titles_are_shown_and_short_names_noted(self):
        declaration = Document.objects.get(slug="rome-declaration-2014")

        assert declaration.title_fr.startswith("Déclaration de la Conférence ministérielle")
        assert "Short names: Déclaration de Rome; إعلان روما." in declaration.editor_note

    def test_page_of_a_document_is_first_among_its_sources(self):
        declaration = Document.objects.get(slug="cairo-ministerial-declaration-2025")

        assert declaration.sources[0] == "https://egyptdailynews.com/?p=10176"
        assert len(declaration.sources) == len(set(declaration.sources)) == 9

    def test_temporary_seat_is_the_one_the_state_itself_calls_so(self):
        composition = CommitteeComposition.objects.get(slug="steering-committee-2024-04-18")

        assert list(composition.seats.filter(is_temporary=True).values_list("partner__slug", flat=True)) == [
            "somalia"
        ]
        assert composition.seats.count() == 14

    def test_standing_is_as_sure_as_the_sources_are(self):
        held = {
            slug: [
                Partner.objects.get(slug=slug).memberships.get(standing="member").held_on(day)
                for day in (date(2014, 11, 28), date(2019, 6, 1), date(2025, 4, 9))
            ]
            for slug in ("egypt", "uganda", "libya", "united-kingdom")
        }

        assert held == {
            "egypt": ["yes", "yes", "yes"],
            "uganda": ["no", "not_known", "yes"],
            "libya": ["no", "not_known", "yes"],
            "united-kingdom": ["yes", "yes", "not_known"],
        }

    def test_organisations_have_the_standing_of_their_role(self):
        organisations = Partner.objects.filter(partner_kind="organisation").prefetch_related("memberships")
        standings = {found.slug: [row.standing for row in found.memberships.all()] for found in organisations}

        assert standings == {
            "african-union-commission": ["member", "secretariat"],
            "european-commission": ["member", "secretariat"],
            "eeas": ["member"],
            "icmpd": ["secretariat_support"],
            **{slug: ["partner_organisation"] for slug in ("igad", "iom", "unhcr", "unodc")},
            **{slug: [] for slug in ("europol", "frontex", "mixed-migration-centre")},
        }

    def test_every_text_is_there_in_three_languages(self):
        gaps = [
            (record.slug, column)
            for model, fields in (
                (Event, ("title", "text")),
                (Document, ("title", "summary")),
                (Theme, ("name",)),
            )
            for record in model.objects.all()
            for field in fields
            for column in (f"{field}_en", f"{field}_fr", f"{field}_ar")
            if not getattr(record, column)
        ]

        assert gaps == []

    def test_old_addresses_lead_to_records_and_lists(self):
        found = dict(OldAddress.objects.values_list("path", "target"))

        assert (
            found["/activities/2nd-ministerial-conference-of-the-khartoum-process"]
            == "ministerial-cairo-2025"
        )
        assert found["/activities/thematic-workshops"] == "events:list?type=thematic_workshop"
        assert found.keys() == json.loads((SHIPPED / "redirects.json").read_text("utf-8")).keys()

    def test_every_old_address_answers_with_a_page_that_is_there(self):
        paths = OldAddress.objects.values_list("path", flat=True)
        moved = {path: self.client.get(path) for path in paths}

        assert {answer.status_code for answer in moved.values()} == {301}
        addresses = {answer["Location"] for answer in moved.values()}
        assert {address: self.client.get(address).status_code for address in addresses} == dict.fromkeys(
            addresses, 200
        )

    def test_links_in_the_editable_pages_lead_somewhere(self):
        bodies = "".join(f"{page.body_en}{page.body_fr}{page.body_ar}" for page in Page.objects.all())
        addresses = [address for address in re.findall(r'href="([^"]+)"', bodies) if address[0] == "/"]

        assert len(addresses) == 42
        assert {self.client.get(address).status_code for address in addresses} == {200}

    def test_command_prints_what_it_did(self):
        out = StringIO()

        call_command("load_record", "--dry-run", stdout=out)

        lines = out.getvalue().splitlines()
        assert ["event", "0", "0", "66", "0"] in [line.split() for line in lines]
        assert lines[-1] == "This was a dry run: nothing was changed."
