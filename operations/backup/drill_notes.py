"""What a drill on another machine, where the key is, leaves beside the backups for the portal's register."""

import io
import json
from contextlib import closing, suppress
from datetime import UTC, datetime
from typing import Any

from django.conf import settings

from operations.backup.models import Run
from operations.backup.places import Place

FOLDER = "drills"
# In bytes; what is longer is no note of ours.
LONGEST = 100_000


def leave(place: Place, run: Run, *, site: str) -> None:
    """`site` is whose backup it was."""
    told = {
        "site": site,
        "backup": run.name,
        "began_at": run.began_at.isoformat(),
        "ended_at": run.ended_at.isoformat(),
        "size": run.size,
        "problem": run.problem,
    }
    name = f"{FOLDER}/{run.ended_at.astimezone(UTC):%Y%m%d-%H%M%S}.json"
    place.write(name, io.BytesIO(json.dumps(told).encode()))


def take_up(place: Place) -> None:
    """Those about this portal that are not known here yet; then they go."""
    for name in sorted(place.sizes(FOLDER)):
        with closing(place.open(name)) as file:
            written = file.read(LONGEST)
        # What is no note is left for somebody to look at.
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(written)
            if told["site"] == settings.SITE_URL:
                _note(told, place)
                place.delete(name)


def _note(told: dict[str, Any], place: Place) -> None:
    Run.objects.get_or_create(
        kind=Run.Kind.DRILL,
        name=told["backup"],
        ended_at=datetime.fromisoformat(told["ended_at"]),
        defaults={
            "began_at": datetime.fromisoformat(told["began_at"]),
            "is_good": not told["problem"],
            "size": told["size"],
            "place": place.address,
            "problem": told["problem"],
        },
    )
