"""Outlines of documents become provisions that say what they are, and stay the rows they are."""

import json

import pytest

from declarations.models import Document, Provision
from publishing.models import Change, TranslationState
from record.actions import load
from record.models import ImportedRecord
from record.report import Outcome
from tests.factories import CommitmentFactory
from tests.record.packs import SHIPPED, edit, row

pytestmark = [pytest.mark.once, pytest.mark.django_db]

DECLARATION, PLAN = "cairo-ministerial-declaration-2025", "cairo-action-plan-2025"
OWN_TEXT = "its provisions are those of the text itself"


def provisions(slug=PLAN):
    return Document.objects.get(slug=slug).provisions


def told(report):
    return [
        (line.slug, line.outcome, line.fields, line.reasons)
        for line in report.lines
        if line.outcome != Outcome.UNCHANGED
    ]


def edit_outline(folder, change):
    """Let `change` alter the items of the plan, and those of its translations in the same way."""

    def of_translation(content):
        change(content["documents"][PLAN]["outline"])

    edit(folder, "documents.json", lambda rows: change(row(rows, PLAN)["outline"]))
    for language in ("fr", "ar"):
        edit(folder, f"{language}.json", of_translation)


def put_text_in_place_of_paraphrases():
    provisions().all().delete()
    document = Document.objects.get(slug=PLAN)
    return Provision.objects.create(
        document=document, eid="para-1", number="1", text_en="We, the ministers …"
    )


# What the files become


def test_an_item_is_known_by_its_number_in_the_text_or_else_by_its_heading(loaded):
    assert list(provisions().values_list("eid", "number")) == [
        ("part-irregular-migration-and-its-causes", ""),
        ("part-2", "2"),
        ("part-protection", ""),
        ("part-smuggling-and-trafficking", ""),
        ("part-return", ""),
        ("part-means", ""),
    ]
    assert list(provisions(DECLARATION).values_list("eid", "number"))[:2] == [
        ("para-1", "1"),
        ("para-law", ""),
    ]


def test_each_is_a_paraphrase_in_three_languages_with_its_sources(loaded):
    area = provisions().get(eid="part-2")

    assert (area.kind, area.standing, area.position) == ("part", "paraphrase", 2)
    assert area.heading_fr == "Voies régulières et mobilité"
    assert area.text_en == "Promote skills mobility and ways to migrate regularly."
    assert area.text_ar == "تعزيز تنقل المهارات وسبل الهجرة النظامية."
    assert [address.split("/")[2] for address in area.sources] == ["icmpd.org", "www.khartoumprocess.net"]


def test_their_translations_and_those_of_the_note_are_unofficial(loaded):
    states = Document.objects.get(slug=PLAN).translation_states.filter(field__startswith="provisions")

    assert sorted(states.values_list("field", "language", "status")) == [
        (field, language, TranslationState.Status.UNOFFICIAL)
        for field in ("provisions", "provisions_note")
        for language in ("ar", "fr")
    ]
    assert Document.objects.get(slug=PLAN).provisions_note_fr.startswith("Domaines dans l’ordre")


def test_every_outline_of_the_record_is_loaded_and_its_copies_are_shown_to_nobody(db):
    load(folder=SHIPPED)

    rows = {found["slug"]: found for found in json.loads((SHIPPED / "documents.json").read_text("utf-8"))}
    loaded = {document.slug: document.provisions.count() for document in Document.objects.all()}
    assert loaded == {slug: len(found["outline"] or []) for slug, found in rows.items()}
    assert sum(loaded.values()) == 35
    shown = {address for provision in Provision.objects.all() for address in provision.sources}
    assert shown.isdisjoint(address for found in rows.values() for address in found.get("mirrors", []))
    assert set(Provision.objects.values_list("standing", flat=True)) == {"paraphrase"}
    gaps = [
        (provision.eid, language)
        for provision in Provision.objects.all()
        for language in ("en", "fr", "ar")
        if not getattr(provision, f"text_{language}")
    ]
    assert gaps == []


def test_a_note_speaks_to_its_readers_and_not_of_the_files(db):
    load(folder=SHIPPED)

    notes = {
        document.slug: document.provisions_note_en
        for document in Document.objects.exclude(provisions_note_en=None)
    }
    assert {slug for slug, note in notes.items() if "null" in note} == set()
    assert "rome-declaration-2014" in notes


# Loading again


def test_loading_again_changes_no_row(loaded):
    rows = list(Provision.objects.order_by("pk").values())
    changes = Change.objects.count()

    report = load(folder=loaded)

    assert told(report) == []
    assert list(Provision.objects.order_by("pk").values()) == rows
    assert Change.objects.count() == changes


def test_a_changed_text_changes_its_row_and_no_other(loaded):
    rows = dict(provisions().values_list("eid", "pk"))
    edit(
        loaded,
        "documents.json",
        lambda found: row(found, PLAN)["outline"][2].update(text="Protect those who fled."),
    )

    report = load(folder=loaded)

    assert told(report) == [(PLAN, Outcome.UPDATED, ("provisions",), ())]
    assert dict(provisions().values_list("eid", "pk")) == rows
    assert provisions().get(eid="part-protection").text_en == "Protect those who fled."


def test_an_item_that_is_moved_or_added_leaves_the_rows_of_the_others(loaded):
    rows = dict(provisions().values_list("eid", "pk"))
    edit_outline(loaded, lambda items: items.insert(0, items.pop()))
    edit_outline(loaded, lambda items: items.insert(1, items[1] | {"heading": "Follow-up"}))

    load(folder=loaded)

    assert list(provisions().values_list("eid", flat=True))[:3] == [
        "part-means",
        "part-follow-up",
        "part-irregular-migration-and-its-causes",
    ]
    assert {eid: key for eid, key in provisions().values_list("eid", "pk") if eid in rows} == rows


def test_a_provision_with_a_commitment_stays_when_its_text_changes_and_when_it_leaves_the_files(loaded):
    provision = provisions().get(eid="part-protection")
    commitment = CommitmentFactory(provision=provision)
    edit(loaded, "documents.json", lambda found: row(found, PLAN)["outline"][2].update(text="Protect all."))

    load(folder=loaded)

    commitment.refresh_from_db()
    assert (commitment.provision_id, commitment.provision.text_en) == (provision.pk, "Protect all.")

    edit_outline(loaded, lambda items: items.pop(2) and None)

    load(folder=loaded)

    commitment.refresh_from_db()
    assert commitment.provision_id == provision.pk
    assert provisions().count() == 6


def test_an_item_that_leaves_the_files_goes(loaded):
    edit_outline(loaded, lambda items: items.pop(2) and None)

    load(folder=loaded)

    assert "part-protection" not in provisions().values_list("eid", flat=True)
    assert provisions().count() == 5


def test_a_record_loaded_before_there_were_provisions_gets_them(loaded):
    provisions().all().delete()
    memory = ImportedRecord.objects.get(kind="document", slug=PLAN)
    del memory.values["provisions"]
    memory.save()

    report = load(folder=loaded)

    assert told(report) == [(PLAN, Outcome.UPDATED, ("provisions",), ())]
    assert provisions().count() == 6


# What staff have done


def test_an_edited_paraphrase_stays_until_overwrite(loaded):
    area = provisions().get(eid="part-2")
    area.text_en = "What the plan says of mobility."
    area.save()

    report = load(folder=loaded)

    assert told(report) == [(PLAN, Outcome.SKIPPED, (), ("staff have edited provisions",))]
    assert provisions().get(eid="part-2").text_en == "What the plan says of mobility."

    load(folder=loaded, overwrite=True)

    assert provisions().get(eid="part-2").text_en == "Promote skills mobility and ways to migrate regularly."


@pytest.mark.parametrize("overwrite", [False, True])
def test_the_text_itself_is_never_replaced_by_paraphrases(loaded, overwrite):
    put_text_in_place_of_paraphrases()
    document = Document.objects.get(slug=PLAN)
    document.provisions_note_en = "As adopted."
    document.save()

    report = load(folder=loaded, overwrite=overwrite)

    [(slug, outcome, fields, reasons)] = told(report)
    assert (slug, outcome, fields) == (PLAN, Outcome.SKIPPED, ())
    assert OWN_TEXT in reasons
    assert list(provisions().values_list("eid", "text_en")) == [("para-1", "We, the ministers …")]
    assert Document.objects.get(slug=PLAN).provisions_note_en == "As adopted."


def test_the_text_itself_of_a_document_that_the_files_did_not_know_stays(db, folder):
    document = Document.objects.create(
        slug=PLAN,
        title_en="Cairo Action Plan",
        type="action_plan",
        nature="outcome",
        availability="text_seen",
    )
    Provision.objects.create(document=document, eid="para-1", text_en="We, the ministers …")

    load(folder=folder, overwrite=True)

    assert list(provisions().values_list("eid", flat=True)) == ["para-1"]
