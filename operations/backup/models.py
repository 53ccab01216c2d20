from django.db import models
from django.utils.translation import gettext_lazy as _


class Run(models.Model):
    """One time that a backup was made, tried or brought back, and what came of it."""

    class Kind(models.TextChoices):
        BACKUP = "backup"
        DRILL = "drill"
        RESTORATION = "restoration"

    kind = models.CharField(max_length=12, choices=Kind)
    # Of the backup: the moment it was begun at, as 20261129-201500. Empty if there never came to be one.
    name = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    is_good = models.BooleanField()
    # In bytes, as it is kept: the database, and all files that the backup needs.
    size = models.BigIntegerField(default=0)
    # Where it is kept, without passwords.
    place = models.CharField(max_length=300, blank=True)
    # What went wrong and what to do; empty if nothing did.
    problem = models.TextField(blank=True)

    class Meta:
        default_permissions = ()
        permissions = [("see_status", _("Can see how the server is and when it was last backed up"))]
        indexes = [models.Index(fields=["kind", "-ended_at"], name="backup_run_newest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
