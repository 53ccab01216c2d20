from django.db import models


class Tries(models.Model):
    """How often one thing was tried of late: a password, a code, from an address.

    In the database, so that all workers count together. The key is a hash: people type passwords where a
    name belongs.
    """

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField(default=0)
    # Of those counted, not of those refused: refused ones must not make the wait longer.
    last_at = models.DateTimeField(db_index=True)
    is_told = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"
