"""People with passwords and second factors, and what their authenticator apps show."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from accounts.models import User

PASSWORD = "nine green lanterns"
WRONG = "ten green lanterns"


def colleague(username="amal", *, password=PASSWORD, **fields):
    return User.objects.create_user(username, password=password, is_staff=True, **fields)


def sign_in(client, username="amal", password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": username, "password": password}, **extra)


def is_signed_in(client):
    """Whether the desk opens, asked without a browser's help."""
    return client.get(reverse("admin:index")).status_code == 200


def with_app(user):
    """The secret that the user's app holds."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def with_recovery_codes(user):
    return RecoveryCodes.activate(user).get_unused_codes()


def factors(user):
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))


def code(secret, *, steps=0):
    """What the app shows, now or so many half minutes later. RFC 6238, written out once more."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    mac = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = mac[-1] & 0xF
    return f"{(struct.unpack('>I', mac[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def other_code(secret):
    """One that no app shows near this moment."""
    near = {code(secret, steps=step) for step in range(-4, 5)}
    return next(
        text for text in ("000000", "111111", "222222", *map(str, range(333333, 333350))) if text not in near
    )
