from typing import Any

import django_filters
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework.response import Response

from publishing.api import PAGE_SIZE, PublicAPIView
from publishing.api_filters import what_is_wrong
from publishing.described import described
from publishing.problems import BadQueryError
from search.asking import Answer, answer
from search.questions import (
    NARROWING,
    PAGE,
    SearchFilter,
    kind_choices,
    language_choices,
    type_choices,
)
from search.reading import MOST_WORDS
from search.serializers import AnswerSerializer, FacetValueSerializer, HitSerializer

HITS_ON_A_PAGE = 20

NOTES = {
    "q": (
        "The words to look for. All of them must be there; words in quotation marks stand together; a minus "
        f"before a word leaves out what has it. At most {MOST_WORDS} words are looked for: `words` tells "
        "them."
    ),
    "kind": "Only records of that kind; `speaker` finds events by who spoke there.",
    "type": "Only records of that type, whatever their kind.",
    "year": "Only records of that year.",
    "language": "Only texts in that language. Titles are given in it too, else in English where they are.",
    "theme": "The slug of a theme: only records on it.",
    PAGE: "Which page of the results, counted from 1. `next` and `previous` lead to the neighbouring ones.",
    PAGE_SIZE: f"How many results a page holds: 1 to 100, {HITS_ON_A_PAGE} if not given.",
}
ASKED = {
    "q": "addis abeba",
    "kind": "event",
    "type": "webinar",
    "year": "2019",
    "language": "en",
    "theme": "return",
    PAGE: "2",
    PAGE_SIZE: "10",
}
TEXT = {"type": "string"}
# An empty value narrows nothing: the forms of the page send it.
SCHEMAS = {
    "q": TEXT,
    "kind": TEXT | {"enum": [*dict(kind_choices()), ""]},
    "type": TEXT | {"enum": [*dict(type_choices()), ""]},
    "year": TEXT | {"pattern": "^([12][0-9]{3})?$"},
    "language": TEXT | {"enum": [*dict(language_choices()), ""]},
    "theme": TEXT,
    PAGE: TEXT | {"pattern": "^([1-9][0-9]{0,3})?$", "default": "1"},
    PAGE_SIZE: TEXT | {"pattern": "^([1-9][0-9]?|100)?$", "default": str(HITS_ON_A_PAGE)},
}
EXAMPLE = {
    "words": "addis abeba",
    "total": 1,
    "is_capped": False,
    "next": None,
    "previous": None,
    "results": [
        {
            "kind": "event",
            "slug": "som-addis-ababa-2019",
            "url": "https://portal.example.org/api/v1/events/som-addis-ababa-2019/",
            "links": {
                "html": {
                    code: f"https://portal.example.org/{code}/events/som-addis-ababa-2019/"
                    for code in ("en", "fr", "ar")
                }
            },
            "title": {"text": "Senior Officials’ Meeting in Addis Ababa", "language": "en"},
            "type": "senior_officials_meeting",
            "year": 2019,
            "snippet": {
                "language": "en",
                "parts": [
                    {"text": "Senior officials met in ", "is_match": False},
                    {"text": "Addis Ababa", "is_match": True},
                    {"text": " to review …", "is_match": False},
                ],
            },
            "spot": None,
        }
    ],
    "facets": {
        "kind": [{"value": "event", "count": 1}],
        "type": [{"value": "senior_officials_meeting", "count": 1}],
        "year": [{"value": "2019", "count": 1}],
        "language": [{"value": "en", "count": 1}],
        "theme": [],
    },
}


def _told(name: str, errors: list[ValidationError]) -> str:
    known, note, example = SCHEMAS[name].get("enum", ()), NOTES[name], ASKED[name]
    return " ".join(what_is_wrong(error, known=known, note=note, example=example) for error in errors)


class SearchAPIFilter(SearchFilter):
    page_size = django_filters.CharFilter(
        validators=[RegexValidator(r"^([1-9][0-9]?|100)\Z", "Give a whole number from 1 to 100.")]
    )

    class Meta(SearchFilter.Meta):
        pass


class SearchView(PublicAPIView):
    """Words in titles, summaries and texts, in English, French and Arabic; the best first."""

    parameters = tuple(SearchAPIFilter.base_filters)

    @described(
        operation_id="search",
        tags=["search"],
        summary="Search everything that is public",
        parameters=[
            OpenApiParameter(
                name,
                SCHEMAS[name],
                description=note,
                required=name == "q",
                examples=[OpenApiExample("One", value=ASKED[name])],
            )
            for name, note in NOTES.items()
        ],
        responses=AnswerSerializer,
        examples=[OpenApiExample("A place spelt in another way", value=EXAMPLE, response_only=True)],
    )
    def get(self, request: Any) -> Response:
        self.asked = SearchAPIFilter(request.query_params, request=request)
        if "q" not in request.query_params:
            raise BadQueryError({"q": "“q” is missing: say which words to look for."})
        if not self.asked.is_valid():
            errors = self.asked.form.errors.as_data().items()
            raise BadQueryError({name: f"“{name}”: {_told(name, wrong)}" for name, wrong in errors})
        question, number = self.asked.question(), self.asked.page_number()
        size = int(self.asked.form.cleaned_data[PAGE_SIZE] or HITS_ON_A_PAGE)
        found = answer(question, language=question.language or settings.LANGUAGE_CODE, page=number, size=size)
        if number > max(found.page_count, 1):
            raise BadQueryError({PAGE: f"“{PAGE}”: there is no page {number} of the results."})
        return Response(self.representation(found))

    def representation(self, found: Answer) -> dict[str, Any]:
        facets = {name: found.facets.get(name, ()) for name in NARROWING}
        return {
            "words": self.asked.words(),
            "total": found.total,
            "is_capped": found.is_capped,
            "next": self.page_address(found.page + 1) if found.page < found.page_count else None,
            "previous": self.page_address(found.page - 1) if found.page > 1 else None,
            "results": HitSerializer(found.hits, many=True).data,
            "facets": {name: FacetValueSerializer(rows, many=True).data for name, rows in facets.items()},
        }

    def page_address(self, number: int) -> str:
        path = settings.SITE_URL + self.request.path
        return self.asked.address(path, **{PAGE: str(number) if number > 1 else ""})
