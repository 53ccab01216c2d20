"""“Report a problem with this page”: what a visitor sends, and what is not taken from whom."""

import re
from datetime import timedelta

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from accounts.mail import wait_until_posted
from accounts.models import AuditEntry, Tries
from reports import forged
from reports.addresses import path_of
from reports.models import ProblemReport
from tests.clock import clock
from tests.factories import EventFactory

pytestmark = [pytest.mark.once, pytest.mark.django_db]

ADDRESS = "/en/report/"


def moment(*, age=timedelta(minutes=1)):
    """As a form has it that was opened so long ago."""
    with clock(timezone.now()):
        signer = signing.TimestampSigner(salt=forged.SALT)
        made = timezone.now() - age
        signed = f"form{signer.sep}{signing.b62_encode(int(made.timestamp()))}"
    return super(signing.TimestampSigner, signer).sign(signed)


def filled_in(**others):
    return {
        "moment": moment(),
        "page": "/en/events/",
        "kind": "fact",
        "message": "It was in May.",
        "email": "reader@example.org",
        **others,
    }


def sent(client=None, address=ADDRESS, *, headers=None, remote="192.0.2.1", **others):
    return (client or Client()).post(address, filled_in(**others), headers=headers, REMOTE_ADDR=remote)


def test_a_report_is_kept_and_answered_with_thanks_and_no_cookie(client):
    response = sent(client, "/ar/report/", page="/ar/events/?year=2018")

    assert (response.status_code, response["Location"]) == (
        303,
        "/ar/report/thanks/?page=/ar/events/%3Fyear%3D2018",
    )
    assert ProblemReport.objects.values("page", "kind", "message", "email", "language").get() == {
        "page": "/ar/events/?year=2018",
        "kind": "fact",
        "message": "It was in May.",
        "email": "reader@example.org",
        "language": "ar",
    }
    thanks = client.get(response["Location"])
    assert thanks.status_code == 200
    assert 'href="/ar/events/?year=2018"' in thanks.content.decode()
    assert not response.cookies
    assert not client.cookies


def test_every_page_leads_to_the_form_with_its_own_address(client):
    event = EventFactory()

    for path in (event.get_absolute_url(), "/fr/events/?year=2023", "/en/nothing-here/"):
        [link] = re.findall(r'href="(/../report/\?page=[^"]+)"', client.get(path).content.decode())
        form = client.get(link).content.decode()
        assert f'name="page" value="{escape(path)}"' in form


def test_the_form_sets_no_cookie_and_may_be_kept_for_a_minute_alone(client):
    first, second = Client().get(ADDRESS), Client().get(ADDRESS, headers={"Cookie": "sessionid=1"})

    assert not first.cookies
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first.get("Vary", "")
    token = re.compile(r'name="moment" value="([^"]+)"')
    assert token.sub("", first.content.decode()) == token.sub("", second.content.decode())
    [signed] = token.findall(first.content.decode())
    with pytest.raises(forged.TooSoonError):
        forged.check_moment(signed)


@pytest.mark.parametrize(
    ("others", "headers", "status"),
    [
        ({"moment": ""}, {}, 400),
        ({"moment": "form:1:forged"}, {}, 400),
        ({"moment": "old"}, {}, 400),
        ({"moment": "new"}, {}, 400),
        ({}, {"Origin": "https://elsewhere.example"}, 403),
        ({}, {"Origin": "null"}, 403),
        ({}, {"Origin": "http://["}, 403),
        ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
        ({}, {"Sec-Fetch-Site": "same-site"}, 403),
        ({"website": "https://spam.example"}, {}, 400),
        ({"page": "https://elsewhere.example/en/"}, {}, 400),
        ({"page": "//elsewhere.example/en/"}, {}, 400),
        ({"page": "/admin/"}, {}, 400),
        ({"kind": "praise"}, {}, 400),
        ({"message": " \n "}, {}, 400),
        ({"message": "x" * 10_001}, {}, 400),
        ({"email": "reader@"}, {}, 400),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_comes_back(others, headers, status):
    # However long this test takes on a busy machine, that is new.
    ages = {"old": timedelta(hours=13), "new": timedelta(seconds=-30)}
    if others.get("moment") in ages:
        others = {"moment": moment(age=ages[others["moment"]])}

    response = sent(headers=headers, **others)

    page = response.content.decode()
    assert response.status_code == status
    assert "Not sent yet" in page
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    for value in {**filled_in(), **others}.values():
        assert (
            others.get("moment") == value or escape(value.strip()) in page or value == filled_in()["moment"]
        )
    assert not ProblemReport.objects.exists()


def test_a_form_signed_by_a_clock_that_was_a_day_ahead_comes_back_signed_anew():
    ahead = moment(age=timedelta(days=-1))

    response = sent(moment=ahead)

    assert response.status_code == 400
    [signed] = re.findall(r'name="moment" value="([^"]+)"', response.content.decode())
    assert signed != ahead
    with pytest.raises(forged.TooSoonError):
        forged.check_moment(signed)


@pytest.mark.parametrize("origin", ["http://testserver", "http://localhost:8000"])
def test_a_form_of_ours_is_taken_by_either_name_of_the_site(origin, settings):
    settings.SITE_URL = "http://localhost:8000"

    response = sent(headers={"Origin": origin, "Sec-Fetch-Site": "same-origin"})

    assert response.status_code == 303


def test_a_text_is_kept_as_plain_text_and_shown_as_such(client):
    message = "<script>alert(1)</script>\r\nhttps://spam.example/ \x1b[31m\x00red\x9b"

    shown = sent(client, message=message, email="wrong").content.decode()
    sent(client, message=message)

    assert "<script>alert" not in shown
    assert ProblemReport.objects.get().message == "<script>alert(1)</script>\nhttps://spam.example/ [31mred"


def test_ten_reports_from_one_network_are_enough_for_a_while(client):
    answers = [sent(remote="192.0.2.7") for _number in range(11)]
    again = sent(remote="192.0.2.7", message="The eleventh.")

    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    assert "The eleventh." in again.content.decode()
    assert 0 < int(again["Retry-After"]) <= 15 * 60
    assert sent(remote="192.0.2.8").status_code == 303
    # In the database, where every worker looks; and without the address.
    assert not Tries.objects.filter(key__contains="192.0.2").exists()
    # The log tells of staff.
    assert not AuditEntry.objects.exists()


def test_mistakes_do_not_use_up_the_limit():
    for _number in range(12):
        sent(email="wrong")

    assert sent().status_code == 303


def test_the_form_says_the_same_of_a_draft_and_of_nothing(client):
    draft = EventFactory(draft=True, slug="secret-talks", title_en="Secret talks")

    of_draft, of_nothing = (
        client.get(f"{ADDRESS}?page={path}").content.decode().replace(path, "")
        for path in (draft.get_absolute_url(), "/en/events/nothing-here/")
    )

    token = re.compile(r'name="moment" value="([^"]+)"')
    assert token.sub("", of_draft) == token.sub("", of_nothing)


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ("/en/events/", "/en/events/"),
        ("/en/events/?year=2018#top", "/en/events/?year=2018"),
        ("http://localhost:8000/en/", "/en/"),
        ("http://other.name/en/", "/en/"),
        ("/ar/search/?q=هجرة", "/ar/search/?q=%D9%87%D8%AC%D8%B1%D8%A9"),
        ("/en/search/?q=" + "a" * 600, "/en/search/"),
        ("//elsewhere.example/", ""),
        ("/\\elsewhere.example/", "/%5Celsewhere.example/"),
        ("https://elsewhere.example/en/", ""),
        ("javascript:alert(1)", ""),
        ("http://[/", ""),
        ("/en/\nevents/", "/en/%0Aevents/"),
        ("/admin/events/", ""),
        ("en/events/", ""),
        ("", ""),
    ],
)
def test_the_page_is_an_address_of_this_site_or_nothing(given, path, settings):
    settings.SITE_URL = "http://localhost:8000"

    assert path_of(given, ("other.name",)) == path


def test_staff_are_told_where_that_is_set_up_and_not_what_was_written(
    settings, django_capture_on_commit_callbacks
):
    settings.REPORTS_TO, settings.SENDS_MAIL = ["desk@khartoum.example"], True

    with django_capture_on_commit_callbacks(execute=True):
        for number in range(11):
            sent(remote=f"192.0.2.{number}", message="A secret.")
    wait_until_posted()

    # Whoever floods the form does not flood the mailbox.
    assert len(mail.outbox) == 10
    [letter] = mail.outbox[:1]
    assert letter.to == ["desk@khartoum.example"]
    assert f"/admin/reports/problemreport/{ProblemReport.objects.earliest('pk').pk}/change/" in letter.body
    assert "A secret." not in letter.body
    assert "reader@example.org" not in letter.body
