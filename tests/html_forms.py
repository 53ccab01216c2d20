"""What a browser would send of a form in a page."""

from lxml.html import fromstring

from scripts.faults import forms


def fields_of(response, form_id):
    """Name → list of values, as Django's test client takes them."""
    return forms.fields_of(response.content.decode(), form_id)


def choices_in(response):
    """What each choice in the page offers: its name → {value: label}, without “All”."""
    page = fromstring(response.content.decode())
    return {
        choice.get("name"): {
            option.get("value"): option.text_content().strip()
            for option in choice.iter("option")
            if option.get("value")
        }
        for choice in page.iter("select")
    }


def main_form_of(response):
    """What the largest of the page's forms holds; nothing where none is posted."""
    return forms.fields_of(response.getvalue().decode() if response.streaming else response.content.decode())


def agreed_to(client, address):
    """What the page asks, confirmed by its button."""
    return client.post(address, main_form_of(client.get(address)))


def errors_of(response):
    """Everything the page complains about: of the form, its rows, and their non-form errors."""
    form = response.context["adminform"].form
    found = {name: list(errors) for name, errors in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        for row in formset.forms:
            found.update({f"{row.prefix}-{name}": list(errors) for name, errors in row.errors.items()})
        if formset.non_form_errors():
            found[formset.prefix] = list(formset.non_form_errors())
    return found
