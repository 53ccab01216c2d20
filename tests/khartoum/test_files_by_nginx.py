"""Files whose bytes the real nginx sends, by the configuration of deploy/nginx, and the portal says which."""

import io
import re

import pytest
from django.conf import settings as portal_settings
from django.core.management import call_command

from delivery.models import Snapshot
from publishing.actions import withdraw
from scripts import deployed_nginx
from tests.factories import DocumentFactory, DocumentVersionFactory, PictureFactory, StoredFileFactory
from tests.khartoum.asking import connections_left_open, portal_for
from tests.operations.test_deploy_nginx import Site

needs_nginx = pytest.mark.skipif(
    deployed_nginx.NGINX is None, reason="nginx is not installed: apt-get install nginx"
)
CONTENT = b"The text as adopted."
CURRENT, OWN = "/files/declaration/en.txt", "/files/declaration/en@1.txt"
LONG_AGO = "Fri, 28 Nov 2014 10:00:00 GMT"


@pytest.fixture
def version(settings):
    settings.X_ACCEL_PREFIX = "/_stored/"
    document = DocumentFactory(slug="declaration", title_en="Declaration")
    return DocumentVersionFactory(document=document, file=StoredFileFactory(content=CONTENT))


@pytest.fixture
def site(tmp_path, live_server, settings):
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, deployed_nginx.HOST]
    (tmp_path / "var").symlink_to(portal_settings.VAR_DIR)
    site = Site(tmp_path)
    # Not two instances at sockets, but the one of the test.
    configuration = tmp_path / "nginx" / "http.conf"
    place = live_server.url.removeprefix("http://").replace("localhost", "127.0.0.1")
    text = re.sub(r"server unix:\S+/b\.sock[^;]*;", "", configuration.read_text())
    configuration.write_text(re.sub(r"unix:\S+/a\.sock", place, text))
    site.start()
    yield site
    site.stop()


@needs_nginx
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_nginx_sends_what_the_portal_says_as_the_portal_would(site, version, client, settings):
    asked = [
        (path, method, headers)
        for path in (CURRENT, OWN)
        for method in ("GET", "HEAD")
        for headers in (
            {},
            {"If_None_Match": f'"{version.file.sha256}"'},
            {"If_None_Match": '"other"'},
            {"If_Modified_Since": LONG_AGO},
            {"If_Match": f'"{version.file.sha256}"'},
            {"If_Match": '"other"'},
        )
    ]
    tag = f'"{version.file.sha256}"'
    for part in ("bytes=4-7", "bytes=-8", "bytes=9-", "bytes=99-"):
        asked += [
            (path, "GET", {"Range": part, **condition})
            for path in (CURRENT, OWN)
            for condition in ({}, {"If_Range": tag}, {"If_Range": '"other"'}, {"If_Range": LONG_AGO})
        ]

    for path, method, headers in asked:
        found = site.ask(path, method, **headers)
        settings.X_ACCEL_PREFIX = ""
        own = client.generic(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        settings.X_ACCEL_PREFIX = "/_stored/"
        content = b"".join(own.streaming_content) if own.streaming else own.content
        case = (path, method, headers)
        assert found.status == own.status_code, case
        assert "X-Accel-Redirect" not in found.headers
        if found.status == 416:
            continue
        assert found.text == content.decode(), case
        # In a part it goes without saying.
        own.headers.pop("Accept-Ranges", None)
        told = {name: found.headers.get_all(name) for name in own.headers if name != "Content-Length"}
        assert told == {name: [own.headers[name]] for name in told}, case
        assert set(found.headers) - set(own.headers) <= {
            "Server",
            "Date",
            "Connection",
            "Content-Length",
            "Accept-Ranges",
        }, case


@needs_nginx
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_nobody_gets_the_bytes_but_by_the_portal(site, version):
    assert site.ask(OWN).status == 200
    assert site.ask(f"/_stored/{version.file.storage_name}").status == 404

    withdraw(record=version, reason="It was the wrong file.")

    gone = site.ask(OWN)
    assert (gone.status, "It was the wrong file." in gone.text) == (410, True)
    assert site.ask(f"/_stored/{version.file.storage_name}").status == 404


@needs_nginx
@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_pictures_and_snapshots_come_the_same_way(site, version):
    picture = PictureFactory()
    call_command("snapshot", stdout=io.StringIO())
    snapshot = Snapshot.objects.get()

    found = site.ask(picture.file.address(960))
    assert (found.status, found.headers["Content-Type"]) == (200, "image/webp")
    assert found.text.startswith("Large")
    assert "immutable" in found.headers["Cache-Control"]
    path = snapshot.address.removeprefix(portal_settings.SITE_URL)
    head = site.ask(path, "HEAD")
    assert (head.headers["ETag"], head.headers["Content-Length"]) == (
        f'"{snapshot.sha256}"',
        str(snapshot.size),
    )
    assert head.headers.get_all("Content-Disposition") == [
        f'attachment; filename="khartoum-process-{snapshot.slug}.zip"'
    ]


@pytest.mark.django_db
def test_without_the_setting_the_portal_sends_them_itself(version, client, settings):
    handed = client.get(OWN)
    assert handed.headers["X-Accel-Redirect"] == f"/_stored/{version.file.storage_name}"
    assert handed.content == b""

    settings.X_ACCEL_PREFIX = ""
    own = client.get(OWN)
    assert "X-Accel-Redirect" not in own.headers
    assert b"".join(own.streaming_content) == CONTENT


@pytest.mark.django_db
def test_what_is_handed_over_comes_from_memory_whatever_part_of_it_is_asked(version, monkeypatch):
    portal = portal_for(monkeypatch)
    with connections_left_open():
        first = portal.get(OWN)
        assert first.headers["X-Accel-Redirect"] == f"/_stored/{version.file.storage_name}"
        assert portal.get(OWN, Range="bytes=4-7") == first
        assert portal.get(OWN, If_None_Match=first.headers["ETag"]).status == 304
        # Nginx could not tell whether these are met.
        assert "X-Accel-Redirect" not in portal.get(OWN, If_Match=first.headers["ETag"]).headers
    assert portal.asked == [OWN, OWN]
