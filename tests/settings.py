"""The portal's own settings, kept away from this machine's data and made quick."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# A test run never touches the portal's own var/, and each run starts clean.
var = Path(tempfile.mkdtemp(prefix="portal-tests-"))
for folder in ("static", "media"):
    (var / folder).mkdir()
atexit.register(shutil.rmtree, var, ignore_errors=True)
os.environ["VAR_DIR"] = str(var)

from khartoum.settings import *  # noqa: E402, F403, TID251 - the one place that may: tests change two of them
from khartoum.settings import STORAGES  # noqa: E402, TID251 - named, so that it can be read here

# One round of hashing instead of a million.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Nothing is collected: the live server finds each file, joined stylesheet included, where it is written.
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Tests ask the API as often as they like; those of the limits set one.
API_REQUESTS_A_MINUTE = API_REQUESTS_A_MINUTE_WITH_KEY = 0

# However busy the machine is; tests of visitors' patience set their own.
QUESTION_MILLISECONDS = 60_000
