"""Backups of several portals in one place, and of a new machine that has the address but not the record."""

import shutil
from datetime import timedelta

import pytest
from django.core.management.base import CommandError

from operations.backup import configured, drill_notes, keeping, making, manifest
from operations.backup.models import Run
from operations.backup.progress import Progress
from operations.backup.register import latest
from publishing.models import RecordVersion
from tests.operations import backups

OTHER = "https://other.example.org"

pytestmark = [
    pytest.mark.once,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("portal"),
]


@pytest.fixture
def other_backups(portal, settings, monkeypatch):
    """Of another portal, in the same place: made last, and more than it keeps itself."""
    own = settings.SITE_URL
    settings.BACKUP = {**settings.BACKUP, "keep": "1 daily"}
    monkeypatch.setattr(keeping, "GIVEN_UP_AFTER", -1)
    monkeypatch.setattr(keeping, "KEPT_IN_ANY_CASE", timedelta())
    backups.run("backup")
    settings.SITE_URL = OTHER
    backups.run("backup")
    backups.run("backup")
    settings.SITE_URL = own


def test_backups_of_another_portal_are_neither_counted_nor_taken_away(other_backups, settings):
    place = configured.place()

    sites = [manifest.read(place, name).site for name in manifest.names_at(place)]

    assert sorted(sites) == sorted([settings.SITE_URL, OTHER])
    # Its files, too, are there.
    of_other = next(name for name in manifest.names_at(place) if manifest.read(place, name).site == OTHER)
    assert "nothing altered" in backups.run("restore_drill", of_other)
    assert f"of {OTHER}" in backups.run("backup", "--list")


def test_latest_is_of_this_portal_and_else_says_whose_there_are(other_backups, settings):
    place = configured.place()
    own = next(name for name in manifest.names_at(place) if manifest.read(place, name).site != OTHER)

    assert own in backups.run("restore_drill")

    settings.SITE_URL = "https://third.example.org"
    with pytest.raises(CommandError, match=f"no backups of https://third.*, {OTHER}. Name the one"):
        backups.run("restore", "latest", "--force")


def become_new_machine():
    """With the address of the portal whose backups are there, and another record."""
    Run.objects.all().delete()
    version = RecordVersion.objects.get()
    version.feed = "stranger"
    version.save()


def test_new_machine_makes_no_backup_among_those_it_is_still_to_bring_back():
    backups.run("backup")
    [made] = manifest.names_at(configured.place())
    become_new_machine()

    with pytest.raises(CommandError, match=f"the last of them {made}.*bring it back first"):
        backups.run("backup")
    assert "bring it back first" in latest().backup.problem
    # What it kept before a restoration that failed makes no difference.
    making.make(configured.place(), configured.lock(), Progress(), before=made)
    with pytest.raises(CommandError, match="bring it back first"):
        backups.run("backup")

    backups.run("restore", "latest", "--force")
    backups.run("backup")
    assert latest().good_backup.name > made


def test_portal_that_goes_on_is_known_by_its_feed_or_by_its_register():
    backups.run("backup")

    Run.objects.all().delete()
    backups.run("backup")
    # As after a restoration by PostgreSQL's own means.
    version = RecordVersion.objects.get()
    version.feed = "anew"
    version.save()
    backups.run("backup")

    assert latest().backup.is_good


def test_no_backup_is_made_where_those_of_before_are_not_to_be_seen(portal):
    """As where the disk of another machine has not been mounted after the start."""
    backups.run("backup")
    backups.run("backup")
    first, last = manifest.names_at(configured.place())
    place = portal / "backups"
    place.rename(portal / "elsewhere")

    with pytest.raises(CommandError, match=f"The backup {last} was at .*mounted.*--anew"):
        backups.run("backup")
    assert not place.exists()
    assert "mounted" in latest().backup.problem

    (portal / "elsewhere").rename(place)
    backups.run("backup")
    # Whoever has cleared out there has left one, at least.
    for name in manifest.names_at(configured.place()):
        if name != first:
            shutil.rmtree(place / "backups" / name)
    backups.run("backup")
    shutil.rmtree(place)
    backups.run("backup", "--anew")
    backups.run("backup")
    # At another place nothing is missed.
    backups.run("backup", "--to", str(portal / "another"))
    assert latest().backup.is_good


def test_drill_of_another_portal_is_left_for_that_one(settings):
    backups.run("backup")
    place, run = configured.place(), Run.objects.get()
    drill_notes.leave(place, run, site=OTHER)

    drill_notes.take_up(place)
    assert latest().drill is None

    settings.SITE_URL = OTHER
    drill_notes.take_up(place)
    assert latest().drill.name == run.name
