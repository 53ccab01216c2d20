"""The settings the type checker reads.

modeltranslation replaces the managers of translated models by classes that no checker can find.
"""

from tests.settings import *  # noqa: F403
from tests.settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if app != "modeltranslation"]
