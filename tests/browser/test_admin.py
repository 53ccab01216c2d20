"""Every screen of the secretariat's desk keeps the security policy and loads nothing from elsewhere."""

import pytest
from django.contrib import admin
from django.urls import reverse

from publishing.admin import PublishableAdmin, RecordAdmin
from publishing.admin.life import STEPS
from publishing.history import versions_of
from tests import factories
from tests.browser.desk import Watch, sign_in

pytestmark = pytest.mark.django_db(transaction=True)

RECORDS = {
    "partner": factories.PartnerFactory,
    "committeecomposition": factories.CompositionFactory,
    "chairmanship": factories.ChairmanshipFactory,
    "theme": factories.ThemeFactory,
    "series": factories.SeriesFactory,
    "event": factories.EventFactory,
    "document": factories.DocumentFactory,
    "page": factories.PageFactory,
}


@pytest.fixture
def watch(page, live_server):
    sign_in(page, live_server.url)
    return Watch(page, live_server.url)


def admins():
    return [pytest.param(model, id=model._meta.model_name) for model in admin.site._registry]


def address_of(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def record_of(model):
    """A row of the model with a history, or the row that is there."""
    factory = RECORDS.get(model._meta.model_name)
    if factory is None:
        return model._default_manager.first()
    record = factory()
    record.save()
    return record


def screens_of(model):
    record = record_of(model)
    yield address_of(model, "changelist")
    yield address_of(model, "add")
    if record is None:
        return
    for name in ("change", "history", "delete"):
        yield address_of(model, name, record.pk)
    desk = admin.site._registry[model]
    if isinstance(desk, RecordAdmin):
        newer, older = versions_of(record)[:2]
        yield address_of(model, "compare", record.pk) + f"?older={older.pk}&newer={newer.pk}"
        yield address_of(model, "restore", record.pk, older.pk)
        deleted = record_of(model)
        last = versions_of(deleted)[0]
        deleted.delete()
        yield address_of(model, "recover_list")
        yield address_of(model, "recover", last.pk)
    if isinstance(desk, PublishableAdmin):
        yield address_of(model, "preview", record.pk) + "?language=ar"
        for name in STEPS:
            yield address_of(model, name, record.pk)


@pytest.mark.parametrize("model", admins())
def test_every_screen_keeps_the_security_policy(page, watch, model):
    for address in screens_of(model):
        page.goto(address)
        page.evaluate("() => new Promise(requestIdleCallback)")
        assert (address, watch.found) == (address, [])
