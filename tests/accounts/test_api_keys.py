"""accounts/api_keys.py and the desk's pages of keys: shown once, kept as a hash, on the audit log."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.api_keys import KEY, key_of, note_use, requests_on_last_day, revoke
from accounts.counters import counters
from accounts.models import ApiKey, AuditEntry
from accounts.roles import ADMINISTRATOR, AUDITOR
from tests.api_keys import handed_out
from tests.html_forms import fields_of
from tests.staff import client_of, person_with

pytestmark = pytest.mark.django_db

LIST = reverse("admin:accounts_apikey_changelist")
ADD = reverse("admin:accounts_apikey_add")
YESTERDAY = timezone.now() - timedelta(days=1)
TYPED = {"name": "Ministry of Maps", "contact": "Ms Maps, maps@khartoum.example", "purpose": "A copy."}


@pytest.fixture(autouse=True)
def _own_counters(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    counters.cache_clear()
    yield
    counters.cache_clear()


@pytest.fixture
def keeper():
    return client_of(person_with(ADMINISTRATOR))


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def logged():
    told = AuditEntry.objects.filter(kind="accounts.apikey").order_by("pk")
    return [(entry.action, entry.person, entry.object_name) for entry in told]


def test_key_is_shown_once_and_kept_as_a_hash(keeper):
    page = keeper.post(ADD, {**TYPED, "expires_on": in_days(100)})

    secret = KEY.search(page.content.decode())[0]
    key = ApiKey.objects.get()
    assert "no-store" in page.headers["Cache-Control"]
    assert key_of(secret) == key
    assert secret not in str(list(ApiKey.objects.values()))
    assert secret.startswith(key.beginning)
    for address in (LIST, reverse("admin:accounts_apikey_change", args=[key.pk])):
        shown = keeper.get(address).content.decode()
        assert not KEY.search(shown)
        assert key.beginning in shown
    assert logged() == [("key_given", "amal", f"Ministry of Maps ({key.beginning}…)")]
    # Whom it is for is not on a log that nobody can change.
    assert "maps@" not in str(list(AuditEntry.objects.values()))


def test_key_whose_button_is_pressed_twice_is_one_and_the_secret_shown_last_is_good(keeper):
    pages = [keeper.post(ADD, {**TYPED, "expires_on": in_days(100)}) for _press in range(2)]

    lost, shown = (KEY.search(page.content.decode())[0] for page in pages)
    key = ApiKey.objects.get()
    assert (key_of(lost), key_of(shown)) == (None, key)
    assert [action for action, _person, _name in logged()] == ["key_given", "key_given"]


@pytest.mark.parametrize(
    "values", [{"name": "Another"}, {"last_used_on": in_days(0)}, {"made_at": YESTERDAY}]
)
def test_key_that_is_another_stays_as_it_is(keeper, values):
    keeper.post(ADD, {**TYPED, "expires_on": in_days(100)})
    ApiKey.objects.update(**values)

    keeper.post(ADD, {**TYPED, "expires_on": in_days(100)})

    assert ApiKey.objects.count() == 2


@pytest.mark.parametrize(("days", "is_taken"), [(-1, False), (0, True), (730, True), (731, False)])
def test_key_is_good_for_some_time(keeper, days, is_taken):
    keeper.post(ADD, {**TYPED, "expires_on": in_days(days)})

    assert ApiKey.objects.exists() == is_taken


def test_expired_key_can_be_described_and_renewed(keeper):
    key, secret = handed_out(expires_on=in_days(-1))
    change = reverse("admin:accounts_apikey_change", args=[key.pk])
    assert key_of(secret) is None

    keeper.post(change, {**TYPED, "purpose": "Two copies.", "expires_on": in_days(-1)})
    assert (ApiKey.objects.get().purpose, key_of(secret)) == ("Two copies.", None)

    keeper.post(change, {**TYPED, "purpose": "Two copies.", "expires_on": in_days(9)})
    assert key_of(secret) == key
    changed = AuditEntry.objects.filter(action="key_changed").order_by("pk")
    assert [entry.details["changed"] for entry in changed] == [["contact", "purpose"], ["expires_on"]]


def test_revoked_key_is_refused_at_once_and_for_good(keeper):
    key, secret = handed_out()
    page = reverse("admin:accounts_apikey_revoke", args=[key.pk])
    change = reverse("admin:accounts_apikey_change", args=[key.pk])
    assert page in keeper.get(change).content.decode()
    keeper.get(page)
    assert key_of(secret) == key

    assert keeper.post(page).status_code == 302

    assert key_of(secret) is None
    assert logged()[-1][0] == "key_revoked"
    assert keeper.post(page).status_code == 404
    assert keeper.post(change, {**TYPED, "expires_on": in_days(9)}).status_code == 403
    assert page not in keeper.get(change).content.decode()


def test_key_that_a_colleague_has_described_meanwhile_is_shown_before_it_is_changed(keeper):
    key, _secret = handed_out()
    change = reverse("admin:accounts_apikey_change", args=[key.pk])
    opened = fields_of(keeper.get(change), "apikey_form")
    ApiKey.objects.update(contact="Mr Plans, plans@khartoum.example")

    answer = keeper.post(change, {**opened, "purpose": "Two copies."})

    assert "Saved now: Mr Plans, plans@khartoum.example" in answer.content.decode()
    assert ApiKey.objects.get().contact == "Mr Plans, plans@khartoum.example"
    assert ("key_changed", "amal", str(key)) not in logged()


def test_how_much_a_key_is_used_is_told():
    key, _secret = handed_out()
    watcher = client_of(person_with(AUDITOR, name="ines"))
    ApiKey.objects.update(last_used_on=in_days(-3), requests_before=100)
    for _request in range(20):
        counters().count_use(key.pk, in_days(-3).toordinal())
    key.refresh_from_db()
    stale = ApiKey.objects.get()

    # Two requests of one moment, of which each believes it is the first of its day.
    note_use(key)
    note_use(stale)

    key.refresh_from_db()
    assert (key.last_used_on, key.requests_before, requests_on_last_day(key)) == (in_days(0), 120, 2)
    assert "122, of them 2 on" in watcher.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 5])
def test_list_takes_the_same_queries_for_any_length(keeper, count, django_assert_num_queries):
    for number in range(count):
        key, _secret = handed_out(name=f"Ministry {number}")
        note_use(key)
    revoke(key)

    with django_assert_num_queries(6):
        page = keeper.get(LIST)

    assert len(re.findall(r'class="field-beginning"', page.content.decode())) == count
