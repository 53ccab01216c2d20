"""A store that speaks S3, in a process of its own, started and empty."""

import tempfile
from pathlib import Path

from scripts.cluster.store import BUCKET, KEYS, Store

__all__ = ["BUCKET", "KEYS", "ObjectStore"]


class ObjectStore(Store):
    def __init__(self, port):
        self.folder = tempfile.TemporaryDirectory(prefix="portal-store-")
        super().__init__(port, folder=Path(self.folder.name))
        self.create()

    def stop(self):
        super().stop()
        self.folder.cleanup()
