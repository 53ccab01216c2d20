import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

# In a process of its own, as servers start it.
PROGRAM = """
import gc, json, sys
from khartoum import wsgi
from django.urls import get_resolver
needless = {
    *("fido2", "cryptography", "openpyxl", "lxml", "PIL", "boto3", "sentry_sdk", "icalendar"),
    *("requests", "urllib3", "yaml", "pygments", "unittest", "drf_spectacular.openapi"),
}
loaded = sorted(needless & set(sys.modules))
# Left out while it got ready, and there for whoever wants it later.
import requests, yaml
print(json.dumps({
    "loaded": loaded,
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


def test_a_worker_that_is_asked_to_end_while_it_loads_is_not_waited_for(tmp_path):
    loading = (
        "import time\nfrom khartoum.starting import end_when_asked\n"
        "end_when_asked()\nprint('loading', flush=True)\ntime.sleep(60)\n"
    )
    (tmp_path / "slow.py").write_text(loading)
    server = [sys.executable, "-m", "granian", "--interface", "wsgi", "--uds", str(tmp_path / "socket")]
    run = subprocess.Popen(  # noqa: S603 - ours
        [*server, "--workers-kill-timeout", "20", "slow:application"],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}:{settings.BASE_DIR}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    with run:
        assert any(line == "loading\n" for line in run.stdout)
        began = time.monotonic()
        run.terminate()
        run.wait(60)
    assert time.monotonic() < began + 15
