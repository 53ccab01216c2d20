from pages.models.pages import Page
from pages.models.terms import Term

__all__ = ["Page", "Term"]
