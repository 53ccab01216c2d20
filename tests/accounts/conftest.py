import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _codes_are_unused():
    """The library remembers used codes beyond a test, by ids that come again."""
    cache.clear()
