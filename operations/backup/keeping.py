"""Which backups are kept, and what goes with those that are not."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from operations.backup import listing, manifest
from operations.backup.belonging import is_own
from operations.backup.errors import BackupError
from operations.backup.places import GIVEN_UP_AFTER, Place

# Whatever the rule says: one that is made after a mistake must not take away the one of before it.
KEPT_IN_ANY_CASE = timedelta(days=7)
# What was there before a restoration, should that turn out to have been a mistake.
BEFORE_RESTORATION_KEPT = timedelta(days=60)
PERIODS: dict[str, Callable[[datetime], object]] = {
    "daily": lambda moment: moment.date(),
    "weekly": lambda moment: tuple(moment.isocalendar())[:2],
    "monthly": lambda moment: (moment.year, moment.month),
    "yearly": lambda moment: moment.year,
}


@dataclass(frozen=True)
class Rule:
    """Of each of the last so many days, weeks, months and years that have any, the newest; one that lacks
    files only where there is no other."""

    counts: dict[str, int]

    def kept(self, moments: Iterable[datetime], lacking: Collection[datetime] = ()) -> set[datetime]:
        newest_first = sorted(moments, reverse=True)
        # However the rule is set, the newest stays.
        found = set(newest_first[:1])
        for period, count in self.counts.items():
            newest_of: dict[object, datetime] = {}
            for moment in newest_first:
                newest = newest_of.setdefault(PERIODS[period](moment), moment)
                if newest in lacking and moment not in lacking:
                    newest_of[PERIODS[period](moment)] = moment
            found |= set(list(newest_of.values())[:count])
        return found


def rule_in(text: str) -> Rule:
    """As it stands in BACKUP_KEEP."""
    counts = {}
    for part in text.split(","):
        told = re.fullmatch(r"\s*(\d{1,4})\s+(\w+)\s*", part)
        if told is None or told[2] not in PERIODS:
            raise BackupError(
                f"BACKUP_KEEP is not understood: “{part.strip()}”. Write: 7 daily, 4 weekly, 12 monthly."
            )
        counts[told[2]] = int(told[1])
    return Rule(counts)


def clear_out(place: Place, rule: Rule, *, now: datetime, tell: Callable[[str], object]) -> None:
    """Takes away backups of this portal that the rule does not keep, what was left unfinished, and files that
    no backup of anybody lists. What cannot be read is left for somebody to look at."""
    names = manifest.names_at(place)
    whole, unclear = [], []
    for name in names:
        try:
            whole.append(manifest.read(place, name))
        except BackupError as error:
            unclear.append(name)
            tell(f"Left as it is: {error}")
    own = [one for one in whole if is_own(one)]
    counted = [one for one in own if not one.before]
    lacking = {one.made_at for one in counted if one.lacks}
    moments = rule.kept((one.made_at for one in counted), lacking)
    gone = [
        one
        for one in own
        if one.made_at not in moments
        and now - one.made_at >= (BEFORE_RESTORATION_KEPT if one.before else KEPT_IN_ANY_CASE)
    ]
    for one in gone:
        _remove(place, one)
        tell(f"Taken away: {one.name}")
    _remove_unfinished(place, set(names))
    if unclear:
        tell("Nobody knows which files those need: none is taken away.")
        return
    _remove_unlisted(place, [one for one in whole if one not in gone], tell)


def _remove(place: Place, one: manifest.Manifest) -> None:
    """First what says that it is there."""
    place.delete(f"{one.folder}/{manifest.NAME}")
    for part in one.parts:
        place.delete(part.name)


def _remove_unfinished(place: Place, whole: set[str]) -> None:
    for name in place.sizes(manifest.FOLDER):
        if name.split("/")[1] not in whole and place.age(name) > GIVEN_UP_AFTER:
            place.delete(name)


def _remove_unlisted(place: Place, kept: list[manifest.Manifest], tell: Callable[[str], object]) -> None:
    listed = set()
    for one in kept:
        try:
            listed |= {file.part.name for file in listing.read(place, one)}
        except BackupError as error:
            tell(f"The list of files of {one.name} cannot be read, so none is taken away: {error}")
            return
    for name in place.sizes(listing.FILES):
        # A backup that was interrupted, or is being made elsewhere, has brought some that are not listed yet.
        if name not in listed and place.age(name) > GIVEN_UP_AFTER:
            place.delete(name)
