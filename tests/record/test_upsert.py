"""What staff have done since the last load stays as they left it."""

import pytest
from reversion.models import Version

from declarations.models import Document
from events.models import Event, Participation, Series, Theme
from members.models import Membership, Partner
from publishing.actions import publish, withdraw
from publishing.models import Change, TranslationState
from record.actions import load
from record.models import ImportedRecord
from record.report import Outcome
from tests.record.packs import edit, row

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def set_title(folder, title):
    edit(folder, "meetings.json", lambda rows: row(rows, "ministerial-cairo-2025").update(title_en=title))


def cairo():
    return Event.objects.get(slug="ministerial-cairo-2025")


def told(report):
    return [
        (line.kind, line.slug, line.outcome, line.fields, line.reasons)
        for line in report.lines
        if line.outcome != "unchanged"
    ]


def test_loading_again_is_all_unchanged_and_no_news(loaded):
    changes = Change.objects.count()

    report = load(folder=loaded)

    assert told(report) == []
    assert Change.objects.count() == changes


def test_changed_file_updates_only_what_differs_and_is_news(loaded):
    set_title(loaded, "Second Ministerial Conference")

    report = load(folder=loaded)

    assert told(report) == [("event", "ministerial-cairo-2025", Outcome.UPDATED, ("title_en",), ())]
    assert cairo().title_en == "Second Ministerial Conference"
    assert list(Change.objects.visible().values_list("slug", "verb")) == [
        ("ministerial-cairo-2025", "changed")
    ]


def test_changed_original_makes_its_translations_out_of_date(loaded):
    set_title(loaded, "Second Ministerial Conference")

    load(folder=loaded)

    outdated = [state.field for state in cairo().translation_states.all() if state.is_out_of_date]
    assert outdated == ["title", "title"]


def test_dry_run_tells_and_changes_nothing(loaded):
    set_title(loaded, "Second Ministerial Conference")
    remembered = list(ImportedRecord.objects.order_by("pk").values())

    report = load(folder=loaded, dry_run=True)

    assert [line.slug for line in report.lines if line.outcome == Outcome.UPDATED] == [
        "ministerial-cairo-2025"
    ]
    assert cairo().title_en == "2nd Ministerial Conference of the Khartoum Process"
    assert list(ImportedRecord.objects.order_by("pk").values()) == remembered
    assert list(Change.objects.visible()) == []


def test_dry_run_of_the_first_load_leaves_an_empty_database(folder):
    report = load(folder=folder, dry_run=True)

    assert report.count(Outcome.CREATED) == len(report.lines)
    assert [model.objects.count() for model in (Partner, Event, Change, ImportedRecord, Version)] == [
        0,
        0,
        0,
        0,
        0,
    ]


def test_edited_field_stays_and_the_others_follow_the_file(loaded):
    event = cairo()
    event.title_fr = "Deuxième conférence"
    event.save()
    edit(
        loaded,
        "meetings.json",
        lambda rows: row(rows, "ministerial-cairo-2025").update(
            venue="Al-Masah", title_en="Second Conference"
        ),
    )
    edit(
        loaded,
        "fr.json",
        lambda content: content["events"]["ministerial-cairo-2025"].update(title="Autre titre"),
    )

    report = load(folder=loaded)

    assert told(report) == [
        (
            "event",
            "ministerial-cairo-2025",
            Outcome.UPDATED,
            ("title_en", "venue_en"),
            ("staff have edited title_fr",),
        )
    ]
    assert (cairo().title_fr, cairo().venue_en) == ("Deuxième conférence", "Al-Masah")


def test_edited_field_is_reported_at_every_load(loaded):
    event = cairo()
    event.city_en = "New Cairo"
    event.save()

    reports = [load(folder=loaded), load(folder=loaded)]

    skipped = ("event", "ministerial-cairo-2025", Outcome.SKIPPED, (), ("staff have edited city_en",))
    assert [told(report) for report in reports] == [[skipped], [skipped]]


def test_overwrite_puts_the_edited_field_back(loaded):
    event = cairo()
    event.city_en = "New Cairo"
    event.save()

    load(folder=loaded, overwrite=True)

    assert cairo().city_en == "Cairo"
    assert told(load(folder=loaded)) == []


def test_edited_parts_stay_as_a_whole(loaded):
    cairo().speakers.get(name_en="Katja Keul").delete()
    Participation.objects.create(
        event=cairo(), partner=Partner.objects.get(slug="kenya"), role="participant", order=9
    )

    report = load(folder=loaded)

    assert told(report) == [
        (
            "event",
            "ministerial-cairo-2025",
            Outcome.SKIPPED,
            (),
            ("staff have edited participations", "staff have edited speakers"),
        )
    ]
    assert (cairo().speakers.count(), cairo().participations.count()) == (8, 4)


def test_overwrite_restores_the_parts_and_keeps_the_rows_that_are_right(loaded):
    rows = dict(cairo().speakers.values_list("name_en", "pk"))
    cairo().speakers.get(name_en="Katja Keul").delete()

    load(folder=loaded, overwrite=True)

    restored = dict(cairo().speakers.values_list("name_en", "pk"))
    assert restored.keys() == rows.keys()
    assert {name for name in rows if restored[name] != rows[name]} == {"Katja Keul"}


def test_deleted_record_stays_deleted_until_overwrite(loaded):
    Document.objects.get(slug="cairo-action-plan-2025").delete()

    report = load(folder=loaded)

    assert told(report) == [
        ("document", "cairo-action-plan-2025", Outcome.SKIPPED, (), ("staff have deleted it",))
    ]
    assert not Document.objects.filter(slug="cairo-action-plan-2025").exists()

    load(folder=loaded, overwrite=True)

    assert Document.objects.get(slug="cairo-action-plan-2025").is_public


def test_links_to_a_deleted_record_are_left_out(loaded):
    event = Event.objects.get(slug="sc-lisbon-2024")
    event.series = None
    event.save()
    theme = Theme.objects.get(slug="women-and-youth")
    for event in theme.events.all():
        event.themes.remove(theme)
        event.save()
    Series.objects.get(slug="lisbon-2024-10").delete()
    theme.delete()

    report = load(folder=loaded)

    assert [(line.kind, line.slug) for line in report.lines if line.outcome != Outcome.UNCHANGED] == [
        ("theme", "women-and-youth"),
        ("series", "lisbon-2024-10"),
    ]
    assert not cairo().themes.filter(slug="women-and-youth").exists()


def test_new_record_that_belongs_to_a_deleted_one_is_left_out(loaded):
    Participation.objects.get(partner__slug="kenya").delete()
    Partner.objects.get(slug="kenya").delete()
    edit(
        loaded,
        "chairs.json",
        lambda content: content["chairs"].append(
            content["chairs"][-1] | {"order": 11, "chair": "KE", "nominal_years": [2026]}
        ),
    )
    for language in ("fr", "ar"):
        edit(
            loaded,
            f"{language}.json",
            lambda content: content["chairs"].update({"11": content["chairs"]["10"]}),
        )

    report = load(folder=loaded)

    assert told(report) == [
        ("partner", "kenya", Outcome.SKIPPED, (), ("staff have deleted it",)),
        (
            "chairmanship",
            "kenya-2026",
            Outcome.SKIPPED,
            (),
            ("staff have deleted the partner it belongs to",),
        ),
    ]


def test_withdrawn_record_stays_withdrawn_until_overwrite(loaded):
    withdraw(record=cairo(), reason="Entered twice.")
    set_title(loaded, "Second Ministerial Conference")

    report = load(folder=loaded)

    assert told(report) == [
        ("event", "ministerial-cairo-2025", Outcome.SKIPPED, (), ("staff have withdrawn it",))
    ]
    assert (cairo().state, cairo().title_en[:3]) == ("withdrawn", "2nd")

    load(folder=loaded, overwrite=True)

    assert (cairo().state, cairo().title_en) == ("published", "Second Ministerial Conference")


def test_record_at_a_new_address_is_still_the_same_one(loaded):
    event, partner = cairo(), Partner.objects.get(slug="egypt")
    event.slug, partner.slug = "cairo-2025", "misr"
    event.save()
    partner.save()

    report = load(folder=loaded)

    assert told(report) == []
    assert Event.objects.filter(slug="ministerial-cairo-2025").count() == 0


def test_draft_of_low_confidence_that_staff_have_published_stays_public(loaded):
    publish(record=Event.objects.get(slug="sc-lisbon-2024"))

    report = load(folder=loaded)

    assert told(report) == []
    assert Event.objects.get(slug="sc-lisbon-2024").is_public


def test_draft_of_low_confidence_is_published_when_it_is_sure(loaded):
    edit(loaded, "meetings.json", lambda rows: row(rows, "sc-lisbon-2024").update(confidence="medium"))

    report = load(folder=loaded)

    assert told(report) == [("event", "sc-lisbon-2024", Outcome.UPDATED, ("confidence", "publication"), ())]
    assert Event.objects.get(slug="sc-lisbon-2024").is_public


def test_public_record_that_becomes_doubtful_is_left_to_staff(loaded):
    edit(loaded, "meetings.json", lambda rows: row(rows, "tm-paris-2025").update(confidence="low"))

    report = load(folder=loaded)

    assert told(report) == [
        (
            "event",
            "tm-paris-2025",
            Outcome.UPDATED,
            ("confidence",),
            ("its confidence is low now: withdraw it if it should not stand",),
        )
    ]
    assert Event.objects.get(slug="tm-paris-2025").is_public


def test_confirmed_translation_is_not_written_over(loaded):
    cairo().translation_states.filter(field="title", language="fr").update(
        status=TranslationState.Status.CONFIRMED
    )
    edit(
        loaded,
        "fr.json",
        lambda content: content["events"]["ministerial-cairo-2025"].update(title="Autre titre"),
    )

    report = load(folder=loaded)

    assert told(report) == [
        ("event", "ministerial-cairo-2025", Outcome.SKIPPED, (), ("staff have confirmed title_fr",))
    ]
    assert cairo().title_fr == "2e Conférence ministérielle du Processus de Khartoum"


def test_record_that_staff_made_first_keeps_what_they_wrote(db, folder):
    Theme.objects.create(slug="governance", name_en="How the Process is run")

    report = load(folder=folder)

    theme = Theme.objects.get(slug="governance")
    assert [line.reasons for line in report.lines if line.slug == "governance"] == [
        (
            "staff have edited name_en",
            "staff have edited name_fr",
            "staff have edited name_ar",
            "staff keep it as a draft",
        )
    ]
    assert (theme.name_en, theme.is_public) == ("How the Process is run", False)


def test_row_that_left_the_files_stays_and_is_told(loaded):
    edit(loaded, "pages.json", lambda rows: [])
    report = load(folder=loaded)

    assert told(report) == [
        (
            "page",
            "about",
            Outcome.SKIPPED,
            (),
            ("the files do not have it any more; delete or withdraw it if it should go",),
        )
    ]


def test_ended_membership_is_a_change_of_its_partner(loaded):
    edit(
        loaded,
        "members.json",
        lambda content: row(content["states"], "kenya").update(
            membership_end="2026-01", membership_end_precision="month"
        ),
    )

    report = load(folder=loaded)

    assert told(report) == [("partner", "kenya", Outcome.UPDATED, ("memberships",), ())]
    assert str(Membership.objects.get(partner__slug="kenya").end) == "January 2026"
    assert list(Change.objects.visible().values_list("kind", "slug", "verb")) == [
        ("partner", "kenya", "changed")
    ]


def test_field_that_an_earlier_load_did_not_know_is_filled(loaded):
    """As when a newer loader maps what an older one left out."""
    event = cairo()
    event.venue_fr = ""
    event.save()
    event.speakers.model.objects.filter(event=event).update(function_fr=None)
    memory = ImportedRecord.objects.get(kind="event", slug="ministerial-cairo-2025")
    del memory.values["venue_fr"]
    for speaker in memory.values["speakers"]:
        del speaker["function_fr"]
    memory.save()

    report = load(folder=loaded)

    assert told(report) == [
        ("event", "ministerial-cairo-2025", Outcome.UPDATED, ("venue_fr", "speakers"), ())
    ]
    assert cairo().speakers.get(order=1).function_fr.startswith("Ministre")
