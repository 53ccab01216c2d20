"""On which screens a page is looked at. Of narrow and wide, from the left and from the right, the build takes
two in which each stands once; the others, and French, are for `make test`."""

import pytest

SCREENS = [
    ("ar", 320),
    ("en", 1280),
    pytest.param("en", 320, marks=pytest.mark.long),
    pytest.param("ar", 1280, marks=pytest.mark.long),
]
WITH_FRENCH = [
    *SCREENS,
    pytest.param("fr", 320, marks=pytest.mark.long),
    pytest.param("fr", 1280, marks=pytest.mark.long),
]
