"""What a page still lacks."""

from django.utils.translation import gettext_lazy as _

from pages.models import Page
from publishing.readiness import Readiness, has_any

PAGES = Readiness(Page)


@PAGES.check(_("A text"), why=_("A page with a title alone says nothing."), target="body_en")
def body(page, facts):
    return has_any(page, "body")


PAGES.ask_for_texts("title", "body")
PAGES.ask_for_translations()
