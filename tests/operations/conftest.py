import pytest
from django.db import connection

from accounts import append_only
from tests.operations import backups


@pytest.fixture
def portal(settings, tmp_path, transactional_db):
    """One with something in every corner, and a place for its backups. Its folder."""
    settings.VAR_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.BACKUP = {**settings.BACKUP, "to": str(tmp_path / "backups")}
    # As every database but that of the tests is.
    append_only.enforce(connection)
    backups.fill()
    yield tmp_path
    append_only.lift(connection)
