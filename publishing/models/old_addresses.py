from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.kinds import kinds_with_pages


class OldAddress(models.Model):
    """A path of the Process's earlier site and the page that took its place."""

    path = models.CharField(
        _("old path"),
        max_length=500,
        unique=True,
        help_text=_("With its query string, without host and final slash."),
    )
    kind = models.CharField(
        _("kind"),
        max_length=40,
        blank=True,
        choices=kinds_with_pages,
        help_text=_("Kind of record; empty for a list page."),
    )
    target = models.CharField(
        _("leads to"), max_length=200, help_text=_("Slug of the record, or name of the list page.")
    )

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.path
