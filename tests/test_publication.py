"""The one publication rule, asked of every public address at once.

For each kind of record there is one that is shown and one that could leak; the title of the hidden
one is looked for in everything that the portal sends out.
"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from declarations.models import Document
from events.models import Event
from khartoum.sitemaps import SITEMAPS
from publishing.dates import PartialDate
from publishing.remarks import remark
from tests.factories import (
    ChairmanshipFactory,
    CommitmentFactory,
    CompositionFactory,
    DocumentFactory,
    DocumentVersionFactory,
    DomainFactory,
    EventFactory,
    MembershipFactory,
    OrganisationFactory,
    PageFactory,
    ParticipationFactory,
    PartnerFactory,
    PictureFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    RelationFactory,
    SeatFactory,
    SeriesFactory,
    SpeakerFactory,
    StoredFileFactory,
    TermFactory,
    ThemeFactory,
)
from tests.html_forms import choices_in
from tests.publishing.pending_desk import page_of, prepared
from tests.staff import signed_in

pytestmark = pytest.mark.django_db

SECRET = "Zzsecret"
HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]
LISTS = [
    "home",
    "events:list",
    "events:map",
    "events:month",
    "map",
    "documents:list",
    "documents:by_meeting",
    "commitments:list",
    "members:list",
    "chairmanships:list",
    "themes:list",
    "glossary:list",
    "timeline",
    "years",
    "numbers",
    "whats_new",
    "about",
]
FEEDS = ["events:news", "documents:news", "commitments:news", "whats_new_feed"]
UNPREFIXED = ["/sitemap.xml", "/robots.txt", *(f"/sitemap-{section}.xml" for section in SITEMAPS)]
API = [
    "events",
    "documents",
    "members",
    "chairmanships",
    "themes",
    "series",
    "terms",
    "committee-compositions",
]


def with_secrets(factory, trait, **values):
    """A hidden row whose every text could be found again."""
    texts = {name: f"{SECRET} {name}" for name in ("title_en", "name_en") if name[:-3] in fields_of(factory)}
    return factory(**texts, **values, **{trait: True})


def fields_of(factory):
    return {field.name for field in factory._meta.model._meta.get_fields()}


@pytest.fixture(params=HIDDEN)
def record(request):
    """A small public record with a hidden row attached wherever one can be."""
    trait = request.param
    PageFactory(slug="about")
    shown = {
        "partner": PartnerFactory(slug="shown-partner", iso="KE", region="eu"),
        "theme": DomainFactory(slug="shown-theme"),
        "series": SeriesFactory(slug="shown-series"),
    }
    shown["event"] = EventFactory(
        slug="shown-event", series=shown["series"], country="KE", text_en="<p>There was a quorum.</p>"
    )
    shown["document"] = DocumentFactory(slug="shown-document", adopting_event=shown["event"])
    shown["term"] = ChairmanshipFactory(slug="shown-term", partner=shown["partner"])
    hidden_partner = with_secrets(PartnerFactory, trait, slug=f"{SECRET}-partner".lower(), iso="UG")
    # It would be explained in the text of the event.
    explaining = {"definition_en": SECRET, "other_names": {"en": ["quorum"]}}
    hidden = {
        "partner": hidden_partner,
        "organisation": with_secrets(OrganisationFactory, trait, slug=f"{SECRET}-organisation".lower()),
        "theme": with_secrets(ThemeFactory, trait, slug=f"{SECRET}-theme".lower(), parent=shown["theme"]),
        "series": with_secrets(SeriesFactory, trait, slug=f"{SECRET}-series".lower()),
        "event": with_secrets(
            EventFactory,
            trait,
            slug=f"{SECRET}-event".lower(),
            series=shown["series"],
            type="thematic_meeting",
            country="KE",
        ),
        "document": with_secrets(
            DocumentFactory, trait, slug=f"{SECRET}-document".lower(), adopting_event=shown["event"]
        ),
        "page": with_secrets(PageFactory, trait, slug=f"{SECRET}-page".lower()),
        "term": ChairmanshipFactory(slug=f"{SECRET}-term".lower(), partner=hidden_partner),
        "entry": with_secrets(TermFactory, trait, slug=f"{SECRET}-entry-of-glossary".lower(), **explaining),
    }
    for partner in (shown["partner"], hidden_partner, hidden["organisation"]):
        MembershipFactory(partner=partner)
        ParticipationFactory(event=shown["event"], partner=partner)
        ParticipationFactory(event=hidden["event"], partner=partner)
    composition = CompositionFactory(slug="shown-composition")
    for partner in (shown["partner"], hidden_partner):
        SeatFactory(composition=composition, partner=partner)
    # Its sentences would name the term and the series, were they public.
    shown["placed"] = EventFactory(
        slug="shown-placed", date=None, chair_term=hidden["term"], series=hidden["series"]
    )
    # Of a series with others the page of an event tells.
    shown["beside"] = EventFactory(slug="shown-beside", date=None, series=hidden["series"])
    shown["undated"] = DocumentFactory(slug="shown-undated", adopting_event=shown["placed"], date=None)
    SpeakerFactory(event=hidden["event"], name_en=f"{SECRET} speaker")
    for event in (shown["event"], hidden["event"]):
        event.themes.add(shown["theme"], hidden["theme"])
    shown["document"].related_events.add(hidden["event"])
    shown["document"].themes.add(hidden["theme"])
    hidden["document"].related_events.add(shown["event"])
    with_pictures(shown["event"], hidden["event"], trait)
    with_files(shown["document"], trait)
    with_commitments(shown, hidden, trait)
    shown["entry"] = TermFactory(
        slug="shown-entry",
        see_also="\n".join(
            hidden[kind].get_absolute_url() for kind in ("event", "document", "theme", "page")
        ),
    )
    RelationFactory(document=shown["document"], other=hidden["document"])
    RelationFactory(document=hidden["document"], other=shown["document"], kind="cites")
    DocumentFactory(slug="shown-orphan", adopting_event=hidden["event"])
    return {"shown": shown, "hidden": hidden, "trait": trait}


def with_pictures(shown_event, hidden_event, trait):
    """A hidden one beside one that is shown, and a public one of a hidden event."""
    words = {f"{name}_en": f"{SECRET} {name}" for name in ("alt", "caption", "credit", "rights_note")}
    PictureFactory(slug="shown-picture", event=shown_event)
    PictureFactory(slug=f"{SECRET}-picture".lower(), event=shown_event, **words, **{trait: True})
    PictureFactory(slug=f"{SECRET}-of-hidden-event".lower(), event=hidden_event, **words)


def with_files(document, trait):
    """Words in two public versions, with a hidden one between them."""
    for number, words in enumerate(["First words.", f"{SECRET} words.", "Last words."], start=1):
        hidden = {trait: True, "note_en": f"{SECRET} note"} if SECRET in words else {}
        file = StoredFileFactory(text_pages=[words])
        DocumentVersionFactory(slug=f"shown-file-{number}", document=document, file=file, **hidden)
    ProvisionFactory(document=document)


def with_commitments(shown, hidden, trait):
    """One that is shown and names what is hidden, beside those that are hidden and name what is shown."""
    provision = shown["document"].provisions.get()
    shown["commitment"] = CommitmentFactory(
        slug="shown-commitment", provision=provision, theme=hidden["theme"]
    )
    shown["commitment"].actors.add(shown["partner"], hidden["partner"], hidden["organisation"])
    ProgressEntryFactory(commitment=shown["commitment"], event=hidden["event"], document=hidden["document"])
    secret = {"text_en": f"<p>{SECRET}</p>", "event": shown["event"], "document": shown["undated"]}
    ProgressEntryFactory(
        commitment=shown["commitment"], slug=f"{SECRET}-entry".lower(), **secret, **{trait: True}
    )
    hidden["commitment"] = with_secrets(
        CommitmentFactory,
        trait,
        slug=f"{SECRET}-commitment".lower(),
        provision=provision,
        theme=shown["theme"],
    )
    # Public itself, but not what it follows from.
    of_hidden = CommitmentFactory(
        slug=f"{SECRET}-of-hidden".lower(),
        title_en=f"{SECRET} title",
        provision=ProvisionFactory(document=hidden["document"]),
        theme=shown["theme"],
    )
    for commitment in (hidden["commitment"], of_hidden):
        commitment.actors.add(shown["partner"])
        ProgressEntryFactory(commitment=commitment, slug=f"{commitment.slug}-entry", **secret)


def fields_of_model(row):
    return {field.name for field in row._meta.get_fields()}


def public_addresses(shown):
    for language in ("en", "fr", "ar"):
        with translation.override(language):
            yield from (reverse(name) for name in LISTS)
            yield from (row.get_absolute_url() for row in shown.values())
            yield reverse("documents:detail", kwargs={"slug": "shown-orphan"})
            for name in ("text", "cite_bib", "cite_json"):
                yield reverse(f"documents:{name}", kwargs={"slug": "shown-document"})
            yield f"{reverse('documents:text', kwargs={'slug': 'shown-document'})}?of=file"
            version = {"language": "en", "number": 3, "format": "txt"}
            yield reverse("documents:compare", kwargs={"slug": "shown-document", **version})
            yield reverse("events:feed")
            yield reverse("events:calendar", kwargs={"slug": "shown-event"})
    yield from (reverse(name) for name in FEEDS)
    for kind in ("partner", "theme", "series"):
        yield f"{shown[kind].get_absolute_url()}events.ics"
    yield from UNPREFIXED
    for name in API:
        yield f"/api/v1/{name}/"
    for name, kind in (
        ("events", "event"),
        ("documents", "document"),
        ("members", "partner"),
        ("themes", "theme"),
        ("series", "series"),
        ("chairmanships", "term"),
        ("events", "placed"),
        ("documents", "undated"),
        ("terms", "entry"),
    ):
        yield f"/api/v1/{name}/{shown[kind].slug}/"
    yield "/api/v1/committee-compositions/shown-composition/"
    yield "/api/v1/documents/shown-orphan/"


def test_nothing_that_is_not_public_is_told_anywhere(client, record):
    told = []
    for address in public_addresses(record["shown"]):
        response = client.get(address)
        assert response.status_code == 200, address
        if SECRET.lower() in response.content.decode().lower():
            told.append(address)

    # What was public once may be named in the change feed by nothing but its kind.
    assert told == []


@pytest.mark.parametrize("record", ["draft"], indirect=True)
def test_prepared_edits_and_remarks_are_told_nowhere(client, record):
    shown, desk = record["shown"], signed_in()
    texts = {"name_en", "title_en", "text_en"}
    for row in (shown[name] for name in ("event", "document", "partner", "theme", "series", "term")):
        pending = prepared(desk, row, **{name: f"{SECRET} {name}" for name in texts & fields_of_model(row)})
        desk.get(page_of(row, "prepared", pending.pk))
        remark(record=row, text=f"{SECRET} remark", by=None)

    searches = [f"/{code}/search/?q={SECRET}" for code in ("en", "fr", "ar")]
    searches += [f"/en/search/{name}?q={SECRET}" for name in ("search.atom", "suggestions.json")]
    addresses = [*public_addresses(shown), *searches, f"/api/v1/search/?q={SECRET}"]
    pages = {address: client.get(address).content.decode() for address in addresses}

    # A search repeats the word that was looked for, and no text in which it stands.
    kept = [f"{SECRET} {words}" for words in ("name", "title", "text", "remark")]
    assert [address for address, page in pages.items() if any(words in page for words in kept)] == []


def test_filters_offer_nothing_that_only_what_is_not_public_leads_to(client, record):
    trait, shown = record["trait"], record["shown"]
    # Each is public itself; what would make it a choice is not.
    quiet = EventFactory(slug="quiet-event", title_en="Quiet")
    DocumentFactory(adopting_event=quiet, date=PartialDate.parse("1999"), **{trait: True})
    EventFactory(date=PartialDate.parse("1998"), **{trait: True})

    offered = {
        (address, name): list(values)
        for address in ("events:list", "documents:list")
        for name, values in choices_in(client.get(reverse(address))).items()
    }

    assert sorted(offered["documents:list", "event"]) == ["shown-event", "shown-placed"]
    assert offered["documents:list", "theme"] == ["shown-theme"]
    assert offered["documents:list", "year"] == ["2023", "unknown"]
    assert offered["events:list", "theme"] == ["shown-theme"]
    for name in ("partner", "host", "chair"):
        assert offered["events:list", name] == ["shown-partner"]
    assert offered["events:list", "year"] == ["2023", "unknown"]
    assert offered["events:list", "country"] == [str(shown["partner"].iso)]


@pytest.mark.parametrize("trait", HIDDEN)
@pytest.mark.parametrize(
    "factory",
    [
        PartnerFactory,
        OrganisationFactory,
        ThemeFactory,
        SeriesFactory,
        EventFactory,
        DocumentFactory,
        CommitmentFactory,
        PageFactory,
    ],
)
def test_the_record_s_own_address_tells_nothing_either(client, factory, trait):
    hidden = with_secrets(factory, trait)

    response = client.get(hidden.get_absolute_url())

    kept = isinstance(hidden, Document)
    expected = 404 if trait != "withdrawn" else 200 if kept else 410
    assert response.status_code == expected
    if not kept:
        assert SECRET not in response.content.decode()
    if trait == "withdrawn":
        assert "Published in error." in response.content.decode()


def test_a_withdrawn_document_shows_its_notice_and_none_of_its_content(client):
    document = DocumentFactory(withdrawn=True, summary_en=f"<p>{SECRET}</p>")

    page = client.get(document.get_absolute_url()).content.decode()

    assert "Published in error." in page
    assert SECRET not in page


def test_what_is_scheduled_appears_by_itself_at_its_moment(client):
    event = EventFactory(scheduled=True)
    assert client.get(event.get_absolute_url()).status_code == 404

    # The clock moves on and nobody saves anything. SQLite's knows no less than a thousandth of a second.
    moment = timezone.now() - timedelta(milliseconds=1)
    Event.objects.filter(pk=event.pk).write_bookkeeping(published_at=moment)

    assert client.get(event.get_absolute_url()).status_code == 200


def test_the_chairmanship_of_a_partner_that_is_not_public_is_not_found(client, record):
    assert client.get(record["hidden"]["term"].get_absolute_url()).status_code == 404
