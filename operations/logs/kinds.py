"""The kinds of addresses that the portal answers: coarser than routes, for what is measured in many steps."""

from django.conf import settings

from khartoum.staff import DESK
from operations.logs.routes import HEALTH, HEALTH_ADDRESSES, STATIC, is_static
from publishing.problems import is_for_api

LANGUAGES = frozenset(f"{code}/" for code, _name in settings.LANGUAGES)


def kind_of(path: str) -> str:
    if is_for_api(path):
        return "api"
    if path.startswith(DESK):
        return "desk"
    if path.startswith("/accounts/"):
        return "sign_in"
    if path.startswith("/files/"):
        return "file"
    if is_static(path):
        return STATIC
    if path in HEALTH_ADDRESSES:
        return HEALTH
    if path.endswith((".atom", ".ics")):
        return "feed"
    return "page" if path[1:4] in LANGUAGES else "other"
