"""Keys of the API for tests."""

from datetime import timedelta

from django.utils import timezone

from accounts.api_keys import hand_out
from accounts.models import ApiKey


def handed_out(**values):
    """A key that may be used for a month, and its secret."""
    plain = {"name": "Ministry of Maps", "contact": "maps@khartoum.example", "purpose": "A copy each night."}
    month = {"expires_on": timezone.localdate() + timedelta(days=30)}
    key = ApiKey(**{**plain, **month, **values})
    return key, hand_out(key)


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}
