"""What the endpoints of the read-only API have in common."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import BasePagination
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from publishing.filters import PublicFilterSet
from publishing.languages import all_languages
from publishing.paging import AFTER, BEFORE, NEWEST_FIRST, Order, page_of
from publishing.problems import BadQueryError, problem_response
from publishing.serializers import api_path
from publishing.views import KeptAddressMixin, PublicMixin

PAGE_SIZE = "page_size"
ROWS_ON_A_PAGE = 50
MOST_ROWS_ON_A_PAGE = 500


@method_decorator(conditional_page, name="dispatch")
class PublicAPIView(PublicMixin, APIView):
    """Anonymous, the same bytes for everybody, and strict about what it is asked."""

    parameters: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in SAFE_METHODS:
            refuse_unknown(request.query_params, self.known_parameters())

    def known_parameters(self) -> tuple[str, ...]:
        return self.parameters

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The answer is its `Allow` header."""
        return Response(status=204)


def refuse_unknown(query: Any, known: tuple[str, ...]) -> None:
    told = f"Known here: {', '.join(known)}." if known else "There are none here."
    errors = {}
    for name, values in query.lists():
        if name not in known:
            errors[name] = f"There is no parameter called “{name}”. {told}"
        elif len(values) > 1:
            errors[name] = f"“{name}” is given more than once."
        elif "\0" in values[0]:
            errors[name] = f"“{name}” holds a null character."
    if errors:
        raise BadQueryError(errors)


class StrictFilterBackend(BaseFilterBackend):
    """The filters of the page; what they do not understand is named, never passed over."""

    def filter_queryset(self, request: HttpRequest, queryset: Any, view: Any) -> Any:
        question = view.filterset_class(request.query_params, queryset=queryset, request=request)
        if not question.is_valid():
            raise BadQueryError(
                {name: f"“{name}”: {' '.join(errors)}" for name, errors in question.form.errors.items()}
            )
        return question.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "in": "query",
                "required": False,
                "description": view.parameter_notes.get(name, f"{question.label}."),
                "schema": _schema_of(question, view.parameter_examples.get(name)),
            }
            for name, question in view.filterset_class.base_filters.items()
        ]


def _schema_of(question: Any, example: str | None) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    choices = question.extra.get("choices")
    # Choices that are asked of the database are known by their slug or code; they differ from day to day.
    if choices and not callable(choices):
        schema["enum"] = [value for value, _label in choices]
    if "max_length" in question.extra:
        schema["maxLength"] = question.extra["max_length"]
    return {**schema, "examples": [example]} if example else schema


class KeyPagination(BasePagination):
    """Pages by key: {"next", "previous", "results"}, with absolute addresses."""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        query = request.query_params
        try:
            page = page_of(
                queryset,
                order=view.order,
                size=self.size(query),
                after=query.get(AFTER, ""),
                before=query.get(BEFORE, ""),
            )
        except ValidationError as error:
            name = AFTER if query.get(AFTER) else BEFORE
            raise BadQueryError({name: f"“{name}”: {error.messages[0]}"}) from error
        self.page = page.link(settings.SITE_URL + request.path, query)
        return page.rows

    def size(self, query: Any) -> int:
        text = query.get(PAGE_SIZE, "")
        if not text:
            return ROWS_ON_A_PAGE
        if re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= MOST_ROWS_ON_A_PAGE:
            return int(text)
        raise BadQueryError(
            {PAGE_SIZE: f"“{PAGE_SIZE}” must be a whole number from 1 to {MOST_ROWS_ON_A_PAGE}."}
        )

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.page.next_url, "previous": self.page.previous_url, "results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**address, "description": "The page after this one; null on the last."},
                "previous": {**address, "description": "The page before this one; null on the first."},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        cursor = "A place in the list, as the `next` and `previous` addresses give it."
        rows = {"type": "integer", "minimum": 1, "maximum": MOST_ROWS_ON_A_PAGE, "default": ROWS_ON_A_PAGE}
        return [
            {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
            for name, description, schema in (
                (AFTER, f"Only what comes after that place. {cursor}", {"type": "string"}),
                (BEFORE, f"Only what comes before that place. {cursor}", {"type": "string"}),
                (PAGE_SIZE, "How many records a page holds.", rows),
            )
        ]


class PublicViewSet(KeptAddressMixin, PublicAPIView, ReadOnlyModelViewSet):
    """List and detail of one kind of record.

    Subclasses name `queryset`, `serializer_class` and `view_name` (of the detail), and where the list
    is not by date or has filters, `order` and `filterset_class`: the ones of its page.
    """

    filter_backends: ClassVar[list[type]] = [StrictFilterBackend]
    pagination_class = KeyPagination
    lookup_field = "slug"
    lookup_value_converter = "slug"
    filterset_class: ClassVar[type[PublicFilterSet]] = PublicFilterSet
    order: ClassVar[Order] = NEWEST_FIRST
    # For the description of the API, where a filter's label does not say enough.
    parameter_notes: ClassVar[dict[str, str]] = {}
    parameter_examples: ClassVar[dict[str, str]] = {}
    view_name: ClassVar[str]

    def known_parameters(self) -> tuple[str, ...]:
        if self.action != "list":
            return ()
        return (*self.filterset_class.base_filters, AFTER, BEFORE, PAGE_SIZE)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            return self.kept_answer()

    @property
    def model(self) -> Any:
        return self.queryset.model

    def withdrawn_response(self, record: Any) -> HttpResponse:
        return problem_response(
            410,
            "This record was withdrawn.",
            withdrawn_at=f"{record.withdrawn_at:%Y-%m-%dT%H:%M:%SZ}",
            reason=all_languages(record, "withdrawal_reason"),
        )

    def address_of(self, record: Any) -> str:
        return api_path(self.view_name, record.slug)
