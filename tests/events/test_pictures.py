"""Pictures: their life, and the bytes that visitors get of them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from events.models import Picture
from publishing.actions import publish, withdraw
from publishing.models import Change
from tests.factories import EventFactory, PictureFactory, PictureFileFactory, hours_from_now

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HIDDEN = [("draft", 404), ("in_review", 404), ("scheduled", 404), ("withdrawn", 410)]


def address(picture, width=960):
    return picture.file.address(width)


def told_of(picture):
    return list(Change.objects.filter(slug=picture.slug).order_by("sequence").values_list("kind", "verb"))


class TestItsLife:
    def test_without_alternative_text_it_stays_a_draft_and_says_why(self):
        picture = PictureFactory(draft=True, alt_en="", alt_fr="Des délégués")

        with pytest.raises(ValidationError) as refused:
            publish(record=picture)
        picture.refresh_from_db()
        assert (picture.is_public, "alternative text" in str(refused.value)) == (False, True)

        picture.alt_en = "Delegates"
        publish(record=picture)
        assert list(Picture.objects.published()) == [picture]

    @pytest.mark.parametrize(("trait", "_status"), HIDDEN)
    def test_it_is_public_when_its_event_is_too(self, trait, _status):
        hidden = PictureFactory(event=EventFactory(**{trait: True}))
        shown = PictureFactory()

        assert list(Picture.objects.published()) == [shown]
        assert (hidden.is_public, shown.is_public) == (False, True)

    def test_the_change_feed_tells_of_it_with_its_event(self):
        event = EventFactory(draft=True)
        picture = PictureFactory(event=event)
        assert told_of(picture) == []

        publish(record=event)
        assert told_of(picture) == [("picture", "published")]

        withdraw(record=Picture.objects.get(), reason="A person asked us to.")
        assert told_of(picture)[1:] == [("picture", "withdrawn")]

    def test_it_is_deleted_with_its_event_and_that_is_told(self):
        picture = PictureFactory()

        picture.event.delete()

        assert told_of(picture) == [("picture", "published"), ("picture", "deleted")]

    def test_the_event_has_changed_when_a_picture_has(self):
        picture = PictureFactory()
        before = picture.event.revision

        picture.caption_en = "In the garden."
        picture.save()

        picture.event.refresh_from_db()
        assert picture.event.revision == before + 1


class TestItsBytes:
    def test_each_size_has_an_address_of_its_own(self, client):
        picture = PictureFactory(file=PictureFileFactory(contents={480: b"small", 960: b"large"}))

        found = {width: client.get(address(picture, width)) for width in (480, 960)}

        assert {width: response.content for width, response in found.items()} == {
            480: b"small",
            960: b"large",
        }
        assert found[480]["Content-Type"] == "image/webp"
        assert found[480]["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in found[480]["Content-Security-Policy"]
        assert found[480]["ETag"] != found[960]["ETag"]
        assert client.get(address(picture, 1600)).status_code == 404

    def test_who_has_it_is_told_so(self, client):
        picture = PictureFactory()
        etag = client.get(address(picture))["ETag"]

        again = client.get(address(picture), headers={"If-None-Match": etag})

        assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)

    @pytest.mark.parametrize(("trait", "status"), HIDDEN)
    def test_what_is_not_public_has_none(self, client, trait, status):
        for picture in (PictureFactory(**{trait: True}), PictureFactory(event=EventFactory(**{trait: True}))):
            response = client.get(address(picture))
            assert response.status_code == status
            assert b"Large" not in response.content
            assert "immutable" not in response.get("Cache-Control", "")

    def test_a_withdrawn_one_says_why(self, client):
        picture = PictureFactory(withdrawn=True)

        assert "Published in error." in client.get(address(picture)).content.decode()

    def test_the_same_bytes_stay_while_another_event_shows_them(self, client):
        file = PictureFileFactory()
        PictureFactory(file=file, withdrawn=True)
        assert client.get(file.address(960)).status_code == 410

        PictureFactory(file=file)
        assert client.get(file.address(960)).status_code == 200

    def test_a_browser_keeps_it_for_a_week_and_caches_between_ask_again(self, client):
        kept = client.get(address(PictureFactory()))["Cache-Control"]

        assert set(kept.split(", ")) == {"public", "max-age=604800", "s-maxage=1", "immutable"}

    @pytest.mark.parametrize("whose", ["picture", "event"])
    def test_nobody_keeps_it_beyond_its_withdrawal(self, client, whose):
        leaving = {"withdrawn_at": hours_from_now(1), "withdrawal_reason_en": "Asked for."}
        picture = (
            PictureFactory(**leaving) if whose == "picture" else PictureFactory(event=EventFactory(**leaving))
        )

        kept = client.get(address(picture))["Cache-Control"]

        [seconds] = [
            int(part.removeprefix("max-age=")) for part in kept.split(", ") if "max-age=" in part[:8]
        ]
        assert 3500 < seconds <= 3600


class TestThePage:
    def test_pictures_stand_in_order_with_words_size_and_credit(self, client):
        event = EventFactory()
        PictureFactory(event=event, order=2, alt_en="The second")
        PictureFactory(
            event=event,
            order=1,
            alt_en="The first",
            caption_en="In the garden.",
            credit_en="A. Osman",
            rights="cc_by_4_0",
        )

        page = client.get(event.get_absolute_url()).content.decode()

        assert page.index('alt="The first"') < page.index('alt="The second"')
        assert page.count('loading="lazy"') == 2
        assert 'width="960" height="640"' in page
        assert "480w" in page
        assert "In the garden." in page
        assert "A. Osman" in page
        assert "https://creativecommons.org/licenses/by/4.0/" in page

    def test_a_missing_language_falls_back_and_says_in_which_it_is(self, client):
        picture = PictureFactory(alt_en="Delegates")

        page = client.get(f"/ar/events/{picture.event.slug}/").content.decode()

        assert 'alt="Delegates" lang="en" dir="ltr"' in page

    def test_an_event_without_any_has_no_heading_for_them(self, client):
        event = PictureFactory(draft=True).event

        assert 'id="pictures"' not in client.get(event.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("count", [1, 4])
    def test_it_takes_the_same_queries_for_any_number(self, client, django_assert_num_queries, count):
        event = EventFactory()
        PictureFactory.create_batch(count, event=event)

        with django_assert_num_queries(4):
            page = client.get(event.get_absolute_url())

        assert page.content.decode().count("<figure>") == count


def test_the_api_tells_all_that_is_to_be_said_where_it_is_shown(client):
    event = EventFactory(slug="rome")
    PictureFactory(event=event, draft=True, alt_en="Zzsecret")
    picture = PictureFactory(event=event, slug="rome-picture", alt_en="Delegates", alt_fr="Des délégués")

    for shape in (
        client.get("/api/v1/events/rome/").json()["pictures"],
        client.get("/api/v1/events/").json()["results"][0]["pictures"],
    ):
        [told] = shape
        sizes = told.pop("sizes")
        assert told == {
            "slug": "rome-picture",
            "alt": {"en": "Delegates", "fr": "Des délégués", "ar": None},
            "alt_status": {},
            "caption": {"en": None, "fr": None, "ar": None},
            "caption_status": {},
            "credit": {"en": "Secretariat", "fr": None, "ar": None},
            "credit_status": {},
            "rights": "khartoum_process",
            "rights_note": {"en": None, "fr": None, "ar": None},
            "rights_note_status": {},
        }
        assert [(size["width"], size["height"]) for size in sizes] == [(480, 320), (960, 640)]
        assert sizes[1]["url"].endswith(reverse("pictures:file", args=[picture.file.sha256, 960]))
