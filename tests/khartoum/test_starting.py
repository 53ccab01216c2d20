import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.once

# In a process of its own, as servers start it.
PROGRAM = """
import gc, json, sys
from khartoum import wsgi
from django.urls import get_resolver
needless = {"fido2", "cryptography", "openpyxl", "lxml", "PIL", "boto3", "sentry_sdk"}
print(json.dumps({
    "loaded": sorted(needless & set(sys.modules)),
    "knows addresses": get_resolver()._populated,
    "spared": gc.get_freeze_count() > 100_000,
    "collects": gc.isenabled(),
}))
"""


def test_a_process_knows_its_addresses_holds_no_more_than_visitors_need_and_collects_its_own_garbage_alone():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert json.loads(run.stdout) == {
        "loaded": [],
        "knows addresses": True,
        "spared": True,
        "collects": True,
    }
