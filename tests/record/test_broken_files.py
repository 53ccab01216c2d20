"""A broken file is refused whole, with file, slug and field named, and nothing is changed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from events.models import Event
from members.models import Partner
from publishing.models import Change
from record.actions import load
from record.models import ImportedRecord
from record.problems import RecordError
from tests.record.packs import edit, row

pytestmark = [pytest.mark.once, pytest.mark.django_db]

CAIRO = "ministerial-cairo-2025"
PLAN = "cairo-action-plan-2025"


def in_event(**values):
    return "meetings.json", lambda rows: row(rows, CAIRO).update(values)


def in_document(**values):
    return "documents.json", lambda rows: row(rows, "cairo-action-plan-2025").update(values)


def in_item(**values):
    return "documents.json", lambda rows: row(rows, PLAN)["outline"][0].update(values)


def in_state(**values):
    return "members.json", lambda content: row(content["states"], "kenya").update(values)


def in_term(**values):
    return "chairs.json", lambda content: content["chairs"][0].update(values)


def without_title(rows):
    del row(rows, CAIRO)["title_en"]


BROKEN = {
    "unknown type": (in_event(type="summit"), "meetings.json, ministerial-cairo-2025, type"),
    "unknown relation": (in_event(relation="own"), "meetings.json, ministerial-cairo-2025, relation"),
    "no such country": (in_event(country_iso2="XX"), "meetings.json, ministerial-cairo-2025, country_iso2"),
    "no such host": (in_event(hosts=["XX"]), "meetings.json, ministerial-cairo-2025, hosts"),
    "no such document": (in_event(documents=["nowhere"]), "meetings.json, ministerial-cairo-2025, documents"),
    "no such topic": (in_event(topics=["nowhere"]), "meetings.json, ministerial-cairo-2025, topics"),
    "no such series": (in_event(series="nowhere"), "meetings.json, ministerial-cairo-2025, series"),
    "bad date": (in_event(start_date="2025-02-30"), "meetings.json, ministerial-cairo-2025, start_date"),
    "date of another precision": (
        in_event(start_date="2025-04"),
        "meetings.json, ministerial-cairo-2025, start_date",
    ),
    "end before start": (in_event(end_date="2025-04-08"), "meetings.json, ministerial-cairo-2025, end_date"),
    "unknown field": (in_event(weather="hot"), "meetings.json, ministerial-cairo-2025, weather"),
    "missing field": (("meetings.json", without_title), "meetings.json, ministerial-cairo-2025, title_en"),
    "slug that is none": (in_event(slug="Cairo 2025"), "meetings.json, Cairo 2025, slug"),
    "fact that is no text": (in_event(facts=[1]), "meetings.json, ministerial-cairo-2025, facts"),
    "facts that are no list": (in_event(facts="one"), "meetings.json, ministerial-cairo-2025, facts"),
    "address that is none": (in_event(sources=["nowhere"]), "meetings.json, ministerial-cairo-2025, sources"),
    "speaker without a function": (
        in_event(speakers=[{"name": "Somebody"}]),
        "meetings.json, ministerial-cairo-2025, speakers",
    ),
    "unknown confidence": (in_event(confidence="sure"), "meetings.json, ministerial-cairo-2025, confidence"),
    "slug used twice": (
        ("meetings.json", lambda rows: rows.append(dict(row(rows, CAIRO)))),
        "meetings.json, ministerial-cairo-2025, slug",
    ),
    "file that is not JSON": (None, "meetings.json"),
    "file of another make": (("meetings.json", lambda rows: {"events": rows}), "meetings.json"),
    "row that is none": (("meetings.json", lambda rows: rows.append("Cairo")), "meetings.json, row 5"),
    "item of an outline without number and heading": (
        in_item(number=None, heading=None),
        "documents.json, cairo-action-plan-2025, outline",
    ),
    "two items that would be one provision": (
        in_item(number=2),
        "documents.json, cairo-action-plan-2025, outline",
    ),
    "copy of an item that its document does not name": (
        in_item(mirrors=["https://example.org/copy"]),
        "documents.json, cairo-action-plan-2025, outline",
    ),
    "translation of fewer items than there are": (
        ("fr.json", lambda content: content["documents"][PLAN]["outline"].pop() and None),
        "fr.json, cairo-action-plan-2025, outline",
    ),
    "item that is translated without its text": (
        ("ar.json", lambda content: content["documents"][PLAN]["outline"][0].pop("text") and None),
        "ar.json, cairo-action-plan-2025, outline",
    ),
    "note on an outline without its translation": (
        in_document(outline_note="Complete."),
        "notes.json, cairo-action-plan-2025, outline_note",
    ),
    "kind of provision that there is not": (
        ("outlines.json", lambda rows: rows[PLAN].update(kind="chapter")),
        "outlines.json, cairo-action-plan-2025, kind",
    ),
    "decision about no outline": (
        ("outlines.json", lambda rows: rows.update(nowhere={"kind": "part"})),
        "outlines.json, nowhere",
    ),
    "document of a meeting that is not there": (
        in_document(adopted_at="nowhere"),
        "documents.json, cairo-action-plan-2025, adopted_at",
    ),
    "adopted nowhere": (
        in_document(adopted_at=None),
        "documents.json, cairo-action-plan-2025, adopted_at",
    ),
    "unknown language": (
        in_document(languages_seen=["xx"]),
        "documents.json, cairo-action-plan-2025, languages_seen",
    ),
    "state that is no country": (in_state(iso_alpha2="KX"), "members.json, kenya, iso_alpha2"),
    "codes of two countries": (in_state(iso_alpha3="EGY"), "members.json, kenya, iso_alpha3"),
    "counted wrongly": (
        ("members.json", lambda content: content["counts"].update(rome_signatories=4)),
        "members.json, counts, rome_signatories",
    ),
    "seat in no composition": (
        in_state(
            steering_committee_snapshots=[
                {"as_of": "2019", "as_of_precision": "year", "temporary": False, "sources": []}
            ]
        ),
        "members.json, kenya, steering_committee_snapshots",
    ),
    "chair that is no partner": (in_term(chair="IT"), "chairs.json, 9, chair"),
    "handover at no meeting": (in_term(handover_meeting="nowhere"), "chairs.json, 9, handover_meeting"),
    "term that ends first": (in_term(end="2023-01-01"), "chairs.json, 9, end"),
    "translation of nothing": (
        ("fr.json", lambda content: content["events"].update(nowhere=content["events"][CAIRO])),
        "fr.json, nowhere, events",
    ),
    "missing translation": (
        ("ar.json", lambda content: content["documents"].pop("cairo-action-plan-2025") and None),
        "ar.json, cairo-action-plan-2025, documents",
    ),
    "fewer facts than the original": (
        ("ar.json", lambda content: content["events"][CAIRO]["facts"].pop() and None),
        "ar.json, ministerial-cairo-2025, facts",
    ),
    "redirect to nowhere": (
        ("redirects.json", lambda rows: rows.update({"/old": {"kind": "event", "slug": "nowhere"}})),
        "redirects.json, /old, slug",
    ),
    "redirect from a path with a final slash": (
        ("redirects.json", lambda rows: rows.update({"/old/": {"kind": "event", "slug": CAIRO}})),
        "redirects.json, /old/",
    ),
    "partner without grammar": (
        ("grammar.json", lambda rows: rows.pop("kenya") and None),
        "grammar.json, kenya",
    ),
    "note without its translation": (
        (
            "members.json",
            lambda content: content["membership_events"].append(
                {
                    "state": "KE",
                    "event": "left_eu",
                    "date": None,
                    "precision": None,
                    "note": "New.",
                    "sources": [],
                }
            ),
        ),
        "notes.json, KE, note",
    ),
    "event of no state": (
        (
            "members.json",
            lambda content: content["membership_events"].append(
                {
                    "state": "IT",
                    "event": "left_eu",
                    "date": None,
                    "precision": None,
                    "note": "New.",
                    "sources": [],
                }
            ),
        ),
        "members.json, IT, state",
    ),
    "placement in no term": (
        ("placements.json", lambda rows: rows["tm-paris-2025"].update(chair_term=11)),
        "placements.json, tm-paris-2025, chair_term",
    ),
    # What the files allow and a record does not.
    "online event with a country": (in_event(mode="online"), "meetings.json, ministerial-cairo-2025"),
    "title longer than its column": (
        in_event(title_en="A" * 301),
        "meetings.json, ministerial-cairo-2025, title_en",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_refused_with_its_place(folder, case):
    change, place = BROKEN[case]
    if change is None:
        (folder / "meetings.json").write_text("[{", "utf-8")
    else:
        edit(folder, *change)

    with pytest.raises(RecordError) as refusal:
        load(folder=folder)

    assert f"{place}: " in str(refusal.value)
    assert [model.objects.count() for model in (Partner, Event, Change, ImportedRecord)] == [0, 0, 0, 0]


def test_second_load_of_a_broken_file_changes_nothing(loaded):
    edit(loaded, *in_event(title_en="Another title", mode="online"))
    edit(loaded, *in_state(name_en="Republic of Kenya"))
    before = list(ImportedRecord.objects.order_by("pk").values())

    with pytest.raises(RecordError):
        load(folder=loaded)

    assert Partner.objects.get(slug="kenya").name_en == "Kenya"
    assert Event.objects.get(slug=CAIRO).title_en == "2nd Ministerial Conference of the Khartoum Process"
    assert list(ImportedRecord.objects.order_by("pk").values()) == before


def test_everything_that_is_wrong_is_told_at_once(folder):
    edit(folder, *in_event(type="summit", weather="hot"))
    edit(folder, *in_document(languages_seen=["xx"]))

    with pytest.raises(RecordError) as refusal:
        load(folder=folder)

    places = [(problem.file, problem.slug, problem.field) for problem in refusal.value.problems]
    assert places == [
        ("meetings.json", CAIRO, "weather"),
        ("meetings.json", CAIRO, "type"),
        ("documents.json", "cairo-action-plan-2025", "languages_seen"),
    ]


def test_name_that_stands_twice_is_refused(folder):
    (folder / "placements.json").write_text('{"tm-paris-2025": {}, "tm-paris-2025": {}}', "utf-8")

    with pytest.raises(RecordError, match="'tm-paris-2025' stands twice in one place"):
        load(folder=folder)


def test_missing_file_is_refused(folder):
    (folder / "grammar.json").unlink()

    with pytest.raises(RecordError, match=r"grammar\.json: The file is missing"):
        load(folder=folder)


def test_command_tells_the_place_and_fails(folder):
    edit(folder, *in_event(type="summit"))
    out = StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("load_record", "--folder", str(folder), stdout=out)

    assert str(refusal.value).splitlines() == [
        "The record was refused, and nothing was changed:",
        "meetings.json, ministerial-cairo-2025, type: 'summit' is not one of ministerial_conference, "
        "senior_officials_meeting, steering_committee_meeting, joint_high_level_meeting, jvap_meeting, "
        "preparatory_meeting, thematic_meeting, thematic_workshop, training, webinar, "
        "informal_working_group, related_event.",
    ]
    assert out.getvalue() == ""
