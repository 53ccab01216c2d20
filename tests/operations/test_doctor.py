"""What is wrong is found, and its cure is named: each of these is really made wrong, and was well before."""

from contextlib import ExitStack

import pytest

from operations.doctor import examination  # noqa: F401 - registers the checks
from operations.doctor.registry import CHECKS
from tests.operations.ills import CASES, Place

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture
def place(settings, tmp_path, monkeypatch):
    with ExitStack() as stack:
        yield Place(settings, tmp_path, monkeypatch, stack)


def findings_of(name):
    [one] = [one for one in CHECKS if one.name == name]
    return list(one.look())


@pytest.mark.parametrize("case", CASES)
def test_what_is_wrong_is_found_and_its_cure_is_named(case, place):
    check, cure, spoil = CASES[case]
    steps = spoil(place)

    next(steps)
    assert findings_of(check) == []
    assert next(steps, "done") == "done"
    found = findings_of(check)

    assert found
    assert cure in found[0].cure
