"""Every kind of part of every kind of record: changed, compared in words, restored, recovered.

A part that is new in some `revisions.py` has to be put into the table here.
"""

from datetime import time

import pytest
from django.urls import reverse

from declarations.models import Document
from events.models import Event
from publishing import changes
from publishing.dates import PartialDate
from publishing.history import State, differences, followed, kept_many, values_of, versions_of
from publishing.kinds import record_models
from publishing.restoring import recover, restore
from publishing.revisions import relations_that_go_with
from tests import factories
from tests.html_forms import agreed_to
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

MAKE = {
    "chairmanship": factories.ChairmanshipFactory,
    "commitment": factories.CommitmentFactory,
    "committeecomposition": factories.CompositionFactory,
    "document": factories.DocumentFactory,
    "documentversion": factories.DocumentVersionFactory,
    "event": factories.EventFactory,
    "page": factories.PageFactory,
    "partner": factories.OrganisationFactory,
    "picture": factories.PictureFactory,
    "progressentry": factories.ProgressEntryFactory,
    "series": factories.SeriesFactory,
    "term": factories.TermFactory,
    "theme": factories.ThemeFactory,
}


def translation(record):
    return record.translation_states.create(field="title", language="fr")


# How a row is made, what is changed in it, and how that reads afterwards.
PARTS = {
    ("event", "participations"): (
        lambda event: factories.ParticipationFactory(event=event, role="host"),
        {"role": "co_host"},
        "co-host",
    ),
    ("event", "speakers"): (
        lambda event: factories.SpeakerFactory(event=event),
        {"function_ar": "سفيرة"},
        "سفيرة",
    ),
    ("event", "agenda_items"): (
        lambda event: factories.AgendaItemFactory(event=event),
        {"time": time(10, 30)},
        "10:30:00",
    ),
    ("partner", "memberships"): (
        lambda partner: factories.MembershipFactory(partner=partner),
        {"end": PartialDate.parse("2021-06")},
        "June 2021",
    ),
    ("partner", "milestones"): (
        lambda partner: factories.MilestoneFactory(partner=partner),
        {"note_fr": "Par lettre."},
        "Par lettre.",
    ),
    ("committeecomposition", "seats"): (
        lambda composition: factories.SeatFactory(composition=composition),
        {"is_temporary": True},
        "yes",
    ),
    ("chairmanship", "people"): (
        lambda term: factories.ChairPersonFactory(chairmanship=term),
        {"function_en": "Director"},
        "Director",
    ),
    ("document", "relations"): (
        lambda document: factories.RelationFactory(document=document),
        {"kind": "cites"},
        "cites",
    ),
    ("document", "provisions"): (
        lambda document: factories.ProvisionFactory(document=document),
        {"text_ar": "الفقرة."},
        "الفقرة.",
    ),
    **{
        (kind, "translation_states"): (translation, {"status": "confirmed"}, "confirmed translation")
        for kind in MAKE
    },
}
TRIED = [
    pytest.param(kind, relation, id=f"{kind}.{relation.name}")
    for kind, model in sorted(record_models().items())
    for relation in followed(model)
]


def without_publication(record):
    """What was published is not deleted everywhere; a draft always can be."""
    if hasattr(record, "published_at"):
        record.published_at = None
        record.save()
    return record


def keep(row, record):
    with changes.together():
        row.save()
        if row._meta.model_name == "translationstate":
            # Kept with its record, which the form saves with it.
            type(record).objects.get(pk=record.pk).save()


@pytest.mark.parametrize(("kind", "relation"), TRIED)
def test_part_is_compared_restored_and_recovered(kind, relation):
    make, changed, in_words = PARTS[kind, relation.name]
    record = without_publication(MAKE[kind]())
    row = make(record)
    keep(row, record)
    first, old = versions_of(record)[0], values_of(row)
    for name, value in changed.items():
        setattr(row, name, value)
    keep(row, record)
    second, new = versions_of(record)[0], values_of(row)
    assert old != new

    [told] = differences(State.of(first), State.of(second))
    assert (told.row, told.after) == (f"{relation.name}-{row.pk}", in_words)
    assert str(relation.related_model._meta.verbose_name).lower() in told.label.lower()

    key = row.pk
    with changes.together():
        row.delete()
        type(record).objects.get(pk=record.pk).save()
    [told] = differences(State.of(second), State.of(versions_of(record)[0]))
    assert (told.row, told.after) == (f"{relation.name}-{key}", "")
    assert in_words in told.before

    record = type(record).objects.get(pk=record.pk)
    assert restore(record=record, version=first) == []
    assert texts(getattr(record, relation.name).get()) == texts_of(old)

    record = type(record).objects.get(pk=record.pk)
    latest = versions_of(record)[0]
    record.delete()
    assert not relation.related_model._base_manager.exists()
    again, missing = recover(version=latest)
    assert missing == []
    assert texts(getattr(again, relation.name).get()) == texts_of(old)


def texts_of(values):
    """But for the numbers that follow the record's own revision."""
    return {name: value for name, value in values.items() if name not in {"made_from", "original_revision"}}


def texts(row):
    return texts_of(values_of(row))


MANY = {
    ("event", "themes"): factories.ThemeFactory,
    ("document", "themes"): factories.ThemeFactory,
    ("document", "related_events"): factories.EventFactory,
    ("commitment", "actors"): factories.PartnerFactory,
}


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, column.name) for kind, model in sorted(record_models().items()) for column in kept_many(model)],
)
def test_list_of_other_records_is_compared_restored_and_recovered(kind, name):
    record = without_publication(MAKE[kind]())
    one, other = MANY[kind, name](), MANY[kind, name]()
    states = []
    for listed in ([one], [one, other]):
        with changes.together():
            getattr(record, name).set(listed)
            record.save()
        states.append(versions_of(record)[0])

    [told] = differences(*map(State.of, states))
    assert (told.before, told.after) == (str(one), f"{one}, {other}")

    restore(record=record, version=states[0])
    assert list(getattr(record, name).all()) == [one]
    record = type(record).objects.get(pk=record.pk)
    record.delete()
    again, missing = recover(version=states[1])
    assert (missing, sorted(row.pk for row in getattr(again, name).all())) == ([], [one.pk, other.pk])


GO_WITH = {
    ("commitment", "entries"): lambda commitment: factories.ProgressEntryFactory(
        commitment=commitment, published_at=None, text_fr="<p>Une étape.</p>"
    ),
    ("document", "versions"): lambda document: factories.DocumentVersionFactory(
        document=document, published_at=None, note_fr="Corrigé."
    ),
    ("event", "pictures"): lambda event: factories.PictureFactory(
        event=event, published_at=None, caption_fr="Au jardin."
    ),
}


class TestWhatGoesWithARecord:
    @pytest.fixture(
        params=[
            pytest.param((kind, relation), id=f"{kind}.{relation.name}")
            for kind, model in sorted(record_models().items())
            for relation in relations_that_go_with(model)
        ]
    )
    def case(self, request):
        kind, relation = request.param
        record = without_publication(MAKE[kind]())
        return record, relation, GO_WITH[kind, relation.name](record)

    def test_it_comes_back_with_it_as_a_draft_under_its_number(self, case):
        record, relation, row = case
        values = values_of(type(row).objects.get(pk=row.pk))
        version = versions_of(type(record).objects.get(pk=record.pk))[0]
        type(record).objects.get(pk=record.pk).delete()
        assert not relation.related_model.objects.exists()

        again, told = recover(version=version)

        row = getattr(again, relation.name).get()
        own = {"revision", "created_at", "updated_at"}
        assert {name for name, value in values_of(row).items() if value != values[name]} <= own
        assert row.state == "draft"
        name = str(relation.related_model._meta.verbose_name_plural).capitalize()
        assert told == [f"{name} that came back with it, as drafts: 1."]
        assert [version.object_id for version in versions_of(row)] == [str(row.pk)] * len(versions_of(row))

    def test_what_somebody_had_deleted_before_stays_deleted(self, case):
        record, relation, row = case
        desk = signed_in()
        options = row._meta
        agreed_to(desk, reverse(f"admin:{options.app_label}_{options.model_name}_delete", args=[row.pk]))
        assert not relation.related_model.objects.exists()
        record = type(record).objects.get(pk=record.pk)
        version = versions_of(record)[0]
        record.delete()

        again, told = recover(version=version)

        assert (list(getattr(again, relation.name).all()), told) == ([], [])


def test_rows_that_have_changed_places_are_restored():
    event = factories.EventFactory()
    kenya, sudan = factories.PartnerFactory(), factories.PartnerFactory()
    rows = [factories.ParticipationFactory(event=event, partner=one, role="host") for one in (kenya, sudan)]
    version = versions_of(event)[0]
    # By way of a third, as the database insists.
    uganda = factories.PartnerFactory()
    for row, partner in [(rows[0], uganda), (rows[1], kenya), (rows[0], sudan)]:
        row.partner = partner
        row.save()

    missing = restore(record=Event.objects.get(), version=version)

    assert missing == []
    assert list(event.participations.order_by("pk").values_list("pk", "partner")) == [
        (rows[0].pk, kenya.pk),
        (rows[1].pk, sudan.pk),
    ]


@pytest.mark.parametrize("needed", [0, 1])
def test_of_two_rows_that_have_changed_places_the_one_gives_way_that_nobody_needs(needed):
    document = factories.DocumentFactory()
    rows = [factories.ProvisionFactory(document=document, eid=f"par-{number}") for number in range(2)]
    factories.CommitmentFactory(provision=rows[needed])
    version = versions_of(document)[0]
    for row, eid in [(rows[0], "par-9"), (rows[1], "par-0"), (rows[0], "par-1")]:
        row.eid = eid
        row.save()

    missing = restore(record=Document.objects.get(), version=version)

    assert missing == []
    assert list(document.provisions.order_by("pk").values_list("pk", "eid")) == [
        (rows[0].pk, "par-0"),
        (rows[1].pk, "par-1"),
    ]


def test_rows_that_have_changed_places_and_are_all_needed_are_told(client):
    document = factories.DocumentFactory()
    rows = [factories.ProvisionFactory(document=document, eid=f"par-{number}") for number in range(2)]
    for row in rows:
        factories.CommitmentFactory(provision=row)
    version = versions_of(document)[0]
    for row, eid in [(rows[0], "par-9"), (rows[1], "par-0"), (rows[0], "par-1")]:
        row.eid = eid
        row.save()
    document.refresh_from_db()
    address = reverse("admin:declarations_document_restore", args=[document.pk, version.pk])

    page = signed_in().post(address, {"revision": document.revision})

    [problem] = page.context["problems"]
    assert problem.endswith("does not go together with what is there now.")
    assert [row.eid for row in document.provisions.order_by("pk")] == ["par-1", "par-0"]


def test_provision_that_a_commitment_needs_stays_and_is_told():
    document = factories.DocumentFactory()
    version = versions_of(document)[0]
    provision = factories.ProvisionFactory(document=document, number="4")
    factories.CommitmentFactory(provision=provision)

    missing = restore(record=Document.objects.get(), version=version)

    assert missing == ["Provision “4” stays: other records need it."]
    assert list(document.provisions.all()) == [provision]


def test_states_that_name_what_is_gone_can_still_be_compared():
    part = factories.ParticipationFactory(role="host")
    event, partner = part.event, part.partner
    older = versions_of(event)[0]
    part.role = "chair"
    part.save()
    newer = versions_of(event)[0]
    part.delete()
    partner.delete()

    [told] = differences(State.of(older), State.of(newer))

    assert (told.before, told.after) == ("host", "chair")
    assert told.label == "Participation “deleted · chair · 0”: Role"


def test_translation_is_told_by_its_text_and_language():
    event = factories.EventFactory()
    older = State.now(event)
    event.translation_states.create(field="title", language="fr")
    event.translation_states.create(field="speakers", language="ar")

    told = differences(older, State.now(event))

    assert [one.after for one in told] == [
        "Title (French) · unofficial translation",
        "Speakers (Arabic) · unofficial translation",
    ]
