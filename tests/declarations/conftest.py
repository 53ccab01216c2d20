import pytest


@pytest.fixture
def folder(settings, tmp_path):
    """A storage of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "media"
