"""How a date is understood, told while it is typed."""

import pytest
from django.urls import reverse

from tests.staff import signed_in

pytestmark = pytest.mark.django_db

ADDRESS = reverse("desk:date")


@pytest.mark.parametrize(
    ("typed", "understood", "problem"),
    [
        ({"from": "8 et 9 mai 2018"}, "Understood as 8–9 May 2018", ""),
        ({"from": "8 May 2018", "to": "9"}, "Understood as 8–9 May 2018", ""),
        ({"from": "08/05/2018"}, "Understood as 8 May 2018 – the day stands first", ""),
        ({"from": "8 May"}, "", "“8 May” names no year. Add it, as in 8 May 2018."),
        ({"to": "2018"}, "", "Give the beginning, too: a date that is only an end is not known."),
        ({"from": " "}, "", ""),
        ({}, "", ""),
    ],
)
def test_date_is_told_as_it_is_understood(typed, understood, problem):
    assert signed_in().get(ADDRESS, typed).json() == {"understood": understood, "problem": problem}


def test_date_is_told_in_the_language_of_the_desk():
    client = signed_in()
    client.cookies["django_language"] = "ar"

    assert "8 مايو 2018" in client.get(ADDRESS, {"from": "8 May 2018"}).json()["understood"]


def test_nobody_else_is_answered(client):
    assert client.get(ADDRESS, {"from": "2018"}).status_code == 302
