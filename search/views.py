from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from publishing.feeds.subscription import Subscription
from publishing.paging import found_label, number_label
from publishing.views import PublicMixin
from search.asking import Answer, FacetValue, Hit, answer, suggest
from search.questions import NARROWING, PAGE, SearchFilter, cleaned
from search.reading import MOST_WORDS

VALUES_SHOWN_AT_ONCE = 8


class SearchView(PublicMixin, TemplateView):
    template_name = "search/search.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.asked = SearchFilter(self.request.GET, request=self.request)
        found, problems = Answer(), self.asked.problems()
        if not problems:
            number = self.asked.page_number()
            found = answer(self.asked.question(), language=get_language(), page=number)
            problems = problems_with_page(number, found.page_count)
        words = self.asked.words()
        return super().get_context_data(
            words=words,
            is_asked=bool(words or problems),
            is_cut=not problems and self.asked.is_cut(),
            most_words=number_label(MOST_WORDS),
            found=found,
            hits=[(hit, snippet_beside_title(hit)) for hit in found.hits],
            count_label=count_label(found),
            problems=problems,
            active_filters=self.asked.active(self.request.path),
            kept=[(name, value) for name in NARROWING if (value := self.request.GET.get(name))],
            clear_url=self.address(**dict.fromkeys(NARROWING, "")),
            facets=self.facets(found),
            page=self.neighbours(found),
            subscription=self.subscription(words),
            **kwargs,
        )

    def subscription(self, words: str) -> Subscription | None:
        return Subscription(news=self.asked.address(reverse("search:news"))) if words else None

    def address(self, **changes: str) -> str:
        return self.asked.address(self.request.path, **changes)

    def facets(self, found: Answer) -> list[dict[str, Any]]:
        """Each as links; those that are rarer stay folded."""
        links = {
            name: [self.facet_link(name, value) for value in found.facets.get(name, ())] for name in NARROWING
        }
        return [
            {
                "label": self.asked.form.fields[name].label,
                "values": values[:VALUES_SHOWN_AT_ONCE],
                "more": values[VALUES_SHOWN_AT_ONCE:],
            }
            for name, values in links.items()
            if values
        ]

    def facet_link(self, name: str, value: FacetValue) -> dict[str, Any]:
        """A value that is chosen leads to the question without it."""
        return {
            "label": value.label,
            "count": number_label(value.count),
            "is_chosen": value.is_chosen,
            "url": self.address(**{name: "" if value.is_chosen else value.value}),
        }

    def neighbours(self, found: Answer) -> dict[str, Any]:
        """What the pager takes, and which page this is."""
        is_page = 1 <= found.page <= found.page_count
        return {
            "number": number_label(found.page),
            "count": number_label(found.page_count),
            "previous_url": self.page_address(found.page - 1) if is_page and found.page > 1 else "",
            "next_url": self.page_address(found.page + 1)
            if is_page and found.page < found.page_count
            else "",
        }

    def page_address(self, number: int) -> str:
        return self.address(**{PAGE: str(number) if number > 1 else ""})


def snippet_beside_title(hit: Hit) -> Sequence[tuple[str, bool]]:
    """Nothing where it would only repeat the title above it."""
    return () if "".join(text for text, _is_found in hit.snippet) == hit.title.value else hit.snippet


def problems_with_page(number: int, count: int) -> list[str]:
    if number <= max(count, 1):
        return []
    return [
        ngettext(
            "There is no page %(number)s of the results: they have %(count)s page.",
            "There is no page %(number)s of the results: they have %(count)s pages.",
            count,
        )
        % {"number": number_label(number), "count": number_label(count)}
    ]


def count_label(found: Answer) -> str:
    if found.is_capped:
        return _("More than %(count)s found") % {"count": number_label(found.total)}
    return found_label(found.total)


class SuggestView(PublicMixin, View):
    """Titles for words that are being typed, for the script behind the search boxes."""

    def get(self, request: HttpRequest) -> HttpResponse:
        text = cleaned(request.GET.get("q", ""))
        found = suggest(text, language=get_language()) if text else ()
        told = ngettext("%(count)s suggestion", "%(count)s suggestions", len(found))
        suggestions = [
            {
                "title": suggestion.title.value,
                "language": suggestion.title.language,
                "direction": suggestion.title.direction,
                "kind": str(suggestion.kind_label),
                "url": suggestion.url,
            }
            for suggestion in found
        ]
        status = told % {"count": number_label(len(found))}
        return JsonResponse({"status": status, "suggestions": suggestions})
