from django.conf import settings
from django.db import models


class KeptForm(models.Model):
    """What somebody sent after their session had ended: it comes back when they have signed in again. Or what
    they sent for a record that a colleague had deleted: it is shown, to be copied from."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms")
    path = models.CharField(max_length=500)
    # Name → list of values, as a browser sends them. Never a password, never a file.
    data = models.JSONField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
