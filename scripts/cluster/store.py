"""A store that speaks S3: moto's, which is made for tests and keeps everything in memory."""

import signal
import sys
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from scripts.faults.parts.process import Process, plain_environment, wait_for

BUCKET = "portal"
KEYS = {"access_key": "tests", "secret_key": "only-for-tests"}


class Store(Process):
    def __init__(self, port: int, *, folder: Path) -> None:
        self.endpoint = f"http://127.0.0.1:{port}"
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
        super().__init__("moto", command, log=folder / "store.log", environment=plain_environment())

    def create(self) -> None:
        self.start()
        wait_for(self.answers, "The store")
        self.client().create_bucket(Bucket=BUCKET)

    def answers(self) -> bool:
        try:
            urlopen(f"{self.endpoint}/moto-api/", timeout=1).close()  # noqa: S310 - ours
        except (URLError, OSError):
            return False
        return True

    def client(self) -> Any:
        import boto3  # noqa: PLC0415 - takes a while, and not every use of the store needs it

        keys = {"aws_access_key_id": KEYS["access_key"], "aws_secret_access_key": KEYS["secret_key"]}
        return boto3.client("s3", endpoint_url=self.endpoint, region_name="us-east-1", **keys)

    def empty(self) -> None:
        client = self.client()
        for page in client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
            for one in page.get("Contents", ()):
                client.delete_object(Bucket=BUCKET, Key=one["Key"])

    @property
    def options(self) -> dict[str, str]:
        return {"bucket": BUCKET, "endpoint": self.endpoint, "region": "us-east-1", **KEYS}

    @property
    def settings(self) -> dict[str, str]:
        return {f"S3_{name.upper()}": value for name, value in self.options.items()}

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)
