"""Where uploaded files are kept: on a disk of the machine or, by setting, in a store that speaks S3."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ON_DISK = {
    "BACKEND": "khartoum.disk_storage.DiskStorage",
    # Drafts are among the files: others on the machine have no business with them.
    "OPTIONS": {"file_permissions_mode": 0o640},
}
# What goes there goes over no network.
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}


class StorageAwayError(OSError):
    """The store of files does not answer, or refuses us. Nothing is known of the file that was asked for."""


def file_storage(
    *,
    bucket: str,
    endpoint: str,
    region: str,
    access_key: str,
    secret_key: str,
    prefix: str,
    production: bool,
) -> dict[str, Any]:
    """The entry of Django's STORAGES."""
    if not bucket:
        return ON_DISK
    if bool(access_key) != bool(secret_key):
        raise ImproperlyConfigured(
            "S3_ACCESS_KEY and S3_SECRET_KEY belong together: set both, or neither where the machine itself "
            "has a role that may use the bucket."
        )
    if endpoint and not endpoint.startswith(("https://", "http://")):
        raise ImproperlyConfigured("S3_ENDPOINT must be a whole address, such as https://s3.example.org")
    if production and urlsplit(endpoint).scheme == "http" and urlsplit(endpoint).hostname not in OWN_MACHINE:
        raise ImproperlyConfigured("S3_ENDPOINT must begin with https:// in production: it sees drafts.")
    access = {"endpoint": endpoint, "region": region, "access_key": access_key, "secret_key": secret_key}
    options = {"bucket": bucket, "prefix": prefix.strip("/"), **access}
    return {"BACKEND": "khartoum.object_storage.ObjectStorage", "OPTIONS": options}
