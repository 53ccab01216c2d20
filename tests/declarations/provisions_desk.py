"""What staff do with a document's provisions at the desk."""

from django.urls import reverse

from tests.html_forms import fields_of

TEXT = """Declaration of Example

1. We shall open a common office in Cairo.

2. We shall meet every year.

4. We shall report on what was done.
"""
FRENCH = """Déclaration d’exemple

1. Nous ouvrirons un bureau commun au Caire.

2. Nous nous réunirons chaque année.

4. Nous rendrons compte de ce qui a été fait.
"""


def page_of(document, name="provisions"):
    return reverse(f"admin:declarations_document_{name}", args=[document.pk])


def form_of(client, document):
    return fields_of(client.get(page_of(document)), "document_form")


def propose(client, document, text=TEXT, language="en", authority="authentic"):
    data = {"text": text, "language": language, "authority": authority}
    return client.post(page_of(document, "propose_provisions"), data)


def confirm(client, document, proposed, **typed):
    data = {**fields_of(proposed, "proposal_form"), "confirmed": "1", **typed}
    return client.post(page_of(document, "propose_provisions"), data)


def row_of(proposed, eid):
    """The beginning of the names of its fields."""
    fields = fields_of(proposed, "proposal_form")
    return next(name.removesuffix("-eid") for name, value in fields.items() if value == [eid])


def told(client, document):
    return [str(message) for message in client.get(page_of(document)).context["messages"]]


def paraphrase(factory, document, eid, **texts):
    return factory(
        document=document, eid=eid, standing="paraphrase", sources=["https://example.org/summary"], **texts
    )
