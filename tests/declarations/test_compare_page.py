import re

import pytest

from tests.factories import DocumentFactory, DocumentVersionFactory, StoredFileFactory

pytestmark = [pytest.mark.once, pytest.mark.django_db]
HIDDEN = [{"draft": True}, {"scheduled": True}, {"withdrawn": True}]


@pytest.fixture
def document():
    return DocumentFactory(slug="rome")


def version(document, *pages, **facts):
    file = StoredFileFactory(text_pages=list(pages), has_text=any(pages))
    return DocumentVersionFactory(document=document, file=file, **facts)


def get(client, number, language="en"):
    return client.get(f"/{language}/documents/rome/compare/en@{number}.txt/")


def text_of(response):
    return " ".join(re.sub(r"<(?!/?(?:ins|del)>)[^>]+>", "", response.content.decode()).split())


def test_the_words_that_differ_are_marked_in_the_language_of_the_text(client, document):
    version(document, "They meet within four years.")
    version(document, "They meet within three years.", note_en="The term was wrong.")

    response = get(client, 2, language="ar")

    assert "They meet within <del>four</del> <ins>three</ins> years." in text_of(response)
    assert '<div class="comparison" lang="en" dir="ltr">' in response.content.decode()
    assert "The term was wrong." in text_of(response)


def test_markup_in_a_text_is_shown_and_not_obeyed(client, document):
    version(document, "<b>One</b>")
    version(document, "<script>Two</script> <b>One</b>")

    assert "<script>Two" not in get(client, 2).content.decode()
    assert "&lt;script&gt;Two&lt;/script&gt;" in get(client, 2).content.decode()


def test_texts_that_are_the_same_are_said_to_be(client, document):
    version(document, "Words.")
    version(document, "Words.")

    assert "The texts of the two files are the same" in text_of(get(client, 2))


def test_a_version_without_text_says_so(client, document):
    version(document, "Words.")
    version(document, "")

    assert "Version 2 has no text that could be compared" in text_of(get(client, 2))


def test_the_first_version_and_one_that_never_was_have_nothing_to_be_compared_with(client, document):
    version(document, "Words.")

    assert get(client, 1).status_code == 404
    assert get(client, 2).status_code == 404


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_version_that_is_not_public_is_on_neither_side(client, document, hidden):
    version(document, "Old words.")
    version(document, "Zzsecret", **hidden)
    version(document, "New words.")

    assert get(client, 2).status_code == 404
    response = get(client, 3)
    assert response.context["previous"].number == 1
    assert "<del>Old</del> <ins>New</ins> words." in text_of(response)
    assert "Zzsecret" not in response.content.decode()


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("scheduled", 404), ("withdrawn", 410)])
def test_versions_of_a_document_that_is_not_public_are_not_compared(client, state, status):
    hidden = DocumentFactory(slug="rome", **{state: True})
    version(hidden, "Zzsecret")
    version(hidden, "Zzsecret too")

    response = get(client, 2)

    assert response.status_code == status
    assert "Zzsecret" not in response.content.decode()


def test_a_former_address_leads_to_the_comparison_at_the_present_one(client, document):
    version(document, "Words.")
    version(document, "Words!")
    document.slug = "new"
    document.save()

    response = get(client, 2)

    address = "/en/documents/new/compare/en@2.txt/"
    assert (response.status_code, response.headers["Location"]) == (301, address)


@pytest.mark.parametrize("more", [0, 3])
def test_a_comparison_takes_the_same_queries_for_any_number_of_versions(
    client, document, django_assert_num_queries, more
):
    for number in range(2 + more):
        version(document, f"Words {number}.")

    with django_assert_num_queries(4):
        get(client, 2 + more)
