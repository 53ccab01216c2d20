"""What a page, or an entry of the glossary, still lacks."""

from django.utils.translation import gettext_lazy as _

from pages.models import Page, Term
from publishing.readiness import Readiness, has_any

PAGES = Readiness(Page)


@PAGES.check(_("A text"), why=_("A page with a title alone says nothing."), target="body_en")
def body(page, facts):
    return has_any(page, "body")


PAGES.ask_for_texts("title", "body")
PAGES.ask_for_translations()


TERMS = Readiness(Term)


@TERMS.check(
    _("A definition"), why=_("Readers come to the glossary to be told what it is."), target="definition_en"
)
def definition(term, facts):
    return has_any(term, "definition")


TERMS.ask_for_texts("name", "definition")
TERMS.ask_for_translations()
TERMS.ask_for_sources()
