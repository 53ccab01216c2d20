"""Every field of every file: what it may hold, and whether it has a place in the portal."""

from typing import Any

from declarations.models import Document
from events.models import Event
from members.models import Membership, MembershipMilestone, Partner
from publishing.dates import Precision
from publishing.models import Record
from record.shapes import (
    Check,
    Shape,
    addresses,
    boolean,
    country,
    date,
    each,
    left_out,
    may,
    must,
    number,
    one_of,
    or_none,
    row,
    row_of,
    slug,
    text,
)

OUTLINES = "Short labels of what the outline in documents.json says at more length."
SAME = "Says again what another field says; the loader checks that they agree."
DECIDED = "Memberships are decided in memberships.json; the loader checks that it leaves nothing out."

precision = or_none(one_of(Precision.values))
confidence = one_of(Record.Confidence.values)
texts = each(text)
partner_codes = each(text)

STATUSES = ("member", "not_listed_since_2024")
BASES = {
    "signatory of the Rome Declaration": Membership.Basis.SIGNATORY,
    "joined after 2014, date not sourced": Membership.Basis.JOINED_LATER,
}
ROLES = ("member_organisation", "secretariat_support", "partner_organisation", "participant")
QUALIFIERS = {None: Event.Count.EXACT, "about": Event.Count.ABOUT, "more than": Event.Count.MORE_THAN}


def named(check: Check) -> Check:
    """By name of a language or of a text: {"fr": …, "ar": …}."""

    def check_named(value: Any) -> None:
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is not a row of named fields.")
        for item in value.values():
            check(item)

    return check_named


STATE: Shape = {
    "slug": must(slug),
    "iso_alpha2": must(country),
    "iso_alpha3": left_out(SAME, text),
    "name_en": must(text),
    "name_fr": must(text),
    "name_ar": must(text),
    "also_written": must(named(texts)),
    "region_group": must(one_of(Partner.Region.values)),
    "status": left_out(DECIDED, one_of(STATUSES)),
    "rome_declaration_signatory": left_out(SAME, boolean),
    "named_in_cairo_declaration_2025": left_out(
        "What the declaration says; the first naming of late members is in memberships.json.", boolean
    ),
    "membership_start": must(or_none(date)),
    "membership_start_precision": left_out(SAME, precision),
    "membership_start_basis": must(one_of(BASES)),
    "membership_end": must(or_none(date)),
    "membership_end_precision": left_out(SAME, precision),
    "steering_committee_snapshots": must(
        each(
            row_of(
                {
                    "as_of": must(or_none(date)),
                    "as_of_precision": left_out(SAME, precision),
                    "temporary": must(boolean),
                    "sources": left_out(SAME, addresses),
                }
            )
        )
    ),
    "notes": must(or_none(text)),
    "sources": must(addresses),
}

ORGANISATION: Shape = {
    "slug": must(slug),
    "acronym": must(text),
    "name_en": must(text),
    "name_fr": must(or_none(text)),
    "name_ar": must(or_none(text)),
    "role": left_out(DECIDED, one_of(ROLES)),
    "steering_committee": left_out(SAME, boolean),
    "notes": must(or_none(text)),
    "sources": must(addresses),
}

SNAPSHOT: Shape = {
    "as_of": must(or_none(date)),
    "as_of_precision": left_out(SAME, precision),
    "states": must(each(country)),
    "temporary_states": may(each(country)),
    "organisations": must(each(slug)),
    "note": must(text),
    "sources": must(addresses),
}

MEMBERSHIP_EVENT: Shape = {
    "state": must(country),
    "event": must(one_of(MembershipMilestone.Event.values)),
    "date": must(or_none(date)),
    "precision": left_out(SAME, precision),
    "note": must(text),
    "sources": must(addresses),
    "mirrors": may(addresses),
}

MEMBERS_FILE: Shape = {
    "about": left_out("About the file."),
    "counts": left_out(
        SAME,
        row_of(
            {name: must(number) for name in ("states_current", "rome_signatories", "named_in_cairo_2025")}
        ),
    ),
    "states": must(each(row)),
    "organisations": must(each(row)),
    "steering_committee_snapshots": must(each(row)),
    "membership_events": must(each(row)),
}

CHAIR: Shape = {
    "order": must(number),
    "chair": must(country),
    "start": must(or_none(date)),
    "start_precision": left_out(SAME, precision),
    "end": must(or_none(date)),
    "end_precision": left_out(SAME, precision),
    "nominal_years": must(each(number)),
    "handover_meeting": must(or_none(slug)),
    "people": must(each(row_of({"name": must(text), "role": must(text)}))),
    "facts": must(texts),
    "priorities": may(texts),
    "notes": must(or_none(text)),
    "confidence": must(confidence),
    "sources": must(addresses),
    "mirrors": may(addresses),
}

DOMAIN: Shape = {
    "slug": must(slug),
    "number": must(number),
    "name_en": must(text),
    "name_fr": must(text),
    "name_ar": must(text),
    "sources": must(addresses),
}

TOPIC: Shape = {
    "slug": must(slug),
    "name_en": must(text),
    "name_fr": must(text),
    "name_ar": must(text),
    "nearest_domain": must(or_none(slug)),
}

MEETING: Shape = {
    "slug": must(slug),
    "title_en": must(text),
    "title_is_official": must(boolean),
    "type": must(one_of(Event.Type.values)),
    "relation": must(one_of(Event.Scope.values)),
    "start_date": must(or_none(date)),
    "end_date": must(or_none(date)),
    "date_precision": left_out(SAME, precision),
    "date_note": must(or_none(text)),
    "city": must(or_none(text)),
    "country_iso2": must(or_none(country)),
    "venue": must(or_none(text)),
    "mode": must(one_of(Event.Mode.values)),
    "hosts": must(partner_codes),
    "co_hosts": must(partner_codes),
    "chairs": must(partner_codes),
    "co_chairs": must(partner_codes),
    "joint_with": must(each(one_of(Event.JointProcess.values))),
    "ordinal": must(
        or_none(row_of({"scheme": must(one_of(Event.OrdinalScheme.values)), "number": must(number)}))
    ),
    "series": must(or_none(slug)),
    "event_group": must(or_none(slug)),
    "domains": must(each(slug)),
    "topics": must(each(slug)),
    "facts": must(texts),
    "speakers": must(each(row_of({"name": must(text), "role": must(text)}))),
    "participants": must(or_none(number)),
    "participants_note": must(one_of(QUALIFIERS)),
    "documents": must(each(slug)),
    "sources": must(addresses),
    "mirrors": may(addresses),
    "confidence": must(confidence),
    "notes": must(or_none(text)),
}

OUTLINE_ITEM: Shape = {
    "number": must(or_none(number)),
    "heading": must(or_none(text)),
    "text": must(text),
    "sources": must(addresses),
    "mirrors": left_out(SAME, addresses, required=False),
}

DOCUMENT: Shape = {
    "slug": must(slug),
    "title_en": must(text),
    "title_fr": must(or_none(text)),
    "title_ar": must(or_none(text)),
    "title_note": must(or_none(text)),
    "type": must(one_of(Document.Type.values)),
    "issuer": must(or_none(text)),
    "date_adopted": must(or_none(date)),
    "date_adopted_precision": left_out(SAME, precision),
    "date_document": must(or_none(date)),
    "date_document_precision": left_out(SAME, precision),
    "adopted_at": must(or_none(slug)),
    "related_meetings": must(each(slug)),
    "languages_seen": must(each(one_of(Document.Language.values))),
    "availability": must(one_of(Document.Availability.values)),
    "source_url": must(or_none(text)),
    "sources": must(addresses),
    "mirrors": may(addresses),
    "summary_facts": must(texts),
    "outline": must(or_none(each(row_of(OUTLINE_ITEM)))),
    "outline_note": must(or_none(text)),
    "confidence": must(confidence),
    "notes": must(or_none(text)),
}

# The two files of translations. Names of persons are unchanged in French.
NAMED_PERSON = row_of({"name": must(text), "role": must(text)})
PERSONS = {"fr": each(text), "ar": each(NAMED_PERSON)}
EDITORS_NOTE = "Editors' notes are kept in English."


def translated_event(language: str) -> Shape:
    return {
        "title": must(text),
        "facts": must(texts),
        "city": must(or_none(text)),
        "venue": must(or_none(text)),
        "speakers": must(PERSONS[language]),
        "date_note": left_out(EDITORS_NOTE, text, required=False),
    }


def translated_chair(language: str) -> Shape:
    return {
        "facts": must(texts),
        "people": must(PERSONS[language]),
        "priorities": may(texts),
        "notes": left_out(EDITORS_NOTE, text, required=False),
    }


TRANSLATED_DOCUMENT: Shape = {
    "title": must(text),
    "summary_facts": must(texts),
    "outline": may(each(row_of({"heading": must(or_none(text)), "text": must(text)}))),
}

TRANSLATIONS_FILE: Shape = {
    "about": left_out("About the file."),
    "language": left_out("The file's name says it.", text),
    "events": must(named(row)),
    "documents": must(named(row)),
    "chairs": must(named(row)),
    "organisations": must(named(text)),
}

CHAIRS_FILE: Shape = {
    "about": left_out("About the file; the page on governance says it in our words."),
    "rule_sources": left_out("Sources of the rule that the page on governance tells.", addresses),
    "chairs": must(each(row)),
}

THEMES_FILE: Shape = {
    "about": left_out("About the file."),
    "domains": must(each(row)),
    "topics": must(each(row)),
    "rome_2014_priorities": left_out(OUTLINES),
    "cairo_action_plan_areas": left_out(OUTLINES),
}
