import subprocess
import sys

from django.urls import URLPattern, get_resolver
from django.utils.module_loading import import_string

PROGRAM = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "khartoum.settings"
import khartoum.wsgi, khartoum.urls
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted({"fido2", "cryptography", "openpyxl", "lxml", "PIL", "boto3", "sentry_sdk"} & set(sys.modules)))
"""


def views_of(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            view = pattern.callback
            while hasattr(view, "__wrapped__"):
                view = view.__wrapped__
            yield view
        else:
            yield from views_of(pattern.url_patterns)


def test_each_is_there_and_is_exempt_from_nothing():
    names = {view.view_name for view in views_of(get_resolver().url_patterns) if hasattr(view, "view_name")}

    assert len(names) > 20
    for name in names:
        view = import_string(name)
        assert callable(view)
        assert not getattr(view, "csrf_exempt", False), name


def test_what_no_page_for_visitors_needs_is_not_loaded_when_the_portal_starts():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)  # noqa: S603 - ours

    assert run.stdout.split() == []
