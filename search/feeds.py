"""What a search finds, as a news feed and for a browser's own search box."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from publishing.feeds.atom import Entry, Feed, atom_response, identifier, labels, told_at
from publishing.feeds.views import refusal
from publishing.kinds import record_models
from publishing.views import PublicMixin
from search.asking import Answer, Hit, answer, suggest
from search.questions import PAGE, SearchFilter, cleaned
from search.views import problems_with_page

HITS_IN_A_FEED = 20


class SearchNewsView(PublicMixin, View):
    """The best hits first, as on the page; each says when its record last changed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = SearchFilter(request.GET, request=request)
        problems = asked.problems()
        if not problems and not asked.words():
            problems = [_("Say in “q” which words to look for.")]
        if problems:
            return refusal(problems)
        number = asked.page_number()
        found = answer(asked.question(), language=get_language(), page=number, size=HITS_IN_A_FEED)
        if problems := problems_with_page(number, found.page_count):
            return refusal(problems)
        return atom_response(feed_of(asked, found, request))


def feed_of(asked: SearchFilter, found: Answer, request: HttpRequest) -> Feed:
    def neighbour(number: int) -> str | None:
        is_there = 1 <= number <= found.page_count
        return asked.address(request.path, **{PAGE: str(number)}) if is_there else None

    return Feed(
        title=_("Khartoum Process: search for “%(words)s”") % {"words": asked.words()},
        path=request.get_full_path(),
        identity=asked.address(request.path),
        page=asked.address(reverse("search:page")),
        entries=entries_of(found),
        next_path=neighbour(found.page + 1),
        previous_path=neighbour(found.page - 1),
        further=counted(found, asked.words()),
    )


def counted(found: Answer, words: str) -> tuple[tuple[str, str | None, dict[str, str]], ...]:
    """In the words of OpenSearch 1.1. What is found is counted only as far as was looked."""
    total = () if found.is_capped else (("opensearch:totalResults", str(found.total), {}),)
    return (
        *total,
        ("opensearch:startIndex", str((found.page - 1) * HITS_IN_A_FEED + 1), {}),
        ("opensearch:itemsPerPage", str(HITS_IN_A_FEED), {}),
        ("opensearch:Query", None, {"role": "request", "searchTerms": words}),
    )


def entries_of(found: Answer) -> list[Entry]:
    """One query for each kind among the hits. A hit whose record has just gone is left out."""
    records: dict[tuple[str, int], Any] = {}
    for kind in {hit.record_kind for hit in found.hits}:
        keys = [hit.record_id for hit in found.hits if hit.record_kind == kind]
        rows: Any = record_models()[kind].objects
        records |= {(kind, row.pk): row for row in rows.published().with_keys(keys).for_moments()}
    pairs = ((hit, records.get((hit.record_kind, hit.record_id))) for hit in found.hits)
    return [entry_of(hit, record) for hit, record in pairs if record is not None]


def entry_of(hit: Hit, record: Any) -> Entry:
    # A speaker is found beside the event, and has its record.
    part = hit.title.value if hit.kind != hit.record_kind else ""
    snippet = "".join(text for text, _is_found in hit.snippet)
    return Entry(
        identifier=identifier("hit", hit.record_kind, hit.record_id, hit.kind, part),
        title=hit.title,
        path=hit.url,
        updated=told_at(record),
        summary=snippet if snippet != hit.title.value else "",
        categories=labels([(hit.kind, hit.kind_label), (hit.type, hit.type_label)]),
    )


class OpenSearchView(PublicMixin, TemplateView):
    """Tells a browser how to ask this search from its own box."""

    template_name = "search/opensearch.xml"
    content_type = "application/opensearchdescription+xml; charset=utf-8"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        addresses = {
            f"{name}_url": settings.SITE_URL + reverse(f"search:{name}")
            for name in ("page", "news", "suggestions", "opensearch")
        }
        return super().get_context_data(**addresses, **kwargs)


class SuggestionsView(PublicMixin, View):
    """Titles for words that are being typed into a browser's own search box: the words, titles, kinds and
    addresses, in the form that browsers read (OpenSearch Suggestions 1.1)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        text = cleaned(request.GET.get("q", ""))
        found = suggest(text, language=get_language()) if text else ()
        answers = [
            text,
            [suggestion.title.value for suggestion in found],
            [str(suggestion.kind_label) for suggestion in found],
            [settings.SITE_URL + suggestion.url for suggestion in found],
        ]
        return JsonResponse(answers, safe=False, content_type="application/x-suggestions+json")
