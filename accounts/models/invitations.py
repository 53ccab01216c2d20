from django.conf import settings
from django.db import models


class Invitation(models.Model):
    """The one link by which a colleague who has no password yet can set one. Used, it is deleted."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitation")
    # Of the secret in the link, which is shown and sent, and kept nowhere.
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.person)
