"""The pages of errors, those too that nobody can ask for, in a real browser."""

import pytest

from scripts.quality import walk
from tests.browser.visiting import Visit, violations, wrong_with
from tests.factories import EventFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("scripts.quality.urls")]


@pytest.mark.parametrize("language", walk.LANGUAGES)
def test_each_fits_a_small_phone_is_accessible_and_complains_of_nothing_else(browser, live_server, language):
    EventFactory(slug="quality-withdrawn", withdrawn=True)
    found = {}
    with Visit(browser, live_server.url, width=320, scripts=True) as visit:
        for path, status in walk.ERRORS.items():
            answer = visit.page.goto(f"/{language}/{path}")
            # The browser tells of the status itself, and it is meant.
            wrong = [one for one in wrong_with(visit) if f"status of {status}" not in one]
            wrong += violations(visit)
            if wrong or answer.status != status:
                found[path] = (answer.status, wrong)

    assert found == {}
