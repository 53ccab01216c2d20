from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from khartoum.whats_new import ChangeRow, rows_of
from publishing.feeds.atom import Entry, Feed, atom_response, identifier, labels
from publishing.feeds.views import ENTRIES, refusal
from publishing.filters import PublicFilterSet
from publishing.languages import Text
from publishing.models import Change
from publishing.paging import LATEST_CHANGE_FIRST, page_of_request
from publishing.views import PublicMixin


class WhatsNewFeedView(PublicMixin, View):
    """Each change is an entry of its own: a record that is changed twice is news twice."""

    def get(self, request: HttpRequest) -> HttpResponse:
        question = PublicFilterSet(request.GET, queryset=Change.objects.visible(), request=request)
        problems = question.problems()
        page, problem = page_of_request(question.found(), request, order=LATEST_CHANGE_FIRST, size=ENTRIES)
        if problems or problem:
            return refusal([*problems, *([problem] if problem else [])])
        feed = Feed(
            title=_("Khartoum Process: what’s new"),
            path=request.get_full_path(),
            identity=request.path,
            page=reverse("whats_new"),
            entries=[entry_of(*pair) for pair in zip(page.rows, rows_of(page.rows), strict=True)],
            next_path=page.next_url,
            previous_path=page.previous_url,
        )
        return atom_response(feed)


def entry_of(change: Any, row: ChangeRow) -> Entry:
    """A record that is not public now goes by its kind alone."""
    done = _("%(kind)s: %(verb)s") % {"kind": row.kind_label, "verb": row.verb_label}
    title = (
        replace(row.name, value=row.title)
        if row.name
        else Text(done, get_language() or "en", is_fallback=False)
    )
    return Entry(
        identifier=identifier("change", change.sequence),
        title=title,
        path=row.url or reverse("whats_new"),
        updated=row.at,
        published=row.at,
        summary=done,
        categories=labels([(change.kind, row.kind_label), (change.verb, row.verb_label)]),
    )
