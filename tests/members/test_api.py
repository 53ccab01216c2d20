"""Partners, chairmanships and committee compositions in the API: what exactly is told, and of whom."""

import datetime as dt

import pytest

from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    ChairPersonFactory,
    CompositionFactory,
    MembershipFactory,
    MilestoneFactory,
    OrganisationFactory,
    PartnerFactory,
    SeatFactory,
)

pytestmark = pytest.mark.django_db

API = "http://localhost:8000/api/v1"
NO_TEXT = {"en": None, "fr": None, "ar": None}
HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]


def pages(path):
    return {"html": {code: f"http://localhost:8000/{code}/{path}/" for code in ("en", "fr", "ar")}}


def english(text):
    return {"en": text, "fr": None, "ar": None}


def day(text):
    return {"start": text, "end": text, "precision": "day"}


def updated(record):
    record.refresh_from_db()
    return record.updated_at.isoformat().replace("+00:00", "Z")


def row_of(client, kind, record):
    return client.get(f"/api/v1/{kind}/{record.slug}/").json()


def slugs_of(client, address):
    return [row["slug"] for row in client.get(address).json()["results"]]


def test_a_country_is_told_whole(client):
    egypt = PartnerFactory(
        slug="egypt",
        iso="EG",
        name_en="Egypt",
        name_fr="Égypte",
        region="north_africa",
        description_en="<p>Chaired twice.</p>",
        sources=["https://example.org/egypt"],
    )
    MembershipFactory(
        partner=egypt,
        start=None,
        not_before=dt.date(2014, 1, 1),
        attested=PartialDate.parse("2014-11-28"),
        basis="signatory",
    )
    MilestoneFactory(
        partner=egypt,
        what="became_member",
        date=PartialDate.parse("2014"),
        note_en="In Rome.",
        sources=["https://example.org/rome"],
        mirrors=["https://zzsecret.example/"],
    )
    ChairmanshipFactory(slug="egypt-2024", number=9, partner=egypt, end=PartialDate.parse("2025-04-09"))
    SeatFactory(composition=CompositionFactory(slug="committee-2024"), partner=egypt, is_temporary=True)

    assert row_of(client, "members", egypt) == {
        "slug": "egypt",
        "url": f"{API}/members/egypt/",
        "links": pages("members/egypt"),
        "kind": "country",
        "name": {"en": "Egypt", "fr": "Égypte", "ar": None},
        "name_status": {},
        "acronym": None,
        "iso2": "EG",
        "iso3": "EGY",
        "region": "north_africa",
        "description": english("<p>Chaired twice.</p>"),
        "description_status": {},
        "memberships": [
            {
                "standing": "member",
                "start": None,
                "end": None,
                "not_before": "2014-01-01",
                "attested": day("2014-11-28"),
                "unlisted": None,
                "basis": "signatory",
            }
        ],
        "milestones": [
            {
                "what": "became_member",
                "date": {"start": "2014", "end": "2014", "precision": "year"},
                "note": english("In Rome."),
                "sources": ["https://example.org/rome"],
            }
        ],
        "milestones_status": {},
        "chairmanships": [
            {
                "slug": "egypt-2024",
                "number": 9,
                "start": day("2024-04-17"),
                "end": day("2025-04-09"),
                "url": f"{API}/chairmanships/egypt-2024/",
            }
        ],
        "committee_seats": [
            {
                "composition": {
                    "slug": "committee-2024",
                    "date": day("2024-04-18"),
                    "url": f"{API}/committee-compositions/committee-2024/",
                },
                "is_temporary": True,
            }
        ],
        "updated_at": updated(egypt),
        "sources": ["https://example.org/egypt"],
        "translations_out_of_date": {},
    }


def test_an_organisation_has_an_acronym_and_neither_code_nor_region(client):
    union = OrganisationFactory(acronym="AUC")

    row = row_of(client, "members", union)

    assert [row[name] for name in ("kind", "acronym", "iso2", "iso3", "region")] == [
        "organisation",
        "AUC",
        None,
        None,
        None,
    ]


def test_a_chairmanship_is_told_whole(client):
    france = PartnerFactory(slug="france", iso="FR", name_en="France")
    term = ChairmanshipFactory(
        slug="france-2025",
        number=10,
        partner=france,
        start=PartialDate.parse("2025-04-09"),
        nominal_years=[2025, 2026],
        priorities_en="<p>Three.</p>",
    )
    ChairPersonFactory(chairmanship=term, function_en="Ambassador")
    term.translation_states.create(field="people", language="fr")

    assert row_of(client, "chairmanships", term) == {
        "slug": "france-2025",
        "url": f"{API}/chairmanships/france-2025/",
        "links": pages("chairmanships/france-2025"),
        "number": 10,
        "partner": {
            "slug": "france",
            "iso2": "FR",
            "name": english("France"),
            "url": f"{API}/members/france/",
        },
        "start": day("2025-04-09"),
        "end": None,
        "nominal_years": [2025, 2026],
        "people": [{"name": english("Amina Example"), "function": english("Ambassador")}],
        "people_status": {"fr": "unofficial"},
        "text": NO_TEXT,
        "text_status": {},
        "priorities": english("<p>Three.</p>"),
        "priorities_status": {},
        "updated_at": updated(term),
        "sources": [],
        "translations_out_of_date": {},
    }


def test_a_composition_is_told_whole(client):
    kenya = PartnerFactory(slug="kenya", iso="KE", name_en="Kenya")
    composition = CompositionFactory(slug="committee-2024", note_en="As one source gave it.")
    SeatFactory(composition=composition, partner=kenya)

    assert row_of(client, "committee-compositions", composition) == {
        "slug": "committee-2024",
        "url": f"{API}/committee-compositions/committee-2024/",
        "date": day("2024-04-18"),
        "note": english("As one source gave it."),
        "note_status": {},
        "seats": [
            {
                "partner": {
                    "slug": "kenya",
                    "iso2": "KE",
                    "name": english("Kenya"),
                    "url": f"{API}/members/kenya/",
                },
                "is_temporary": False,
            }
        ],
        "updated_at": updated(composition),
        "sources": [],
        "translations_out_of_date": {},
    }


@pytest.mark.parametrize("state", HIDDEN)
def test_a_seat_of_a_hidden_partner_is_not_told(client, state):
    composition = CompositionFactory()
    SeatFactory(composition=composition, partner=PartnerFactory(**{state: True}))

    assert row_of(client, "committee-compositions", composition)["seats"] == []


def test_terms_and_seats_too_uncertain_to_be_public_are_not_told_by_their_partner(client):
    partner = PartnerFactory()
    ChairmanshipFactory(partner=partner, confidence="low")
    SeatFactory(partner=partner, composition=CompositionFactory(confidence="low"))

    row = row_of(client, "members", partner)

    assert (row["chairmanships"], row["committee_seats"]) == ([], [])


def test_members_are_listed_by_slug_and_terms_by_number(client):
    for slug, iso in (("kenya", "KE"), ("egypt", "EG"), ("malta", "MT")):
        PartnerFactory(slug=slug, iso=iso)
    partner = OrganisationFactory(slug="union")
    for number in (2, 1, 3):
        ChairmanshipFactory(slug=f"term-no-{number}", number=number, partner=partner)

    assert slugs_of(client, "/api/v1/members/") == ["egypt", "kenya", "malta", "union"]
    assert slugs_of(client, "/api/v1/chairmanships/") == ["term-no-1", "term-no-2", "term-no-3"]


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("kind=country", ["egypt"]),
        ("kind=organisation", ["union"]),
        ("region=north_africa", ["egypt"]),
        ("region=eu", []),
        ("q=egyp", ["egypt"]),
        ("q=auc", ["union"]),
        ("q=egypt&kind=organisation", []),
    ],
)
def test_members_are_found_by_name_kind_and_region(client, query, slugs):
    PartnerFactory(slug="egypt", iso="EG", name_en="Egypt", region="north_africa")
    OrganisationFactory(slug="union", name_en="African Union Commission", acronym="AUC")
    PartnerFactory(slug="hidden", iso="SD", name_en="Egypt too", region="north_africa", draft=True)

    assert slugs_of(client, f"/api/v1/members/?{query}") == slugs


def full_partner():
    partner = PartnerFactory()
    MembershipFactory.create_batch(2, partner=partner)
    MilestoneFactory.create_batch(2, partner=partner)
    ChairPersonFactory.create_batch(2, chairmanship=ChairmanshipFactory(partner=partner))
    SeatFactory(partner=partner)
    SeatFactory(partner=partner)
    return partner


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("kind", "rows_of_each"),
    [("members", 1), ("chairmanships", 1), ("committee-compositions", 2)],
)
def test_lists_take_the_same_queries_for_any_length(
    client, django_assert_num_queries, kind, rows_of_each, count
):
    for _ in range(count):
        full_partner()

    with django_assert_num_queries(2):
        response = client.get(f"/api/v1/{kind}/")

    assert len(response.json()["results"]) == rows_of_each * count


@pytest.mark.parametrize("kind", ["members", "chairmanships"])
def test_one_record_takes_as_many(client, django_assert_num_queries, kind):
    partner = full_partner()
    slug = partner.slug if kind == "members" else partner.chairmanships.get().slug

    with django_assert_num_queries(2):
        client.get(f"/api/v1/{kind}/{slug}/")
