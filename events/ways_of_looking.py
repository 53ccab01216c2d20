from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from publishing.ways_of_looking import Way, ways_of_looking

LABELS = {
    "events:list": pgettext_lazy("way of looking", "List"),
    "events:month": _("Calendar"),
    "events:map": _("Map"),
}


def ways_of_looking_at_events(current: str, query: str) -> list[Way]:
    return ways_of_looking(LABELS, current, query)
