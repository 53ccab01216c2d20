import re

import pytest

from declarations.reading import cut
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DocumentVersionFactory,
    ProvisionFactory,
    StoredFileFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]
HIDDEN = [{"draft": True}, {"scheduled": True}, {"withdrawn": True}]


def pdf(*pages, **facts):
    return StoredFileFactory(format="pdf", page_count=len(pages), text_pages=list(pages), **facts)


def document_with(file, **facts):
    version = DocumentVersionFactory(document=DocumentFactory(slug="rome"), file=file, **facts)
    return version.document


def get(client, query="", language="en"):
    return client.get(f"/{language}/documents/rome/text/{query}")


def marks(response):
    return [int(number) for number in re.findall(r'id="page-(\d+)"', response.content.decode())]


def test_the_text_of_a_file_is_read_in_paragraphs_under_its_page_numbers(client):
    document_with(pdf("One.\n\nTwo.", "Three."))

    response = get(client)

    html = response.content.decode()
    assert marks(response) == [1, 2]
    assert [html.index(words) for words in ("<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>")] == sorted(
        html.index(words) for words in ("<p>One.</p>", "<p>Two.</p>", "<p>Three.</p>")
    )
    assert "extracted automatically" in html
    assert 'href="/files/rome/en.pdf"' in html


def test_a_text_of_300_pages_is_cut_into_light_pages_that_the_file_s_own_numbers_lead_to(client):
    document_with(pdf(*(f"Words of page {number}. " * 50 for number in range(1, 301))))

    response = get(client, "?page=50#page-50")

    assert marks(response) == list(range(41, 61))
    assert response.context["page"]["previous_url"] == "/en/documents/rome/text/?page=21"
    assert response.context["page"]["next_url"] == "/en/documents/rome/text/?page=61"
    assert "Pages 41 to 60 of 300" in response.content.decode()
    assert marks(get(client)) == list(range(1, 21))
    assert marks(get(client, "?page=300")) == list(range(281, 301))


@pytest.mark.parametrize("page", ["0", "3", "-1", "x", "٢", "1e3", "9" * 5000, "%00"])
def test_a_page_that_is_not_there_is_said_and_the_first_shown(client, page):
    document_with(pdf("One.", "Two."))

    response = get(client, f"?page={page}")

    assert response.status_code == 200
    assert "There is no page" in response.content.decode()
    assert marks(response) == [1, 2]


def test_a_text_without_pages_is_cut_by_its_length(client):
    paragraphs = [f"Paragraph {number}. " + "x" * 5_000 for number in range(30)]
    document_with(StoredFileFactory(text_pages=["\n\n".join(paragraphs)]))

    first, last = get(client), get(client, "?page=3")

    assert marks(first) == []
    assert "Paragraph 0." in first.content.decode()
    assert "Paragraph 29." in last.content.decode()
    assert len(first.content) < 100_000
    assert last.context["page"]["next_url"] == ""


@pytest.mark.parametrize("file", [pdf, lambda text: StoredFileFactory(text_pages=[text])], ids=["pdf", "txt"])
def test_a_page_without_end_is_cut_too(client, file):
    document_with(file("x" * 500_000))

    response = get(client)

    assert len(response.content) < 100_000
    assert response.context["page"]["next_url"]


def test_pages_are_cut_by_letters_and_by_number():
    assert cut([10] * 5, most=2) == [range(2), range(2, 4), range(4, 5)]
    assert cut([50_000, 20_000, 70_000, 1], most=9) == [range(1), range(1, 2), range(2, 3), range(3, 4)]
    assert cut([], most=9) == [range(0)]


def test_the_reader_s_language_is_read_first_and_others_are_offered(client):
    document = document_with(pdf("Words."))
    DocumentVersionFactory(document=document, language="ar", file=pdf("كلمات."))
    DocumentVersionFactory(document=document, language="pt", file=pdf("Palavras."))

    arabic, french, portuguese = (
        get(client, language="ar"),
        get(client, language="fr"),
        get(client, "?text=pt"),
    )

    assert '<div class="reading" lang="ar" dir="rtl">' in arabic.content.decode()
    assert '<div class="reading" lang="en" dir="ltr">' in french.content.decode()
    assert french.context["not_there"]
    assert "Palavras." in portuguese.content.decode()
    codes = [(choice["code"], choice["is_current"]) for choice in portuguese.context["languages"]]
    assert codes == [("en", False), ("ar", False), ("pt", True)]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_no_word_of_a_file_that_is_not_public_is_read(client, hidden):
    document = document_with(pdf("Words."))
    DocumentVersionFactory(document=document, file=pdf("Zzsecret"), **hidden)
    DocumentVersionFactory(document=document, language="fr", file=pdf("Zzsecret"), **hidden)

    for query in ("", "?text=fr", "?text=fr&of=file"):
        html = get(client, query).content.decode()
        assert "Words." in html
        assert "Zzsecret" not in html


def test_an_earlier_version_is_not_read_in_place_of_a_current_scan(client):
    document = document_with(pdf("Old words."))
    DocumentVersionFactory(document=document, file=pdf("", has_text=False))

    assert get(client).status_code == 404


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("scheduled", 404), ("withdrawn", 410)])
def test_no_word_of_a_document_that_is_not_public_is_read(client, state, status):
    document = DocumentFactory(slug="rome", **{state: True})
    DocumentVersionFactory(document=document, file=pdf("Zzsecret"))
    ProvisionFactory(document=document, text_en="Zzsecret")

    response = get(client)

    assert response.status_code == status
    assert "Zzsecret" not in response.content.decode()


def test_a_document_without_words_has_no_such_page(client):
    DocumentFactory(slug="rome")

    assert get(client).status_code == 404


def test_a_former_address_leads_to_the_text_at_the_present_one(client):
    document = document_with(pdf("Words."))
    document.slug = "new"
    document.save()

    response = get(client, language="fr")

    assert (response.status_code, response.headers["Location"]) == (301, "/fr/documents/new/text/")


def test_authentic_provisions_are_read_before_the_file_and_the_file_before_paraphrases(client):
    document = document_with(pdf("Words of the file."))
    provision = ProvisionFactory(document=document, text_en="Words of a paragraph.")
    assert "Words of a paragraph." in get(client).content.decode()
    assert "Words of the file." in get(client, "?of=file").content.decode()

    provision.standing = "paraphrase"
    provision.save()

    assert "Words of the file." in get(client).content.decode()
    page = get(client, "?of=provisions").content.decode()
    assert "Words of a paragraph." in page
    assert "Paraphrase of a summary; not the authentic text" in page


def test_many_provisions_are_read_in_parts_with_contents_of_the_whole(client):
    document = DocumentFactory(slug="rome")
    for number in range(1, 41):
        text = f"Paragraph {number}. " + "x" * 5_000
        ProvisionFactory(document=document, position=number, eid=f"para-{number}", text_en=text)

    response = get(client, "?page=2&text=en")

    html = response.content.decode()
    assert re.findall(r'id="(para-\d+)"', html) == [f"para-{number}" for number in range(12, 23)]
    assert response.context["page"]["next_url"] == "/en/documents/rome/text/?text=en&page=3"
    assert 'href="/en/documents/rome/text/?text=en&amp;of=provisions&amp;page=4#para-40"' in html
    assert 'class="permalink" href="/en/documents/rome/?text=en#para-12"' in html


@pytest.mark.parametrize("hidden", HIDDEN)
def test_only_public_commitments_stand_beside_a_paragraph(client, hidden):
    provision = ProvisionFactory(document=DocumentFactory(slug="rome"))
    CommitmentFactory(provision=provision, title_en="Train judges")
    CommitmentFactory(provision=provision, title_en="Zzsecret", **hidden)

    html = get(client).content.decode()

    assert "Train judges" in html
    assert "Zzsecret" not in html


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("query", "queries"), [("?of=provisions", 7), ("?of=file", 6)])
def test_the_page_takes_the_same_queries_for_any_length(
    client, django_assert_num_queries, count, query, queries
):
    document = DocumentFactory(slug="rome")
    for _ in range(count):
        DocumentVersionFactory(document=document, file=pdf(*["Words."] * count))
        DocumentVersionFactory(document=document, language="fr", file=pdf("Mots."))
        CommitmentFactory(provision=ProvisionFactory(document=document))

    with django_assert_num_queries(queries):
        get(client, query)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("query", ["", "text/", "text/?text=pt"])
def test_provisions_whose_words_are_still_to_come_break_no_page(client, language, query):
    ProvisionFactory(
        document=DocumentFactory(slug="rome"), eid="para-1", number="1", text_en="", heading_en=""
    )

    assert client.get(f"/{language}/documents/rome/{query}").status_code == 200
