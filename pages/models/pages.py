from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.models import Publishable, publishable_constraints
from publishing.richtext import RichTextField


class Page(Publishable):
    """A page whose words the secretariat writes: about, accessibility, reuse."""

    title = models.CharField(_("title"), max_length=200)
    body = RichTextField(_("text"))

    searched_fields = ("title",)

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["slug"]
        constraints = [*publishable_constraints("page")]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        if self.slug == "about":
            return reverse("about")
        return reverse("pages:detail", kwargs={"slug": self.slug})
