"""The desk is loaded when somebody first asks for it.

Most processes serve visitors for hours before a colleague comes by. Without the screens of the desk, their
forms and what checks these, such a process is ready sooner and holds 9 MB less. Whoever comes first waits for
it, half a second, once for each process.
"""

from threading import RLock
from typing import Any

from allauth.socialaccount import apps as socialaccount
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.urls import URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.functional import cached_property

from khartoum.starting import IS_FOR_VISITORS

# One thread loads it, the others wait: of modules that name each other, two would each get halves.
LOADING = RLock()


class AdminConfig(SimpleAdminConfig):
    """Django's, which loads every screen at the start: as ever, but where visitors are served."""

    default = False

    def ready(self) -> None:
        super().ready()
        if not IS_FOR_VISITORS.is_set():
            admin.autodiscover()


class SocialAccountConfig(socialaccount.SocialAccountConfig):
    """allauth's, which loads at the start what signing in at another site takes. In a process for visitors
    `accounts/adapters.py` does, when somebody signs in there."""

    default = False

    def ready(self) -> None:
        if not IS_FOR_VISITORS.is_set():
            super().ready()


class DeskAddresses(URLResolver):
    """Addresses of the desk, under a name of their own. Their module is loaded when one of them is asked for
    or named; and with it all that is registered, for each screen shows what else there is."""

    def __init__(self, route: str, module: str, name: str) -> None:
        super().__init__(RoutePattern(route), module, app_name=name, namespace=name)

    @cached_property
    def url_patterns(self) -> Any:
        with LOADING:
            admin.autodiscover()
            return super().url_patterns

    def _populate(self) -> None:
        """Whoever names another page asks for the addresses of all. What is under a name of its own is
        looked up where it is named, so nothing is missed."""
        if "url_patterns" in self.__dict__:
            super()._populate()
