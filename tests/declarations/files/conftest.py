import pytest
from django.core.files.storage import default_storage

from declarations.files.storing import INCOMING, PLACE, names_in


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Each test has a storage of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def names():
    """What is in the storage, by where it is."""
    return lambda: (sorted(names_in(INCOMING)), sorted(names_in(PLACE)))


@pytest.fixture
def storage():
    return default_storage
