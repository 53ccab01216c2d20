import re

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from desk.models import ListedTranslation
from events.models import Event
from khartoum.management.commands.setup import Command, Fingerprint
from publishing.models import RecordVersion
from tests.factories import EventFactory

pytestmark = [pytest.mark.once, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """An empty folder of its own, as on a machine that has never run the portal."""
    settings.VAR_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def test_setup_brings_the_record_the_files_and_an_account_and_does_nothing_the_second_time(place, capsys):
    call_command("setup")

    said = capsys.readouterr().out
    name = re.search(r"name +(\S+)", said)[1]
    password = re.search(r"password +(\S+)", said)[1]
    account = get_user_model().objects.get()
    assert account.username == name
    assert account.check_password(password)
    assert Event.objects.count() == 66
    assert (place / "static" / "admin" / "css" / "base.css").exists()

    version = RecordVersion.objects.get().number
    call_command("setup")

    assert capsys.readouterr().out == ""
    assert RecordVersion.objects.get().number == version
    assert get_user_model().objects.get() == account


def test_first_account_signs_in_with_its_password_alone(place, client, capsys):
    (place / "static").mkdir()
    Command().create_first_account()
    said = capsys.readouterr().out
    name, password = re.search(r"name +(\S+)", said)[1], re.search(r"password +(\S+)", said)[1]

    client.post(reverse("account_login"), {"login": name, "password": password})

    assert client.get(reverse("admin:index")).status_code == 200


def test_setup_makes_no_account_where_staff_have_one(capsys):
    get_user_model().objects.create_user("amina", is_staff=True)

    Command().create_first_account()

    assert [account.username for account in get_user_model().objects.all()] == ["amina"]
    assert capsys.readouterr().out == ""


def test_setup_makes_the_translation_list_of_a_database_that_has_none(capsys):
    EventFactory()
    ListedTranslation.objects.all().delete()

    Command().list_translations()

    assert ListedTranslation.objects.count() == 2
    assert "The list is complete." in capsys.readouterr().out


def test_fingerprint_is_new_until_kept_and_again_when_something_changes():
    assert Fingerprint("step", "a", "b").is_new()

    Fingerprint("step", "a", "b").keep()

    assert not Fingerprint("step", "a", "b").is_new()
    assert Fingerprint("step", "a", "c").is_new()
    assert Fingerprint("other step", "a", "b").is_new()
