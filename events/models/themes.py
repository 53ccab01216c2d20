from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.querysets import SeriesQuerySet, ThemeQuerySet
from publishing.models import Publishable, publishable_constraints
from publishing.page_addresses import page_address
from publishing.richtext import RichTextField


class Theme(Publishable):
    """A subject of work: a domain of the Joint Valletta Action Plan, or a topic under one."""

    class Level(models.TextChoices):
        DOMAIN = "domain", _("Valletta domain")
        TOPIC = "topic", _("topic")

    level = models.CharField(_("level"), max_length=6, choices=Level, default=Level.TOPIC)
    number = models.PositiveSmallIntegerField(
        _("number"), null=True, blank=True, help_text=_("The number of the domain in the action plan.")
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="topics",
        limit_choices_to={"level": "domain"},
        verbose_name=_("domain"),
        help_text=_("The domain the topic is nearest to; empty if it belongs to none or to all."),
    )
    name = models.CharField(_("name"), max_length=300)
    description = RichTextField(_("description"))

    objects = ThemeQuerySet.as_manager()
    searched_fields = ("name",)

    class Meta(Publishable.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["level", "number", "slug"]
        indexes = [models.Index(fields=["level", "number"], name="theme_level_number")]
        constraints = [
            *publishable_constraints("theme"),
            models.CheckConstraint(
                condition=Q(level="topic", number=None)
                | Q(level="domain", number__isnull=False, parent=None),
                name="theme_is_a_numbered_domain_or_a_topic",
                violation_error_message=_(
                    "A domain has a number and no domain above it; a topic has no number."
                ),
            ),
            models.UniqueConstraint(
                fields=["number"],
                name="theme_number_once",
                violation_error_message=_("Another domain already has this number."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    def get_absolute_url(self) -> str:
        return page_address("themes:detail", self.slug)


class Series(Publishable):
    """Events that belong together: held back to back, or one after another under one title."""

    class Kind(models.TextChoices):
        BACK_TO_BACK = "back_to_back", _("held back to back")
        SERIES = "series", _("series")

    series_kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=300)

    objects = SeriesQuerySet.as_manager()
    searched_fields = ("title",)

    class Meta(Publishable.Meta):
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("several", "series")
        ordering = ["slug"]
        constraints = [*publishable_constraints("series")]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return page_address("series:detail", self.slug)
