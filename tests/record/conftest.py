import pytest

from record.actions import load
from tests.record.packs import cut_pack


@pytest.fixture
def folder(tmp_path):
    """A few rows of the record's files, free to be changed."""
    return cut_pack(tmp_path / "record")


@pytest.fixture
def loaded(db, folder):
    """The folder, once its rows are in the database."""
    load(folder=folder)
    return folder
