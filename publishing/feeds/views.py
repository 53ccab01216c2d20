"""The news feed of a filtered list."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from publishing.feeds.atom import Entry, Feed, atom_response
from publishing.feeds.subscription import name_with_filters, with_query
from publishing.languages import text_in
from publishing.models import Change, Record
from publishing.paging import NEWEST_FIRST, Page, page_of_request
from publishing.views import PublicMixin

PLAIN_TEXT = "text/plain; charset=utf-8"
ENTRIES = 25
# Among so many of the latest changes of the whole record, those of the list are looked for.
CHANGES_READ = 500


def refusal(problems: list[str]) -> HttpResponse:
    """Programs read it, and people who look for what is wrong with their subscription."""
    return HttpResponse("\n".join(problems), status=400, content_type=PLAIN_TEXT)


def withdrawn_in_words(record: Any) -> HttpResponse:
    told = f"{_('What stood here was withdrawn')}\n{text_in(record, 'withdrawal_reason').value}\n"
    return HttpResponse(told, status=410, content_type=PLAIN_TEXT)


class AtomListView(PublicMixin, View):
    """What of a list was added or changed last, then the list in its own order, cut into pages by key.

    The filters are those of the list's page. A document of 2016 that is added today stands first, although
    the page has it far down; whoever follows the links to the next page reads the whole list.
    """

    queryset: Any
    filterset_class: Any
    # The list's page, by the name of its address.
    page_name: ClassVar[str]

    def name(self) -> str:
        raise NotImplementedError

    def entry(self, record: Any) -> Entry:
        raise NotImplementedError

    def complete(self, records: list[Any]) -> list[Any]:
        """With what their entries say besides, where one statement asks for all of it."""
        return records

    def get(self, request: HttpRequest) -> HttpResponse:
        model = self.queryset.model
        question = self.filterset_class(request.GET, queryset=model.objects.published(), request=request)
        problems, found = question.problems(), question.found()
        page, problem = page_of_request(found.light(), request, order=NEWEST_FIRST, size=ENTRIES)
        if problems or problem:
            return refusal([*problems, *([problem] if problem else [])])
        query = question.query_string()
        feed = Feed(
            title=name_with_filters(self.name(), question),
            path=request.get_full_path(),
            identity=with_query(request.path, query),
            page=with_query(reverse(self.page_name), query),
            entries=[self.entry(record) for record in self.records(found, page)],
            next_path=page.next_url,
            previous_path=page.previous_url,
        )
        return atom_response(feed)

    def records(self, found: Any, page: Page) -> list[Record]:
        keys = [row.pk for row in page.rows]
        if page.is_first:
            keys = list(dict.fromkeys([*self.changed_last(found), *keys]))
        records = {record.pk: record for record in self.queryset.published().with_keys(keys)}
        # One may have been withdrawn since the keys were read.
        return self.complete([records[key] for key in keys if key in records])

    def changed_last(self, found: Any) -> list[int]:
        """The keys of those among the found, the last change first."""
        latest = list(Change.objects.visible().values_list("kind", "slug")[:CHANGES_READ])
        slugs = list(dict.fromkeys(self.news_in(latest)))
        if not slugs:
            return []
        keys = dict(found.with_slugs(slugs).values_list("slug", "pk"))
        return [keys[slug] for slug in slugs if slug in keys][:ENTRIES]

    def news_in(self, changed: list[tuple[str, str]]) -> list[str]:
        """The slugs of whichever of the list these are news of, in the same order; from kinds and slugs."""
        kind = self.queryset.model._meta.model_name
        return [slug for of, slug in changed if of == kind]
