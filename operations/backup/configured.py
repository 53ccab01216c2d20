"""What the settings say of backups."""

from django.conf import settings

from operations.backup.keeping import Rule, rule_in
from operations.backup.places import Place, place_at
from operations.backup.sealing import Lock


def place(address: str = "") -> Place:
    """Where backups are put, or another place that speaks as that one does."""
    told = settings.BACKUP
    return place_at(
        address or told["to"],
        endpoint=told["endpoint"],
        region=told["region"],
        access_key=told["access_key"],
        secret=told["secret"],
    )


def lock() -> Lock:
    return Lock(settings.BACKUP["recipient"])


def rule() -> Rule:
    return rule_in(settings.BACKUP["keep"])
