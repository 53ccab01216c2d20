"""Ills of the server."""

import json
import logging
import resource
import shutil

from django.contrib.staticfiles.finders import find

from deploy.upgrading import places, releases
from operations.doctor.checks.server import own_files
from tests.operations import servers
from tests.operations.ills.place import spoils


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


@spoils("server.instances_are_ready", "systemctl restart portal-web@b.service")
def one_of_two_instances_down(place):
    for name in places.SERVING:
        serve_instance(place, name)
    yield
    (places.SOCKETS / "b.sock").unlink()


@spoils("server.instances_are_ready", "journalctl -u portal-web@b.service")
def one_of_two_instances_without_its_database(place):
    serve_instance(place, "a")
    with servers.instance(places.SOCKETS / "b.sock"):
        yield
    serve_instance(place, "b", 503)


def serve_instance(place, name, status=200):
    place.patch.setattr(places, "RELEASES", place.settings.BASE_DIR.parent)
    place.patch.setattr(places, "SOCKETS", place.folder)
    place.stack.enter_context(servers.instance(place.folder / f"{name}.sock", status))


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


@spoils("server.static_files_are_collected", "deploy/upgrade --back")
def static_files_of_a_sealed_release_altered(place):
    # Any file that is there stands for the mark.
    place.patch.setattr(releases, "COMPLETE", "manage.py")
    yield from static_files_of_another_release(place)


@spoils("server.nginx_has_the_static_files", "collected/. ")
def static_files_taken_from_nginx(place):
    place.patch.setattr(releases, "COMPLETE", "manage.py")
    place.patch.setattr(places, "STATIC", place.folder / "of-nginx")
    place.settings.STATIC_ROOT = place.folder / "collected"
    for folder in (places.STATIC, place.settings.STATIC_ROOT):
        folder.mkdir()
    (place.settings.STATIC_ROOT / "staticfiles.json").write_text('{"paths": {"site.css": "site.0123.css"}}')
    (places.STATIC / "site.0123.css").touch()
    yield
    (places.STATIC / "site.0123.css").unlink()


def collected_in(root):
    names = own_files()
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(find(name), root / name)
    (root / "staticfiles.json").write_text(json.dumps({"version": "1.1", "paths": dict.fromkeys(names, "")}))
    return names
