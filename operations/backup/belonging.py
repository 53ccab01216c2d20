"""Whose the backups at a place are: several portals may have theirs in one.

A portal's own are those that were made under its address. All else is another's, which is neither counted nor
taken away nor meant by `latest`: only its name brings it back.

A new machine has the portal's address before it has the portal's record. What it backed up then would be the
record that it came with, and the next day be `latest`, in the place of what is still to be brought back.

And a folder on another machine that is not mounted looks like one in which there never was a backup.
"""

from django.conf import settings

from operations.backup.errors import BackupError
from operations.backup.manifest import Manifest, names_at, read
from operations.backup.models import Run
from operations.backup.places import Place
from publishing.models import RecordVersion


def is_own(one: Manifest) -> bool:
    return one.site == settings.SITE_URL


def refuse_stranger(place: Place) -> None:
    """Raises BackupError where there are backups of this address, and this portal knows none of them: neither
    does its register, which comes back with each, nor do they continue its feed."""
    feed = RecordVersion.objects.values_list("feed", flat=True).first()
    known = set(Run.objects.filter(kind=Run.Kind.BACKUP).values_list("name", flat=True))
    newest = ""
    for name in reversed(names_at(place)):
        if name in known:
            return
        try:
            one = read(place, name)
        except BackupError:
            # Whose it is, nobody can tell.
            continue
        # What a stranger kept before a restoration that failed makes it no less of one.
        if is_own(one) and not one.before:
            if one.feed == feed:
                return
            newest = newest or name
    if newest:
        raise BackupError(
            f"At {place.address} are backups of {settings.SITE_URL} that this portal neither made nor was "
            f"brought back from, the last of them {newest}. On a new machine bring it back first: manage.py "
            "restore latest --force --without-backup. If this portal is to begin anew, name another place in "
            "BACKUP_TO."
        )


def refuse_absence(place: Place) -> None:
    """Raises BackupError where the register knows backups at this place, and none of them is there. That some
    are not is as it should be: the rule takes them away, or somebody does."""
    made = Run.objects.filter(kind=Run.Kind.BACKUP, place=place.address).exclude(name="")
    names = list(made.order_by("-ended_at", "-pk").values_list("name", flat=True))
    if names and not set(names) & set(names_at(place)):
        raise BackupError(
            f"The backup {names[0]} was at {place.address} and is not there, nor is any other that this "
            "portal knows. Is the place mounted? If they were taken away on purpose, or this is another "
            "machine, begin anew: manage.py backup --anew."
        )
