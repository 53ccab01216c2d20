"""Prepared edits as the buttons of the desk make them."""

from django.contrib.messages import get_messages
from django.urls import reverse

from publishing.models import PendingChange
from tests.html_forms import fields_of


def page_of(record, name="change", *more):
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{name}", args=[record.pk, *more])


def form_of(client, record, page="change", **typed):
    shown = client.get(page_of(record, page))
    return {**fields_of(shown, f"{record._meta.model_name}_form"), **typed}


def prepared(client, record, page="change", **typed):
    client.post(page_of(record, page), {**form_of(client, record, page, **typed), "_prepare": "1"})
    return PendingChange.objects.latest("pk")


def confirmed(client, record, pending, step, **more):
    """The step, confirmed on the page that asks."""
    page = page_of(record, f"prepared_{step}", pending.pk)
    return client.post(page, {**client.get(page).context["form"].initial, **more})


def told(answer):
    return [(message.level_tag, str(message)) for message in get_messages(answer.wsgi_request)]
