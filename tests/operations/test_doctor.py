"""What is wrong is found, and its cure is named: each of these is really made wrong, and was well before."""

import json
import logging
import resource
import shutil
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from email.utils import formatdate
from pathlib import Path
from time import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.finders import find
from django.core.files.storage import default_storage
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from redis import Redis

from accounts.models import User
from accounts.roles import ADMINISTRATOR
from delivery.models import Snapshot
from operations.backup import register
from operations.backup.models import Run
from operations.doctor import examination  # noqa: F401 - registers the checks
from operations.doctor.checks import storage
from operations.doctor.checks.server import own_files
from operations.doctor.registry import CHECKS
from tests import factories
from tests.operations import servers
from tests.staff import person_with

pytestmark = pytest.mark.django_db

NOBODY_LISTENS = 9
CASES = {}


def spoils(check, cure):
    """The function below makes the thing well, yields, and then makes it wrong."""

    def register_case(spoil):
        CASES[spoil.__name__] = (check, cure, spoil)
        return spoil

    return register_case


class Place:
    """Where things go wrong: settings, a folder, and servers that run until the test ends."""

    def __init__(self, settings, folder, monkeypatch, stack):
        self.settings, self.folder, self.patch, self.stack = settings, folder, monkeypatch, stack
        settings.PRODUCTION = True
        settings.VAR_DIR, settings.MEDIA_ROOT = folder, folder / "media"
        settings.MEDIA_ROOT.mkdir()

    def serve(self, server, *, scheme="http", host="localhost"):
        self.settings.SITE_URL = f"{scheme}://{host}:{self.stack.enter_context(server)}"

    def serve_portal(self, *, proxies=0):
        self.serve(servers.portal(get_wsgi_application(), proxies=proxies))

    def serve_with_certificate(self, host, lasts=timedelta(days=60)):
        authority = servers.Authority(self.folder)
        self.patch.setenv("SSL_CERT_FILE", str(authority.file))
        secure = authority.context_for(host, lasts)
        self.serve(servers.portal(get_wsgi_application(), secure=secure), scheme="https")

    def use_mail(self, port, **more):
        self.settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        self.settings.SENDS_MAIL, self.settings.EMAIL_PORT = True, port
        for name, value in more.items():
            setattr(self.settings, name, value)


@pytest.fixture
def place(settings, tmp_path, monkeypatch):
    with ExitStack() as stack:
        yield Place(settings, tmp_path, monkeypatch, stack)


# Storage


@spoils("storage.keeps_files", "mount that")
def folder_of_files_lost(place):
    yield
    shutil.rmtree(place.settings.MEDIA_ROOT)


@spoils("storage.keeps_files", "chown")
def folder_of_files_not_writable(place):
    yield
    # Not even root may write there.
    place.settings.MEDIA_ROOT = Path("/proc/self")


@spoils("storage.has_room", "give it a larger disk")
def disk_nearly_full(place):
    place.patch.setattr(storage, "ENOUGH_ROOM", 1)
    place.patch.setattr(storage, "LEAST_ROOM", 0)
    yield
    place.patch.setattr(storage, "ENOUGH_ROOM", shutil.disk_usage(place.folder).free + 2**40)


@spoils("storage.outlasts_a_restart", "folder on a disk")
def files_in_memory(place):
    place.patch.setattr(storage, "IN_MEMORY", storage.IN_MEMORY - {storage.kind_of_disk(place.folder)})
    yield
    in_memory = Path(tempfile.mkdtemp(dir="/dev/shm"))
    place.stack.callback(shutil.rmtree, in_memory)
    place.patch.setattr(storage, "IN_MEMORY", {"tmpfs"})
    place.settings.MEDIA_ROOT = in_memory


@spoils("storage.is_private", "chmod o=")
def folder_open_to_others(place):
    folder = Path(tempfile.mkdtemp())
    place.stack.callback(shutil.rmtree, folder)
    place.settings.VAR_DIR = place.settings.MEDIA_ROOT = folder
    yield
    folder.chmod(0o755)


@spoils("storage.has_its_files", "check_files")
def database_restored_without_its_files(place):
    file = factories.StoredFileFactory()
    yield
    default_storage.delete(file.storage_name)


@spoils("storage.files_are_had_through_the_portal_alone", "Take the location")
def drafts_open_to_everybody(place):
    place.serve_portal()
    yield
    place.serve(servers.folder_to_all(place.settings.MEDIA_ROOT, at="/media/"))


@spoils("storage.files_are_had_through_the_portal_alone", "internal;")
def nginx_location_open_to_everybody(place):
    place.settings.X_ACCEL_PREFIX = "/_stored/"
    place.serve_portal()
    yield
    place.serve(servers.folder_to_all(place.settings.MEDIA_ROOT, at="/_stored/"))


@spoils("storage.files_are_had_through_the_portal_alone", "Make the bucket private")
def bucket_open_to_everybody(place):
    place.serve_portal()
    store = place.stack.enter_context(servers.object_store())
    bucket = store["OPTIONS"]["bucket"]
    place.settings.STORAGES = {**place.settings.STORAGES, "default": store}
    yield
    everybody = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
    default_storage.client("get_object").put_bucket_policy(Bucket=bucket, Policy=policy)


# Public address


@spoils("address.answers", "SITE_URL")
def nobody_at_the_address(place):
    place.serve_portal()
    yield
    place.settings.SITE_URL = f"http://localhost:{NOBODY_LISTENS}"


@spoils("address.answers", "DNS")
def name_of_nothing(place):
    place.serve_portal()
    yield
    place.settings.SITE_URL = "http://portal.invalid"


@spoils("address.answers", "proxy_pass")
def somebody_else_at_the_address(place):
    place.serve_portal()
    yield
    place.serve(servers.other_site())


@spoils("address.is_among_its_names", "ALLOWED_HOSTS=localhost,portal.example.org")
def name_refused(place):
    place.settings.ALLOWED_HOSTS = ["localhost"]
    place.settings.SITE_URL = "https://localhost"
    yield
    place.settings.SITE_URL = "https://portal.example.org"


@spoils("address.certificate", "for this very name")
def certificate_of_another_name(place):
    place.serve_with_certificate("localhost")
    yield
    place.serve_with_certificate("elsewhere.example.org")


@spoils("address.certificate", "whole chain")
def certificate_of_an_unknown_authority(place):
    place.serve_with_certificate("localhost")
    yield
    place.patch.delenv("SSL_CERT_FILE")


@spoils("address.certificate", "Renew it")
def certificate_about_to_end(place):
    place.serve_with_certificate("localhost")
    yield
    place.serve_with_certificate("localhost", timedelta(days=9))


@spoils("address.certificate", "“ssl”")
def no_tls_where_it_is_promised(place):
    place.serve_with_certificate("localhost")
    yield
    place.serve(servers.other_site(), scheme="https")


@spoils("address.visitors_are_told_apart", "TRUSTED_PROXIES=0")
def too_many_proxies_trusted(place):
    place.serve_portal()
    yield
    place.settings.TRUSTED_PROXIES = 1


@spoils("address.visitors_are_told_apart", "TRUSTED_PROXIES=2")
def too_few_proxies_trusted(place):
    place.serve_portal(proxies=2)
    place.settings.TRUSTED_PROXIES = 2
    yield
    place.settings.TRUSTED_PROXIES = 1


@spoils("address.knows_of_tls", "BEHIND_TLS_PROXY=yes")
def tls_ends_before_the_portal_unsaid(place):
    place.settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    authority = servers.Authority(place.folder)
    place.patch.setenv("SSL_CERT_FILE", str(authority.file))
    application = get_wsgi_application()

    def said(environ, start_response):
        return application(
            {**environ, "wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https"}, start_response
        )

    place.serve(servers.portal(said, secure=authority.context_for("localhost")), scheme="https")
    yield
    place.settings.SECURE_PROXY_SSL_HEADER = None


@spoils("address.browsers_insist_on_tls", "SECURE_HSTS_SECONDS")
def browsers_not_told_to_insist_on_tls(place):
    place.settings.SECURE_HSTS_SECONDS = 31_536_000
    place.serve_with_certificate("localhost")
    yield
    place.settings.SECURE_HSTS_SECONDS = 0
    place.serve_with_certificate("localhost")


# Mail


@spoils("mail.is_accepted", "firewall")
def mail_server_away(place):
    place.use_mail(place.stack.enter_context(servers.mail_server()))
    yield
    place.settings.EMAIL_PORT = NOBODY_LISTENS


@spoils("mail.is_accepted", "name and password")
def mail_server_refuses_the_password(place):
    account = {"EMAIL_HOST_USER": "portal", "EMAIL_HOST_PASSWORD": "wrong"}
    place.use_mail(place.stack.enter_context(servers.mail_server()), **account)
    yield
    place.use_mail(place.stack.enter_context(servers.mail_server(refuses="AUTH")))


@spoils("mail.is_accepted", "EMAIL_FROM")
def mail_server_refuses_the_sender(place):
    place.use_mail(place.stack.enter_context(servers.mail_server()))
    yield
    place.use_mail(place.stack.enter_context(servers.mail_server(refuses="MAIL")))


# Clock and caches


@spoils("clock.public_address", "set-ntp")
def clock_an_hour_slow(place):
    place.serve(servers.other_site())
    yield
    place.serve(servers.other_site(date=formatdate(time() - 3600, usegmt=True)))


@spoils("caches.redis", "REDIS_URL")
def redis_away(place):
    yield
    use_redis(place, f"redis://localhost:{NOBODY_LISTENS}/0")


@spoils("caches.redis", "noeviction")
def redis_forgets(place):
    address = place.stack.enter_context(redis_server(place))
    use_redis(place, address)
    yield
    with Redis.from_url(address) as redis:
        redis.config_set("maxmemory", "100mb")
        redis.config_set("maxmemory-policy", "allkeys-lru")


def use_redis(place, address):
    place.settings.REDIS_URL = address
    shared = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    place.settings.CACHES = {**place.settings.CACHES, "shared": shared}


@contextmanager
def redis_server(place):
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("needs redis-server")
    socket = place.folder / "redis.socket"
    process = subprocess.Popen(  # noqa: S603 - our own server
        [program, "--port", "0", "--unixsocket", str(socket), "--save", "", "--dir", str(place.folder)],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until(socket.exists)
        yield f"unix://{socket}"
    finally:
        process.terminate()
        process.wait()


def wait_until(is_so):
    end = time() + 10
    while not is_so() and time() < end:
        pass
    assert is_so()


@spoils("caches.counters_are_shared", "VAR_DIR")
def counters_not_writable(place):
    yield
    place.settings.VAR_DIR = Path("/proc/self")


@spoils("caches.pages_are_kept", "PAGE_CACHE_MEGABYTES=16")
def no_page_kept(place):
    yield
    place.settings.PAGE_CACHE_MEGABYTES = 0


# Security


@spoils("security.second_factor_is_forced", "SECOND_FACTOR_REQUIRED=yes")
def second_factor_not_forced(place):
    place.settings.SECOND_FACTOR_REQUIRED = True
    yield
    place.settings.SECOND_FACTOR_REQUIRED = False


@spoils("security.everybody_has_a_second_factor", "disable the account")
def colleague_without_second_factor(place):
    place.settings.SECOND_FACTOR_REQUIRED = True
    amal = User.objects.create(username="amal", is_staff=True, last_login=timezone.now())
    factor = Authenticator.objects.create(user=amal, type=Authenticator.Type.TOTP, data={})
    yield
    factor.delete()


@spoils("security.somebody_administers", "createsuperuser")
def no_administrator(place):
    first, second = person_with(ADMINISTRATOR, name="amal"), person_with(ADMINISTRATOR, name="nadia")
    yield
    first.groups.clear()
    second.is_active = False
    second.save()


@spoils("security.nobody_was_invited_in_vain", "invite anew")
def first_password_never_used(place):
    made = User.objects.create(username="secretariat", is_staff=True)
    yield
    made.date_joined -= timedelta(days=20)
    made.save()


@spoils("security.key_is_strong", "token_urlsafe")
def key_that_can_be_guessed(place):
    place.settings.SECRET_KEY = "gQ3vXn7Lr0sTzKb5-WmYc2_HdUeJp8AfRi4oNyVt1BxGkMqZlS9hEw6CjDuPaOFI"
    yield
    place.settings.SECRET_KEY = "secret" * 10


@spoils("security.key_is_kept_close", "chmod 600")
def key_that_others_can_read(place):
    key = place.folder / "secret_key"
    key.touch(mode=0o600)
    yield
    key.chmod(0o644)


# Backups and regular tasks


def backup_of(hours_ago, **more):
    run = register.note(Run.Kind.BACKUP, began_at=timezone.now(), **more)
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now() - timedelta(hours=hours_ago))
    return run


@spoils("backups.is_recent", "manage.py backup")
def no_backup_last_night(place):
    run = backup_of(2)
    yield
    Run.objects.filter(pk=run.pk).update(ended_at=timezone.now() - timedelta(hours=30))


@spoils("backups.has_succeeded", "manage.py backup")
def backup_failed(place):
    backup_of(2)
    yield
    backup_of(1, problem="The disk is full.")


@spoils("backups.has_succeeded", "restore_drill")
def backup_could_not_be_brought_back(place):
    register.note(Run.Kind.DRILL, began_at=timezone.now())
    yield
    register.note(Run.Kind.DRILL, began_at=timezone.now(), problem="3 rows differ.")


@spoils("backups.is_tried", "restore_drill")
def backup_never_tried(place):
    backup_of(2)
    drill = register.note(Run.Kind.DRILL, began_at=timezone.now())
    yield
    drill.delete()


@spoils("tasks.senders_are_forgotten", "forget_reporters")
def addresses_kept_too_long(place):
    report = factories.ProblemReportFactory(email="amal@example.org")
    yield
    type(report).objects.filter(pk=report.pk).update(sent_at=timezone.now() - timedelta(days=100))


@spoils("tasks.sessions_are_cleared", "clearsessions")
def sessions_never_cleared(place):
    session = Session.objects.create(session_key="a", session_data="", expire_date=timezone.now())
    yield
    session.expire_date -= timedelta(days=30)
    session.save()


@spoils("tasks.snapshots_are_made", "manage.py snapshot")
def snapshots_no_longer_made(place):
    made = Snapshot.objects.create(slug="one", made_at=timezone.now(), size=1, records={})
    yield
    made.made_at -= timedelta(days=60)
    made.save()


# Server


@spoils("server.shows_no_internals", "DEBUG=no")
def debug_left_on(place):
    yield
    place.settings.DEBUG = True


@spoils("server.logs_what_matters", "LOG_LEVEL=WARNING")
def log_of_everything(place):
    place.patch.setattr(logging.getLogger(), "level", logging.WARNING)
    yield
    place.patch.setattr(logging.getLogger(), "level", logging.DEBUG)


@spoils("server.errors_are_told", "ERRORS_TO")
def nobody_told_of_errors(place):
    place.settings.SENDS_MAIL, place.settings.ERRORS_TO = True, ["administrator@example.org"]
    yield
    place.settings.ERRORS_TO = []


@spoils("server.may_open_enough_files", "LimitNOFILE")
def too_few_files(place):
    place.patch.setattr("operations.doctor.processes.servers", list)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield
    place.stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))


@spoils("server.static_files_are_collected", "collectstatic")
def static_files_of_another_release(place):
    place.settings.STATIC_ROOT = place.folder / "static"
    place.settings.STORAGES = {
        **place.settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    names = collected_in(place.settings.STATIC_ROOT)
    yield
    (place.settings.STATIC_ROOT / names[-1]).write_text("older")


def collected_in(root):
    names = own_files()
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(find(name), root / name)
    (root / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": dict.fromkeys(names, "")}))
    return names


def findings_of(name):
    [one] = [one for one in CHECKS if one.name == name]
    return list(one.look())


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_found_and_its_cure_is_named(case, place):
    check, cure, spoil = CASES[case]
    steps = spoil(place)

    next(steps)
    assert findings_of(check) == []
    assert next(steps, "done") == "done"
    found = findings_of(check)

    assert found
    assert cure in found[0].cure
