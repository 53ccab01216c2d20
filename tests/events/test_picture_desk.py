"""Pictures at the desk: sent several at once, scaled, given words, published, restored."""

import io
import json

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.roles import EDITOR, PUBLISHER
from events.models import Picture, PictureFile
from publishing.history import versions_of
from publishing.restoring import restore
from tests.factories import EventFactory, PictureFactory
from tests.html_forms import fields_of, main_form_of
from tests.staff import client_of, person_with, signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]
WORDS = {"credit_en": "A. Osman", "rights": "khartoum_process"}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def photograph(size=(1200, 800), colour="teal", kind="JPEG", **options):
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return written.getvalue()


def upload(name="IMG_0042.jpg", content=None):
    return SimpleUploadedFile(name, photograph() if content is None else content)


def pictures_page(event):
    return reverse("admin:events_event_pictures", args=[event.pk])


def change_page(picture):
    return reverse("admin:events_picture_change", args=[picture.pk])


def sent(client, event, *uploads, **values):
    return client.post(pictures_page(event), {**WORDS, **values, "files": list(uploads)}, follow=True)


def confirmed(client, address):
    return client.post(address, main_form_of(client.get(address)))


def told_in(response):
    return [str(message) for message in response.context["messages"]]


def test_several_come_at_once_as_drafts_in_their_order():
    event = EventFactory()
    nadia = signed_in()

    answer = sent(nadia, event, upload("a.jpg"), upload("b.png", photograph(kind="PNG", colour="red")))

    pictures = list(event.pictures.order_by("order"))
    assert [(one.original_name, one.order, one.state) for one in pictures] == [
        ("a.jpg", 0, "draft"),
        ("b.png", 1, "draft"),
    ]
    assert {(one.credit_en, one.rights) for one in pictures} == {("A. Osman", "khartoum_process")}
    assert answer.redirect_chain[-1][0] == pictures_page(event)
    assert {one.file.uploaded_by.username for one in pictures} == {"nadia"}
    # The next are usually by the same hand.
    assert answer.context["form"].initial["credit_en"] == "A. Osman"


def test_what_is_refused_is_told_and_hinders_no_other():
    event = EventFactory()

    answer = sent(
        signed_in(),
        event,
        upload("notes.pdf", b"%PDF-1.7"),
        upload("page.jpg", b"<html>"),
        upload("good.jpg"),
    )

    assert [one.original_name for one in event.pictures.all()] == ["good.jpg"]
    assert [told.partition(":")[0] for told in told_in(answer)[:2]] == [
        "\u2068notes.pdf\u2069",
        "\u2068page.jpg\u2069",
    ]
    assert answer.redirect_chain[-1][0] == change_page(event.pictures.get())


THERE = "\u2068{}\u2069: This picture is already there."


def test_a_picture_that_is_there_already_is_told_and_not_added():
    event, desk = EventFactory(), signed_in()
    sent(desk, event, upload("a.jpg"))
    first = event.pictures.get()

    alone = sent(desk, event, upload("b.jpg"))
    among = sent(desk, event, upload("b.jpg"), upload("c.jpg", photograph(colour="red")))

    assert told_in(alone) == [THERE.format("b.jpg")]
    assert alone.redirect_chain[-1][0] == change_page(first)
    assert told_in(among) == [
        THERE.format("b.jpg"),
        "1 picture is there as a draft. Write its alternative text, then publish it.",
    ]
    assert among.redirect_chain[-1][0] == change_page(event.pictures.get(original_name="c.jpg"))
    entries = LogEntry.objects.filter(object_id=event.pk).order_by("pk")
    assert [len(json.loads(entry.change_message)) for entry in entries] == [1, 1]


def test_the_same_picture_is_there_once():
    event, nadia = EventFactory(), signed_in()
    sent(nadia, event, upload())
    sent(nadia, event, upload("copy.jpg"))
    sent(nadia, EventFactory(), upload())

    assert (event.pictures.count(), Picture.objects.count(), PictureFile.objects.count()) == (1, 2, 1)


def test_a_picture_goes_from_the_camera_to_the_page():
    event, omar = EventFactory(), client_of(person_with(PUBLISHER))
    sent(omar, event, upload())
    picture = event.pictures.get()
    publishing = reverse("admin:events_picture_publish", args=[picture.pk])

    refused = confirmed(omar, publishing)
    assert "Write the alternative text" in " ".join(refused.context["form"].non_field_errors())
    assert not Picture.objects.published().exists()

    form = fields_of(omar.get(change_page(picture)), "picture_form")
    saved = omar.post(change_page(picture), {**form, "alt_en": "Delegates at a table", "_publish": "Publish"})
    assert saved["Location"] == publishing
    published = confirmed(omar, publishing)
    assert published.status_code == 302, published.context["form"].errors

    page = omar.get(event.get_absolute_url()).content.decode()
    assert 'alt="Delegates at a table"' in page
    assert omar.get(picture.file.address(960))["Content-Type"] == "image/webp"


def test_an_editor_prepares_what_is_public_and_publishes_nothing():
    picture, amal = PictureFactory(), client_of(person_with(EDITOR))
    form = fields_of(amal.get(change_page(picture)), "picture_form")

    amal.post(change_page(picture), {**form, "caption_en": "In the garden."})
    sent(amal, picture.event, upload())

    picture.refresh_from_db()
    assert not picture.caption_en
    draft = picture.event.pictures.exclude(pk=picture.pk).get()
    assert amal.post(reverse("admin:events_picture_publish", args=[draft.pk])).status_code == 403


def test_only_those_who_may_add_pictures_do():
    event = EventFactory()
    reader = signed_in_with("events.view_event", "events.view_picture")

    assert reader.get(pictures_page(event)).context["form"] is None
    assert reader.post(pictures_page(event), {**WORDS, "files": upload()}).status_code == 403
    assert not Picture.objects.exists()
    assert not PictureFile.objects.exists()


@pytest.mark.parametrize("lacking", ["files", "credit_en", "rights"])
def test_what_is_needed_is_asked_for(lacking):
    event = EventFactory()
    values = {**WORDS, "files": upload()}
    del values[lacking]

    answer = signed_in().post(pictures_page(event), values)

    assert list(answer.context["form"].errors) == [lacking]
    assert not Picture.objects.exists()


def test_staff_see_a_draft_and_nobody_keeps_it():
    picture = PictureFactory(draft=True)

    answer = signed_in().get(reverse("admin:events_picture_file", args=[picture.pk]))

    assert answer.content.startswith(b"Large")
    assert {"private", "no-store"} <= {*answer["Cache-Control"].split(", ")}


def test_a_preview_shows_pictures_that_wait_for_their_event():
    picture = PictureFactory(event=EventFactory(draft=True))

    page = signed_in().get(reverse("admin:events_event_preview", args=[picture.event.pk])).content.decode()

    assert reverse("admin:events_picture_file", args=[picture.pk]) in page
    assert f'src="{picture.address}"' not in page


def test_an_earlier_wording_is_restored_and_the_file_stays():
    picture = PictureFactory(alt_en="Delegates at a table")
    first = versions_of(picture).last()
    picture.alt_en = "Something else"
    picture.save()

    restore(record=picture, version=first)

    picture.refresh_from_db()
    assert picture.alt_en == "Delegates at a table"
    assert default_storage.exists(picture.file.name_of_size(960))


@pytest.mark.parametrize("count", [1, 4])
def test_the_page_of_pictures_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    nadia, event = signed_in(), EventFactory()
    PictureFactory.create_batch(count, event=event)
    nadia.get(pictures_page(event))

    with django_assert_num_queries(6):
        page = nadia.get(pictures_page(event))

    assert len(page.context["pictures"]) == count


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_takes_the_same_queries_for_any_length(count, django_assert_num_queries):
    nadia = signed_in()
    for _ in range(count):
        PictureFactory()
    nadia.get(reverse("admin:events_picture_changelist"))

    with django_assert_num_queries(4):
        page = nadia.get(reverse("admin:events_picture_changelist"))

    assert len(page.context["cl"].result_list) == count
