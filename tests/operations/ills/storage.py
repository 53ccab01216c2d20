"""Ills of the storage."""

import json
import shutil
import tempfile
from pathlib import Path

from django.core.files.storage import default_storage

from operations.doctor.checks import storage
from tests import factories
from tests.operations import servers
from tests.operations.ills.place import spoils


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
