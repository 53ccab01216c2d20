from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.ways_of_looking import Way, ways_of_looking

LABELS = {
    "documents:list": pgettext_lazy("way of looking", "List"),
    "documents:by_meeting": _("By meeting"),
}


def ways_of_looking_at_documents(current: str, query: str) -> list[Way]:
    return ways_of_looking(LABELS, current, query)
