"""A store that speaks S3, in a process of its own: moto's."""

import os
import signal
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import boto3

BUCKET = "portal"
KEYS = {"access_key": "tests", "secret_key": "only-for-tests"}


class ObjectStore:
    def __init__(self, port):
        self.endpoint = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(  # noqa: S603 - our own test server
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()
        self.client = boto3.client(
            "s3",
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=KEYS["access_key"],
            aws_secret_access_key=KEYS["secret_key"],
        )
        self.client.create_bucket(Bucket=BUCKET)

    def _wait(self):
        for _try in range(300):
            try:
                urlopen(f"{self.endpoint}/moto-api/", timeout=1).close()  # noqa: S310 - ours
            except (URLError, OSError):
                time.sleep(0.1)
            else:
                return
        raise TimeoutError("moto does not answer.")

    @property
    def options(self):
        return {"bucket": BUCKET, "endpoint": self.endpoint, "region": "us-east-1", **KEYS}

    def empty(self):
        for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=BUCKET):
            for one in page.get("Contents", ()):
                self.client.delete_object(Bucket=BUCKET, Key=one["Key"])

    def freeze(self):
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.kill(self.process.pid, signal.SIGCONT)

    def stop(self):
        self.go_on()
        self.process.kill()
        self.process.wait()
