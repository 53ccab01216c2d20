"""The desk's first page, in the order of what needs doing, for what its reader may do."""

from typing import Any

from django.http import HttpRequest

from accounts.roles import languages_translated_by
from desk.attention import tasks_of
from desk.buttons import buttons_for
from desk.kinds import Kinds
from desk.progress import progress_of_languages
from desk.recent import saved_by_colleagues
from desk.scheduled import SHOWN, going_out
from desk.upcoming import upcoming_events
from desk.work import my_drafts, waiting_for_review
from reports.models import ProblemReport

# Nobody acts on more of them than on so many.
REPORTS_COUNTED = 1_000


def home_of(request: HttpRequest) -> dict[str, Any]:
    """What is None has nothing to do with this person; what is empty has nothing in it today."""
    kinds, person = Kinds(request), request.user
    writes = kinds.to_change() or languages_translated_by(person)
    scheduled = going_out(kinds) if kinds else None
    return {
        "buttons": buttons_for(request),
        "drafts": my_drafts(kinds, person) if writes else None,
        "reviews": waiting_for_review(kinds, person) if kinds.to_publish() else None,
        "scheduled": scheduled[:SHOWN] if scheduled is not None else None,
        "has_more_scheduled": scheduled is not None and len(scheduled) > SHOWN,
        "reports": open_reports() if person.has_perm("reports.change_problemreport") else 0,
        "upcoming": upcoming_events() if person.has_perm("events.view_event") else None,
        "recent": saved_by_colleagues(kinds, person) if kinds else None,
        "progress": progress_of_languages() if kinds else None,
        "groups": tasks_of(kinds),
    }


def open_reports() -> int:
    """Problems with pages that visitors have reported and nobody has dealt with."""
    return ProblemReport.objects.open().order_by()[:REPORTS_COUNTED].count()
