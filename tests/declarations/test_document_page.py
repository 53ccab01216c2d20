"""What hangs off a document's page: its files, its words and what followed from it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from publishing.dates import PartialDate
from publishing.translations import mark_unofficial
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    EventFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    StoredFileFactory,
    hours_from_now,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]
THEN = datetime(2024, 5, 3, 10, tzinfo=UTC)
HIDDEN = [{"draft": True}, {"scheduled": True}, {"withdrawn": True}]


def pdf(**facts):
    return StoredFileFactory(**{"format": "pdf", "page_count": 2, "text_pages": ["One.", "Two."], **facts})


def page_of(client, document, language="en", query=""):
    with translation.override(language):
        return client.get(f"{document.get_absolute_url()}{query}")


def text_of(response):
    """What is read, in one line: elements inside a line part no words."""
    html = re.sub(r"</?(?:a|b|bdi|time)\b[^>]*>", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# Files


def test_the_reader_s_language_comes_first_and_pdf_before_other_formats(client):
    document = DocumentFactory()
    for language in ("ar", "de", "en", "fr"):
        DocumentVersionFactory(document=document, language=language)
    DocumentVersionFactory(document=document, language="fr", file=pdf())

    holdings = page_of(client, document, "fr").context["holdings"]

    assert [language.code for language in holdings.languages] == ["fr", "en", "ar", "de"]
    formats = [files.current.version.format for files in holdings.languages[0].formats]
    assert formats == ["pdf", "txt"]


def test_each_file_says_what_it_is(client):
    document = DocumentFactory(slug="rome")
    file = pdf(size=1_258_291)
    DocumentVersionFactory(
        document=document,
        language="fr",
        authority="official_translation",
        file=file,
        published_at=THEN,
    )

    response = page_of(client, document)

    text = text_of(response)
    assert "French PDF · 1.2 MB 2 pages Official translation" in text
    assert "Version 1, here since 3 May 2024." in text
    assert file.sha256 in text
    for address in ("/files/rome/fr.pdf", "/files/rome/fr@1.pdf"):
        assert f'href="{address}"' in response.content.decode()


def test_a_language_that_is_not_there_is_said_plainly(client):
    document = DocumentFactory()
    DocumentVersionFactory(document=document)
    bare = DocumentFactory()

    assert page_of(client, document).context["holdings"].not_there == [
        "Not available in French.",
        "Not available in Arabic.",
    ]
    assert "The portal has no file of this document." in text_of(page_of(client, bare))
    assert "Not available" not in text_of(page_of(client, bare))


def test_that_there_is_no_file_is_said_where_the_paragraphs_stand(client):
    """And not under a heading of its own, which would promise the text."""
    document = ProvisionFactory().document

    response = page_of(client, document)

    assert "files" not in response.context["sections"]
    assert "The portal has no file of this document." in text_of(response)


def test_a_scan_is_flagged(client):
    document = DocumentFactory()
    DocumentVersionFactory(document=document, file=pdf(has_text=False, text_pages=["", ""]))

    response = page_of(client, document)

    assert "Scanned: a picture without text" in text_of(response)
    assert response.context["text_url"] == ""


def test_a_replaced_version_keeps_its_address_and_is_told_as_a_correction(client):
    document = DocumentFactory(slug="rome")
    for note in ("", "The date was wrong.", "A page was missing."):
        DocumentVersionFactory(document=document, note_en=note, published_at=THEN)

    response = page_of(client, document)

    html, text = response.content.decode(), text_of(response)
    [files] = response.context["holdings"].languages[0].formats
    assert files.current.version.number == 3
    assert [held.version.number for held in files.earlier] == [2, 1]
    for address in ("/files/rome/en@1.txt", "/files/rome/en@2.txt", "compare/en@2.txt/", "compare/en@3.txt/"):
        assert f'{address}"' in html, address
    assert "compare/en@1.txt" not in html
    assert "version 1 was replaced by version 2 on 3 May 2024. The date was wrong." in text
    assert "version 2 was replaced by version 3 on 3 May 2024. A page was missing." in text


def test_a_withdrawn_version_is_told_with_its_reason_and_nothing_of_its_file(client):
    document = DocumentFactory(slug="rome")
    gone = DocumentVersionFactory(
        document=document, published_at=THEN - timedelta(days=1), withdrawn=True, withdrawn_at=THEN
    )

    response = page_of(client, document)

    assert "version 1 was withdrawn on 3 May 2024. Published in error." in text_of(response)
    assert gone.file.sha256[:12] not in response.content.decode()
    assert "/files/rome/" not in response.content.decode()


@pytest.mark.parametrize("hidden", [{"draft": True}, {"scheduled": True}, {"in_review": True}])
def test_a_version_that_is_not_public_yet_replaces_nothing_and_is_not_told(client, hidden):
    document = DocumentFactory()
    shown = DocumentVersionFactory(document=document)
    coming = DocumentVersionFactory(document=document, note_en="Zzsecret", **hidden)
    DocumentVersionFactory(document=document, language="fr", **hidden)

    response = page_of(client, document)

    assert response.context["holdings"].current == [shown]
    assert response.context["holdings"].corrections == []
    for secret in ("Zzsecret", coming.file.sha256[:12], coming.own_address, "/fr.txt"):
        assert secret not in response.content.decode()


def test_the_first_page_is_pictured_where_there_is_a_picture(client):
    document = DocumentFactory(slug="rome")
    DocumentVersionFactory(document=document)
    assert "<img" not in page_of(client, document).content.decode()

    pictured = pdf(picture=b"webp", picture_width=480, picture_height=679)
    DocumentVersionFactory(document=document, language="ar", file=pictured)
    [image] = re.findall("<img[^>]+>", page_of(client, document).content.decode())

    for part in ('src="/files/rome/ar@1.pdf.webp"', 'width="480"', 'height="679"', 'loading="lazy"'):
        assert part in image


def test_a_withdrawn_document_names_none_of_its_files(client):
    document = DocumentFactory(withdrawn=True)
    version = DocumentVersionFactory(document=document)
    ProvisionFactory(document=document, text_en="Zzsecret")

    html = page_of(client, document).content.decode()

    assert "Published in error." in html
    for secret in (version.file.sha256[:12], "/files/", "Zzsecret", "cite.bib"):
        assert secret not in html


def test_machines_read_of_each_current_file(client):
    document = DocumentFactory(title_en="Rome Declaration", date=PartialDate.parse("2014-11-28"))
    DocumentVersionFactory(document=document, file=pdf())
    version = DocumentVersionFactory(document=document, file=pdf())
    DocumentVersionFactory(document=document, file=pdf(), draft=True)

    html = page_of(client, document).content.decode()

    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
    assert (data["@type"], data["name"], data["datePublished"]) == (
        "Report",
        "Rome Declaration",
        "2014-11-28",
    )
    [encoding] = data["encoding"]
    assert encoding["sha256"] == version.file.sha256
    assert encoding["encodingFormat"] == "application/pdf"
    assert encoding["contentUrl"].endswith("/en@2.pdf")
    tags = dict(re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', html))
    assert tags["citation_publication_date"] == "2014/11/28"
    assert tags["citation_pdf_url"] == encoding["contentUrl"]


def test_machines_read_no_day_that_is_not_known(client):
    document = DocumentFactory(date=PartialDate.parse("2018-05"))

    html = page_of(client, document).content.decode()

    assert "datePublished" not in html
    assert '<meta name="citation_publication_date" content="2018/05">' in html


# Provisions


def test_each_paragraph_has_its_anchor_its_link_and_its_place(client):
    document = DocumentFactory()
    ProvisionFactory(document=document, eid="para-2", number="2.", position=3, text_en="Second.")
    ProvisionFactory(
        document=document, eid="part-1", number="I", position=1, kind="part", heading_en="Aims", text_en=""
    )
    ProvisionFactory(document=document, eid="para-1", number="1.", position=2, text_en="First.")

    response = page_of(client, document)

    html = response.content.decode()
    assert re.findall(r'<div class="provision is-\w+" id="([\w-]+)"', html) == ["part-1", "para-1", "para-2"]
    assert re.findall(r'class="permalink" href="([^"]*#[^"]+)"', html) == ["#part-1", "#para-1", "#para-2"]
    assert "I Aims 1. First. 2. Second." in text_of(response)
    assert "<h3><bdi" in html


@pytest.mark.parametrize(("query", "language", "words"), [("", "en", "Aims."), ("?text=fr", "fr", "Buts.")])
def test_the_language_of_the_provisions_is_chosen_apart_from_that_of_the_page(client, query, language, words):
    document = DocumentFactory(title_en="Declaration", title_fr="Déclaration")
    ProvisionFactory(document=document, text_en="Aims.", text_fr="Buts.")

    response = page_of(client, document, query=query)

    html = response.content.decode()
    assert f'<div class="provision-words" lang="{language}" dir="ltr">' in html
    assert words in text_of(response)
    assert response.headers["Content-Language"] == "en"
    assert "<h1><bdi>Declaration</bdi></h1>" in html
    assert [choice["path"].rpartition("/")[2] for choice in response.context["languages"]] == [
        "?text=en#provisions",
        "?text=fr#provisions",
    ]


def test_a_paragraph_that_is_missing_in_the_language_is_shown_in_another_and_says_so(client):
    document = DocumentFactory()
    ProvisionFactory(document=document, text_en="Aims.", text_ar="الأهداف.")
    ProvisionFactory(document=document, text_en="Means.")

    html = page_of(client, document, query="?text=ar").content.decode()

    languages = re.findall(r'provision-words" lang="(\w+)" dir="(\w+)"', html)
    assert languages == [("ar", "rtl"), ("en", "ltr")]
    assert html.count("Not available in Arabic.") == 1


def test_provisions_that_are_not_there_in_the_language_asked_for_fall_back_with_a_word_of_it(client):
    document = DocumentFactory()
    ProvisionFactory(document=document, text_en="Aims.")

    response = page_of(client, document, "fr")

    assert response.context["not_there"]
    assert response.context["text_language"] == "en"
    assert response.context["languages"] == []


def test_unofficial_translations_of_provisions_say_so_in_their_language_only(client):
    document = DocumentFactory()
    ProvisionFactory(document=document, text_en="Aims.", text_fr="Buts.")
    mark_unofficial(document, "provisions", "fr")

    assert "Unofficial translation." not in text_of(page_of(client, document))
    assert "Unofficial translation." in text_of(page_of(client, document, query="?text=fr"))


@pytest.mark.parametrize("value", ["zz", "en%00", "%22%3E%3Cb%3E", "x" * 5000])
def test_a_language_that_is_none_is_said_and_the_page_shown(client, value):
    document = DocumentFactory()
    ProvisionFactory(document=document, text_en="Aims.")

    response = page_of(client, document, query=f"?text={value}")

    assert response.status_code == 200
    assert "Part of this address was not understood" in text_of(response)
    assert "Aims." in text_of(response)


PARAPHRASE = "Paraphrase of a summary; not the authentic text"


def test_paraphrases_are_marked_and_lead_to_what_they_rest_on(client):
    document = DocumentFactory(provisions_note_en="Numbers were not seen.")
    ProvisionFactory(document=document, standing="paraphrase", sources=["https://a.example/1"])

    response = page_of(client, document)

    text = text_of(response)
    assert text.count(PARAPHRASE) == 1
    assert "Numbers were not seen." in text
    assert 'href="https://a.example/1"' in response.content.decode()
    assert "[1]" not in text


def test_paraphrases_among_authentic_paragraphs_are_marked_one_by_one(client):
    document = DocumentFactory()
    ProvisionFactory(document=document)
    for number in (1, 2):
        ProvisionFactory(document=document, standing="paraphrase", sources=[f"https://a.example/{number}"])

    response = page_of(client, document)

    assert text_of(response).count(PARAPHRASE) == 2
    assert re.findall(r'href="#(source-\d)"', response.content.decode()) == ["source-1", "source-2"]


def test_authentic_paragraphs_carry_no_such_mark(client):
    ProvisionFactory(document=(document := DocumentFactory()))

    assert "araphrase" not in text_of(page_of(client, document))


@pytest.mark.parametrize(
    ("count", "length", "is_whole"), [(60, 10, True), (61, 10, False), (5, 9_000, False)]
)
def test_many_or_long_provisions_are_contents_that_lead_to_the_text(client, count, length, is_whole):
    document = DocumentFactory(slug="rome")
    for number in range(count):
        ProvisionFactory(document=document, position=number, eid=f"para-{number}", text_en="x" * length)

    html = page_of(client, document).content.decode()

    assert ("x" * length in html) is is_whole
    address = "/en/documents/rome/text/?of=provisions&amp;page=1#para-4"
    assert (f'id="para-4"><a href="{address}"' in html) is not is_whole


# What followed


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_paragraph_leads_to_the_public_commitments_that_follow_from_it(client, hidden):
    provision = ProvisionFactory()
    shown = CommitmentFactory(provision=provision, title_en="Train judges")
    ProgressEntryFactory(commitment=shown, status="achieved")
    CommitmentFactory(provision=provision, title_en="Zzsecret", **hidden)

    response = page_of(client, provision.document)

    assert "Train judges achieved" in text_of(response)
    assert f'href="{shown.get_absolute_url()}"' in response.content.decode()
    assert "Zzsecret" not in response.content.decode()


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_only_hidden_commitments_say_is_not_told(client, hidden):
    provision = ProvisionFactory()
    commitment = CommitmentFactory(provision=provision, **hidden)
    ProgressEntryFactory(commitment=commitment, event=EventFactory(title_en="Zzsecret"))

    html = page_of(client, provision.document).content.decode()

    assert "Zzsecret" not in html
    assert "commitments/?document=" not in html


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_followed_is_named_where_entry_and_evidence_are_public(client, hidden):
    commitment = CommitmentFactory()
    event, document = EventFactory(), DocumentFactory()
    ProgressEntryFactory.create_batch(2, commitment=commitment, event=event)
    ProgressEntryFactory(commitment=commitment, document=document)
    ProgressEntryFactory(commitment=commitment, event=EventFactory(title_en="Zzsecret", **hidden))
    ProgressEntryFactory(commitment=commitment, document=DocumentFactory(title_en="Zzsecret", **hidden))
    ProgressEntryFactory(commitment=commitment, event=EventFactory(title_en="Zzsecret"), **hidden)

    response = page_of(client, commitment.document)

    assert [row.pk for row in response.context["follow_up_events"]] == [event.pk]
    assert [row.pk for row in response.context["follow_up_documents"]] == [document.pk]
    assert "Zzsecret" not in response.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number_of_files_and_paragraphs(
    client, django_assert_num_queries, count
):
    document = DocumentFactory(adopting_event=EventFactory())
    for _ in range(count):
        for language in ("en", "fr"):
            DocumentVersionFactory(document=document, language=language)
            DocumentVersionFactory(document=document, language=language, withdrawn=True)
        provision = ProvisionFactory(document=document, sources=["https://a.example/"])
        commitment = CommitmentFactory(provision=provision)
        ProgressEntryFactory(commitment=commitment, event=EventFactory())
        ProgressEntryFactory(commitment=commitment, document=DocumentFactory())

    # The document; what hangs off it, and how the record stands; the words of its provisions, and the
    # commitments they make; and where nobody asked since then, the words of the glossary.
    with django_assert_num_queries(5):
        page_of(client, document)


def test_a_file_still_to_come_is_not_counted_as_here(client):
    document = DocumentFactory()
    DocumentVersionFactory(document=document, published_at=hours_from_now(1))

    assert "The portal has no file of this document." in text_of(page_of(client, document))


def test_the_address_of_a_version_can_be_copied_whole(client, settings):
    version = DocumentVersionFactory(document=DocumentFactory(slug="rome"))

    page = page_of(client, version.document).content.decode()

    assert f">{settings.SITE_URL}/files/rome/en@1.txt</a>" in page


def test_a_heading_in_the_language_of_its_paragraph_is_not_marked_again(client):
    document = DocumentFactory()
    ProvisionFactory(document=document, heading_ar="الأهداف", text_ar="نص")
    ProvisionFactory(document=document, heading_en="Aims", text_en="Words.", text_ar="كلمات")

    page = page_of(client, document, query="?text=ar").content.decode()

    assert '<bdi dir="rtl">الأهداف</bdi>' in page
    assert '<bdi lang="en" dir="ltr">Aims</bdi>' in page
