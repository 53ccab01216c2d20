"""How a date is understood while it is typed."""

from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.utils.translation import gettext as _

from publishing.typed_dates import is_ambiguous, read_date


def typed_date(request):
    """Reads what is typed and keeps nothing: the date in words, or what to write instead."""
    start, end = (request.GET.get(name, "").strip() for name in ("from", "to"))
    answer = {"understood": "", "problem": ""}
    if start or end:
        try:
            told = _("Understood as %(date)s") % {"date": read_date(start, end)}
            if is_ambiguous(start, end):
                told = _("%(understood)s – the day stands first") % {"understood": told}
            answer["understood"] = told
        except ValidationError as error:
            answer["problem"] = " ".join(error.messages)
    return JsonResponse(answer)
