"""A page as it is typed, shown without saving anything."""

import pytest
from django.urls import reverse
from reversion.models import Version

from events.models import Event, Speaker
from publishing.dates import PartialDate
from publishing.models import Change
from tests import factories
from tests.html_forms import fields_of
from tests.publishing.pending_desk import form_of, page_of
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADD = reverse("admin:events_event_add")
ADD_PREVIEW = reverse("admin:events_event_add_preview_typed")


@pytest.fixture
def desk():
    return signed_in()


def traces():
    return (
        list(Event.objects.order_by("pk").values()),
        Speaker.objects.count(),
        Change.objects.count(),
        Version.objects.count(),
    )


def new_row(**values):
    return {"speakers-TOTAL_FORMS": "1", **{f"speakers-0-{name}": value for name, value in values.items()}}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("trait", [{}, {"draft": True}])
def test_what_is_typed_is_shown_in_each_language_and_not_saved(
    desk, trait, language, django_capture_on_commit_callbacks
):
    event = factories.EventFactory(title_en="Meeting", **trait)
    typed = {f"title_{language}": "Conference", **new_row(name_en="Amina Example", order="1")}
    form = form_of(desk, event, **typed)
    before = traces()

    with django_capture_on_commit_callbacks() as callbacks:
        page = desk.post(f"{page_of(event, 'preview_typed')}?language={language}", form)

    shown = page.content.decode()
    assert ("Conference" in shown, "Amina Example" in shown) == (True, True)
    assert page.headers["Content-Language"] == language
    assert {"private", "no-store"} <= set(page.headers["Cache-Control"].split(", "))
    assert (traces(), callbacks) == (before, [])


def test_record_that_is_being_added_is_shown_and_not_saved(desk):
    form = fields_of(desk.get(ADD), "event_form")
    typed = {"title_en": "Conference", "slug": "conference", "type": "training", "status": "planned"}

    page = desk.post(ADD_PREVIEW, {**form, **typed})

    assert "Conference" in page.content.decode()
    assert not Event.objects.exists()


def test_what_cannot_be_saved_is_not_shown_and_says_why(desk):
    event = factories.EventFactory(title_en="Meeting")
    factories.EventFactory(slug="taken")
    before = traces()

    page = desk.post(page_of(event, "preview_typed"), form_of(desk, event, slug="taken"))

    assert page.context["problems"] == ["Another record already has this address."]
    assert traces() == before


def test_preview_of_what_is_typed_does_not_change_what_it_is_typed_into(desk):
    """The form that is open stays one that can be saved."""
    event = factories.EventFactory(title_en="Meeting")
    form = form_of(desk, event, title_en="Conference")

    desk.post(page_of(event, "preview_typed"), form)
    desk.post(page_of(event), form)

    assert Event.objects.get().title_en == "Conference"


def test_who_may_only_prepare_previews_what_they_type():
    event = factories.EventFactory(title_en="Meeting")
    editor = signed_in_with("events.view_event", "events.add_event", "events.change_event")

    page = editor.post(page_of(event, "preview_typed"), form_of(editor, event, title_en="Conference"))

    assert "Conference" in page.content.decode()
    assert Event.objects.get().title_en == "Meeting"


def test_who_may_only_look_tries_nothing():
    event = factories.EventFactory()
    auditor = signed_in_with("events.view_event")

    answers = [auditor.post(page_of(event, "preview_typed"), {}), auditor.post(ADD_PREVIEW, {})]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_what_is_typed_is_never_in_an_address(desk):
    event = factories.EventFactory()

    answers = [desk.get(page_of(event, "preview_typed")), desk.get(ADD_PREVIEW)]

    assert [answer.status_code for answer in answers] == [405, 405]


def test_a_chair_term_as_it_is_typed_is_told_to_nobody_else(desk, client):
    dates = map(PartialDate.parse, ["2015-01-01", "2016-05-03"])
    term = factories.ChairmanshipFactory(**dict(zip(("start", "end"), dates, strict=True)))
    typed = form_of(desk, term, end_from="2016-09-27")

    before = desk.post(page_of(term, "preview_typed"), typed)
    public = client.get(term.get_absolute_url())
    after = desk.post(page_of(term, "preview_typed"), typed)

    told = ["27 September 2016" in page.context["story"][0] for page in (before, public, after)]
    assert told == [True, False, True]


def test_preview_of_what_is_not_public_follows_every_edit(desk):
    """Of such an edit nothing is told, so that the public record stands as it stood."""
    partner = factories.PartnerFactory(draft=True, name_en="Ruritania")
    term = factories.ChairmanshipFactory(partner=partner)
    assert "Ruritania" in desk.get(page_of(term, "preview")).context["story"][0]
    partner.name_en = "Sylvania"
    partner.save()

    assert "Sylvania" in desk.get(page_of(term, "preview")).context["story"][0]
