import gzip

import pytest

from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
GZIP = {"Accept-Encoding": "gzip"}


def test_public_pages_are_compressed_alike_each_time(client):
    first, second = (client.get("/en/events/", headers=GZIP) for _ in range(2))

    assert first.headers["Content-Encoding"] == "gzip"
    assert first.content == second.content
    assert gzip.decompress(first.content) == client.get("/en/events/").content


def test_staff_pages_are_not_compressed(admin_client):
    assert "Content-Encoding" not in admin_client.get("/admin/", headers=GZIP).headers


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    event = EventFactory()
    tag = client.get("/en/events/", headers=GZIP).headers["ETag"]

    unchanged = client.get("/en/events/", headers={**GZIP, "If-None-Match": tag})
    event.title_en = "Another title"
    event.save()
    changed = client.get("/en/events/", headers={**GZIP, "If-None-Match": tag})

    assert (unchanged.status_code, unchanged.content, changed.status_code) == (304, b"", 200)
