"""What belongs to a record and is a list of its own: public exactly when all it belongs to is."""

import pytest

from publishing.actions import withdraw
from publishing.dates import PartialDate
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    EventFactory,
    MembershipFactory,
    ParticipationFactory,
    PartnerFactory,
    PictureFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    SpeakerFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db

API = "http://localhost:8000/api/v1"
# List → what it is made by, and the records that must be public for it to be.
PARTS = {
    "memberships": (MembershipFactory, {"partner": PartnerFactory}),
    "participations": (ParticipationFactory, {"event": EventFactory, "partner": PartnerFactory}),
    "speakers": (SpeakerFactory, {"event": EventFactory}),
    "pictures": (PictureFactory, {"event": EventFactory}),
    "document-versions": (DocumentVersionFactory, {"document": DocumentFactory}),
    "provisions": (ProvisionFactory, {"document": DocumentFactory}),
    "progress-entries": (ProgressEntryFactory, {"commitment": CommitmentFactory}),
}
WITH_A_LIFE = ["pictures", "document-versions", "progress-entries"]


def rows_of(client, path):
    return client.get(f"/api/v1/{path}").json()["results"]


def names_of(client, path):
    return [row.get("slug") or row["id"] for row in rows_of(client, path)]


@pytest.fixture(params=PARTS)
def kind(request):
    return request.param


def test_a_part_is_listed_and_told_only_with_what_it_belongs_to(client, kind):
    factory, owners = PARTS[kind]
    factory()
    [shown] = rows_of(client, f"{kind}/")
    for name, owner in owners.items():
        for state in ("draft", "in_review", "scheduled", "withdrawn"):
            factory(**{name: owner(**{state: True})})
    if kind in WITH_A_LIFE:
        for state in ("draft", "in_review", "scheduled", "withdrawn"):
            factory(**{state: True})

    assert rows_of(client, f"{kind}/") == [shown]
    assert (
        client.get(shown.get("detail_url", shown["url"]).removeprefix("http://localhost:8000")).json()
        == shown
    )


def test_a_part_that_is_not_public_has_no_address(client):
    draft, withdrawn = DocumentFactory(draft=True), DocumentFactory(withdrawn=True)
    ProvisionFactory(document=draft, eid="para-1")
    ProvisionFactory(document=withdrawn, eid="para-1")
    participation = ParticipationFactory(partner=PartnerFactory(scheduled=True))
    picture = PictureFactory(withdrawn=True)

    assert client.get(f"/api/v1/participations/{participation.pk}/").status_code == 404
    assert client.get(f"/api/v1/provisions/{draft.slug}~para-1/").status_code == 404
    gone = client.get(f"/api/v1/provisions/{withdrawn.slug}~para-1/")
    assert (gone.status_code, gone.json()["reason"]["en"]) == (410, "Published in error.")
    assert client.get(f"/api/v1/pictures/{picture.slug}/").status_code == 410


@pytest.mark.parametrize("name", ["0", "9" * 18, "9" * 40, "one", "1~2"])
def test_a_name_that_no_row_has_is_not_found(client, name):
    assert client.get(f"/api/v1/speakers/{name}/").status_code == 404
    assert client.get(f"/api/v1/provisions/{name}/").status_code == 404


def test_a_provision_keeps_its_name_and_follows_its_document(client):
    document = DocumentFactory(slug="before")
    ProvisionFactory(document=document, eid="para-1", position=2)
    ProvisionFactory(document=document, eid="para-2", position=1)
    document.slug = "after"
    document.save()

    assert names_of(client, "provisions/?document=before") == ["after~para-2", "after~para-1"]
    for query in ("", "?fields=eid"):
        moved = client.get(f"/api/v1/provisions/before~para-1/{query}")
        assert (moved.status_code, moved["Location"]) == (301, f"/api/v1/provisions/after~para-1/{query}")
    assert client.get("/api/v1/provisions/before~para-9/").status_code == 404


def test_parts_are_narrowed_by_what_they_belong_to(client):
    kenya, egypt = PartnerFactory(slug="kenya"), PartnerFactory(slug="egypt")
    cairo = EventFactory(slug="cairo")
    host = ParticipationFactory(event=cairo, partner=egypt, role="host")
    chair = ParticipationFactory(event=cairo, partner=kenya, role="chair")
    other = ParticipationFactory(partner=kenya, role="host")
    hidden = EventFactory(slug="hidden", draft=True)
    ParticipationFactory(event=hidden, partner=kenya)

    assert names_of(client, "participations/?event=cairo") == [host.pk, chair.pk]
    assert names_of(client, "participations/?partner=kenya&partner=egypt&role=host") == [host.pk, other.pk]
    assert names_of(client, "participations/?ordering=-id&page_size=2") == [other.pk, chair.pk]
    assert client.get("/api/v1/participations/?event=hidden").status_code == 400


def test_files_and_progress_tell_what_they_are_of(client):
    document = DocumentFactory(slug="declaration", title_en="Declaration")
    version = DocumentVersionFactory(document=document, language="fr")
    later = DocumentVersionFactory(document=document, language="fr")
    entry = ProgressEntryFactory(date=PartialDate.parse("2020-05"))

    first, second = rows_of(client, "document-versions/?document=declaration&language=fr&ordering=updated_at")
    assert (first["slug"], first["is_current"], second["is_current"]) == (version.slug, False, True)
    assert first["document"]["url"] == f"{API}/documents/declaration/"
    assert first["detail_url"] == f"{API}/document-versions/{version.slug}/"
    withdraw(record=later, reason="Published in error.")
    assert rows_of(client, "document-versions/")[0]["is_current"] is True
    [told] = rows_of(client, f"progress-entries/?commitment={entry.commitment.slug}")
    assert told["commitment"]["slug"] == entry.commitment.slug
    assert told["date"] == {"start": "2020-05", "end": "2020-05", "precision": "month"}


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_of_parts_takes_the_same_queries_for_any_length(
    client, django_assert_num_queries, kind, count
):
    factory, _owners = PARTS[kind]
    for _ in range(count):
        factory()

    with django_assert_num_queries(2):
        assert len(rows_of(client, f"{kind}/")) == count


def test_all_filters_together_take_no_more_than_four_queries(client, django_assert_max_num_queries):
    ParticipationFactory(partner=PartnerFactory(slug="kenya"), event=EventFactory(title_en="Legal pathways"))
    ThemeFactory(slug="return")

    with django_assert_max_num_queries(4):
        answer = client.get(
            "/api/v1/events/?partner=kenya&theme=return&q=legal&year=2024&country=KE&when=past&own=yes"
        )

    assert answer.status_code == 200
