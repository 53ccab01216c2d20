from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# After that, whoever asked for a reply has had it, or will not have it any more.
EMAIL_KEPT = timedelta(days=90)


class ProblemReportQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(done_at=None)

    def done(self) -> Self:
        return self.exclude(done_at=None)

    def with_old_email(self) -> Self:
        """Those whose sender's address is to be forgotten by now."""
        return self.exclude(email="").filter(sent_at__lte=timezone.now() - EMAIL_KEPT)


class ProblemReport(models.Model):
    """What a visitor found wrong with a page. Kept as the plain text that it was sent as."""

    class Kind(models.TextChoices):
        FACT = "fact", _("A fact is wrong or missing")
        BROKEN = "broken", _("A link or file does not work")
        TRANSLATION = "translation", _("A translation is wrong")
        ACCESSIBILITY = "accessibility", _("The page is hard to use or to read")
        OTHER = "other", _("Something else")

    page = models.CharField(_("page"), max_length=500)
    kind = models.CharField(_("what is wrong"), max_length=20, choices=Kind)
    message = models.TextField(pgettext_lazy("problem report", "message"))
    # Of the page that it was written on: in which language a reply is expected.
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    email = models.EmailField(_("e-mail address for a reply"), blank=True)
    sent_at = models.DateTimeField(pgettext_lazy("problem report", "received"), default=timezone.now)
    done_at = models.DateTimeField(pgettext_lazy("problem report", "dealt with"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="reports_dealt_with",
        verbose_name=pgettext_lazy("problem report", "by"),
    )
    remark = models.TextField(
        _("remark"),
        blank=True,
        max_length=2000,
        help_text=_("For staff only: what was done, or why nothing was."),
    )

    objects = ProblemReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem report")
        verbose_name_plural = _("problem reports")
        default_permissions = ("view", "change")
        # Open ones first, then the latest.
        ordering = [F("done_at").asc(nulls_first=True), "-sent_at", "-pk"]
        indexes = [
            # Of the open ones, which the desk counts; SQLite has no index in which empty ones come first.
            models.Index(fields=["-sent_at"], condition=models.Q(done_at=None), name="report_open"),
            # For those that are forgotten: few at any time have one.
            models.Index(fields=["sent_at"], condition=~models.Q(email=""), name="report_with_email"),
        ]

    def __str__(self) -> str:
        # On the audit log and in the history for good: nothing that the visitor typed.
        return f"{capfirst(str(self._meta.verbose_name))} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("admin:reports_problemreport_change", args=[self.pk])

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def reply_to(self) -> str:
        """The sender's address for as long as it may be known, whether or not it was forgotten in time."""
        return self.email if self.sent_at > timezone.now() - EMAIL_KEPT else ""
