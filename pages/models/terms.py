from collections.abc import Iterable

from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from pages.see_also import has_pages_of_the_portal
from publishing.models import Publishable, publishable_constraints
from publishing.page_addresses import page_address

LONGEST_DEFINITION = 700


class Term(Publishable):
    """An entry of the glossary: a body, a text or a concept of the Process, in a few sentences."""

    class Kind(models.TextChoices):
        BODY = "body", _("body or office")
        TEXT = "text", pgettext_lazy("kind of term", "text")
        CONCEPT = "concept", _("concept")

    term_kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.CONCEPT)
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(
        _("definition"),
        blank=True,
        max_length=LONGEST_DEFINITION,
        help_text=_("One to three sentences: they are also shown beside the word, where a text uses it."),
    )
    # Language → list: what else it is called, abbreviations above all.
    other_names = models.JSONField(_("other names"), default=dict, blank=True)
    # Language → list: the plural and the like, by which texts are searched; no visitor reads them.
    forms = models.JSONField(_("other forms"), default=dict, blank=True)
    is_linked = models.BooleanField(
        _("explained in texts"),
        default=True,
        help_text=_(
            "The first time a text uses it, the word leads here. Not for words that may mean something else."
        ),
    )
    see_also = models.TextField(
        _("see also"),
        blank=True,
        validators=[has_pages_of_the_portal],
        help_text=_("Pages of this portal that say more, one address on each line."),
    )

    searched_fields = ("name",)

    class Meta(Publishable.Meta):
        verbose_name = _("term of the glossary")
        verbose_name_plural = _("terms of the glossary")
        ordering = ["slug"]
        constraints = [*publishable_constraints("term")]

    def __str__(self) -> str:
        return self.name or self.slug

    def get_absolute_url(self) -> str:
        return page_address("glossary:detail", self.slug)

    @property
    def other_names_shown(self) -> list[str]:
        """Those in the active language."""
        names: list[str] = self.other_names.get(get_language() or "", [])
        return names

    def _searched_texts(self) -> Iterable[str]:
        yield from super()._searched_texts()
        for names in self.other_names.values():
            yield from names
