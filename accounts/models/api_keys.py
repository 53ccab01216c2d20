from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApiKey(models.Model):
    """Lets a regular reader of the API ask more often. It opens nothing that is not public."""

    name = models.CharField(
        _("whose it is"), max_length=150, help_text=_("The organisation or person that uses it.")
    )
    contact = models.CharField(
        _("contact"),
        max_length=250,
        help_text=_("Whom to write to when something changes or goes wrong: name and e-mail address."),
    )
    purpose = models.TextField(_("purpose"), max_length=1000, help_text=_("What it is used for."))
    # Enough to recognise it by. The rest is shown once, and kept nowhere.
    beginning = models.CharField(_("begins with"), max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("handed out"), default=timezone.now, editable=False)
    expires_on = models.DateField(_("last day"), help_text=_("It is refused from the day after."))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    last_used_on = models.DateField(_("last used on"), null=True, editable=False)
    # On all days before that; accounts/counters.py has the last.
    requests_before = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        default_permissions = ("view", "add", "change")

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"

    @property
    def is_good(self) -> bool:
        return self.revoked_at is None and self.expires_on >= timezone.localdate()
