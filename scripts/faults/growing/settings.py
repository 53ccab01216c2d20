"""The portal's own settings, with this app."""

from khartoum.settings import *  # noqa: F403, TID251 - settings made of settings
from khartoum.settings import INSTALLED_APPS  # noqa: TID251 - settings made of settings

INSTALLED_APPS = [*INSTALLED_APPS, "scripts.faults.growing"]
