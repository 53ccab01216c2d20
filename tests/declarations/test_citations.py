import re

import pytest
from django.utils import translation

from declarations.citations import bibtex_of, citations_of, csl_of, reference_of
from declarations.models import Document
from publishing.dates import PartialDate
from tests.factories import DocumentFactory, EventFactory

pytestmark = pytest.mark.django_db
HIDDEN = [{"draft": True}, {"scheduled": True}, {"withdrawn": True}]


def reference(**facts):
    document = DocumentFactory(
        **{"slug": "rome", "title_en": "Rome Declaration", "type": "declaration", **facts}
    )
    return reference_of(Document.objects.for_citation().get(pk=document.pk))


def rome(**facts):
    event = EventFactory(title_en="Ministerial Conference", city_en="Rome", country="IT", **facts)
    return {"adopting_event": event, "adopted": PartialDate.parse("2014-11-28"), "issuer_en": "Conference"}


def texts(known):
    title = known.title.value
    return {cited.style: f"{cited.before}{title}{cited.after}" for cited in citations_of(known)}


def test_the_styles_say_who_issued_it_when_and_where_it_was_adopted():
    assert texts(reference(**rome())) == {
        "APA": "Conference. (2014, November 28). Rome Declaration [Declaration]. "
        "Ministerial Conference, Rome, Italy.",
        "Chicago": "Conference. Rome Declaration. Declaration, Ministerial Conference, Rome, Italy, "
        "28 November 2014.",
        "ISO 690": "CONFERENCE. Rome Declaration. Declaration, Ministerial Conference, Rome, Italy, "
        "28 November 2014.",
    }


@pytest.mark.parametrize(
    ("date", "apa", "bibtex", "csl"),
    [
        ("2018-05", "(2018, May)", ["date = {2018-05}", "year = {2018}", "month = may"], [[2018, 5]]),
        ("2018", "(2018)", ["date = {2018}", "year = {2018}"], [[2018]]),
        (None, "(n.d.)", [], None),
        (
            "2018-05-08 2018-05-09",
            "(8–9 May 2018)",
            ["date = {2018-05-08/2018-05-09}", "year = {2018}", "month = may"],
            [[2018, 5, 8], [2018, 5, 9]],
        ),
    ],
)
def test_a_date_is_cited_as_exactly_as_it_is_known(date, apa, bibtex, csl):
    known = reference(date=PartialDate.parse(*date.split()) if date else None)

    assert apa in texts(known)["APA"]
    assert re.findall(r"(?:date|year|month) = [^,]+", bibtex_of(known)) == bibtex
    assert csl_of(known).get("issued") == (csl and {"date-parts": csl})


def test_without_an_issuer_the_process_is_the_author_but_not_of_another_body_s_text():
    assert reference().author == "Khartoum Process"

    known = reference(slug="other", type="reference", date=None)

    assert texts(known)["APA"] == "Rome Declaration [Reference text of another body]. (n.d.)."
    assert texts(known)["Chicago"] == "Rome Declaration. Reference text of another body, n.d."
    assert "author" not in csl_of(known)
    assert "author" not in bibtex_of(known)


def test_csl_has_the_names_and_types_of_its_schema():
    assert csl_of(reference(**rome())) == {
        "id": "rome",
        "type": "document",
        "title": "Rome Declaration",
        "author": [{"literal": "Conference"}],
        "genre": "Declaration",
        "event-title": "Ministerial Conference",
        "event-place": "Rome, Italy",
        "issued": {"date-parts": [[2014, 11, 28]]},
        "language": "en",
    }
    assert csl_of(reference(slug="report", type="report"))["type"] == "report"


def test_bibtex_reads_every_sign_of_a_title_as_it_is():
    known = reference(title_en="50 % of {A_B} & C# ~ x^2 $ \\ été\u00a0إعلان", date=PartialDate.parse("2018"))

    assert bibtex_of(known) == (
        "@misc{rome,\n"
        "  author = {{Khartoum Process}},\n"
        "  title = {{50 \\% of \\{A\\_B\\} \\& C\\# \\textasciitilde{} x\\textasciicircum{}2 \\$ "
        "\\textbackslash{} été إعلان}},\n"
        "  howpublished = {Declaration},\n"
        "  date = {2018},\n"
        "  year = {2018},\n"
        "  langid = {english},\n"
        "}\n"
    )


def test_citations_are_in_the_reader_s_language_and_say_in_which_the_title_is():
    facts = {**rome(), "title_ar": "إعلان روما"}
    with translation.override("ar"):
        known = reference(**facts)
        assert texts(known)["APA"].startswith("Conference. (2014، 28 نوفمبر). إعلان روما [")
        assert csl_of(known)["language"] == "ar"
    with translation.override("fr"):
        assert "langid = {english}" in bibtex_of(reference(**{**facts, "slug": "again"}))


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_event_that_is_not_public_is_not_cited(client, hidden):
    document = DocumentFactory(slug="rome", **rome(**hidden))

    for ending in ("", "cite.bib", "cite.json"):
        answer = client.get(f"{document.get_absolute_url()}{ending}").content.decode()
        assert "Ministerial Conference" not in answer, ending


def test_the_files_have_their_media_types_and_names(client):
    document = DocumentFactory(slug="rome", title_en="إعلان", title_fr="Déclaration")

    bibtex, csl = (client.get(f"/fr/documents/rome/cite.{ending}") for ending in ("bib", "json"))

    assert bibtex.headers["Content-Type"] == "application/x-bibtex; charset=utf-8"
    assert bibtex.headers["Content-Disposition"] == 'attachment; filename="rome.bib"'
    assert "title = {{Déclaration}}" in bibtex.content.decode()
    assert csl.headers["Content-Type"] == "application/vnd.citationstyles.csl+json"
    assert csl.headers["Content-Disposition"] == 'attachment; filename="rome.json"'
    assert [item["title"] for item in csl.json()] == ["Déclaration"]
    assert document.slug == csl.json()[0]["id"]


@pytest.mark.parametrize("ending", ["bib", "json"])
@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("scheduled", 404), ("withdrawn", 410)])
def test_what_is_not_public_is_not_cited(client, ending, state, status):
    document = DocumentFactory(title_en="Zzsecret", withdrawal_reason_en="A mistake.", **{state: True})

    response = client.get(f"{document.get_absolute_url()}cite.{ending}")

    assert response.status_code == status
    assert "Zzsecret" not in response.content.decode()


def test_a_former_address_leads_to_the_citation_at_the_present_one(client):
    document = DocumentFactory(slug="old")
    document.slug = "new"
    document.save()

    response = client.get("/ar/documents/old/cite.bib")

    assert (response.status_code, response.headers["Location"]) == (301, "/ar/documents/new/cite.bib")


@pytest.mark.parametrize("ending", ["bib", "json"])
def test_a_citation_takes_two_queries(client, django_assert_num_queries, ending):
    document = DocumentFactory(adopting_event=EventFactory())

    with django_assert_num_queries(2):
        client.get(f"{document.get_absolute_url()}cite.{ending}")
