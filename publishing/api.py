"""What the endpoints of the read-only API have in common."""

import re
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from rest_framework.filters import BaseFilterBackend
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from publishing.api_paging import ORDERING, PAGE_SIZE
from publishing.api_tables import TableMixin
from publishing.filters import MOST_VALUES, PublicFilterSet, takes_several
from publishing.languages import all_languages
from publishing.modified import MODIFIED_SINCE, InStepPagination
from publishing.paging import AFTER, BEFORE, BY_CHANGE, BY_KEY, BY_SLUG, NEWEST_FIRST, OLDEST_FIRST, Order
from publishing.problems import BadQueryError, problem_response
from publishing.selection import FIELDS, INCLUDE, selection_parameters, serializer_of, wanted_names
from publishing.serializers import api_path
from publishing.shapes import Shape, shape_of
from publishing.views import KeptAddressMixin, PublicMixin

# `date` is that of the document for commitments.
BY_DATE = {"-date": NEWEST_FIRST, "date": OLDEST_FIRST}
# The orders that any list of records can be had in, after its own.
ORDERS_OF_RECORDS = {
    "slug": BY_SLUG,
    "-slug": BY_SLUG.reversed(),
    "updated_at": BY_CHANGE,
    "-updated_at": BY_CHANGE.reversed(),
}
# Kind of record → the slug of one; filter → a value.
EXAMPLES = {
    "partner": "egypt",
    "event": "ministerial-cairo-2025",
    "document": "rome-declaration-2014",
    "theme": "return",
    "commitment": "a-commitment",
    "q": "migration",
    "as_of": "2025-06-30",
}


@method_decorator(conditional_page, name="dispatch")
class PublicAPIView(PublicMixin, APIView):
    """Anonymous, the same bytes for everybody, and strict about what it is asked."""

    parameters: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in SAFE_METHODS:
            refuse_unknown(request.query_params, self.known_parameters(), self.repeatable_parameters())

    def known_parameters(self) -> tuple[str, ...]:
        return self.parameters

    def repeatable_parameters(self) -> tuple[str, ...]:
        return ()

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The answer is its `Allow` header."""
        return Response(status=204)


def refuse_unknown(query: Any, known: tuple[str, ...], repeatable: tuple[str, ...] = ()) -> None:
    told = f"Known here: {', '.join(known)}." if known else "There are none here."
    errors = {}
    for name, values in query.lists():
        if name not in known:
            errors[name] = f"There is no parameter called “{name}”. {told}"
        elif len(values) > 1 and name not in repeatable:
            errors[name] = f"“{name}” is given more than once."
        elif any("\0" in value for value in values):
            errors[name] = f"“{name}” holds a null character."
    if errors:
        raise BadQueryError(errors)


class StrictFilterBackend(BaseFilterBackend):
    """The filters of the page; what they do not understand is named, never passed over."""

    def filter_queryset(self, request: HttpRequest, queryset: Any, view: Any) -> Any:
        if not any(name in request.query_params for name in view.filterset_class.base_filters):
            return queryset
        question = view.filterset_class(request.query_params, queryset=queryset, request=request)
        if not question.is_valid():
            raise BadQueryError(
                {name: f"“{name}”: {' '.join(errors)}" for name, errors in question.form.errors.items()}
            )
        return question.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        parameters = []
        for name, question in view.filterset_class.base_filters.items():
            schema = _schema_of(question)
            example: Any = view.parameter_examples.get(name) or _example_of(name, question, schema)
            if takes_several(question):
                schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
                example = example and [example]
            parameters.append(
                {
                    "name": name,
                    "in": "query",
                    "required": False,
                    "description": _note_of(question, view.parameter_notes.get(name, f"{question.label}.")),
                    "schema": schema,
                    **({"example": example} if example else {}),
                }
            )
        return [*parameters, *selection_parameters(serializer_of(type(view)))]


def _example_of(name: str, question: Any, schema: dict[str, Any]) -> str:
    usual = EXAMPLES.get(name) or EXAMPLES.get(getattr(question, "kind", ""), "")
    return schema["enum"][0] if "enum" in schema else usual


def _note_of(question: Any, note: str) -> str:
    several = " Given several times, one of the values is enough." if takes_several(question) else ""
    return note + several


def _schema_of(question: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    choices = question.extra.get("choices")
    # Choices that are asked of the database are known by their slug or code; they differ from day to day.
    if choices and not callable(choices):
        # An empty value asks nothing: the forms of the pages send it.
        schema["enum"] = [*(value for value, _label in choices), ""]
    if "max_length" in question.extra:
        schema["maxLength"] = question.extra["max_length"]
    return schema | getattr(question, "schema", {})


class PublicViewSet(TableMixin, KeptAddressMixin, PublicAPIView, GenericViewSet):
    """List and detail of one kind of record.

    Subclasses name `queryset`, `serializer_class` and `view_name` (of the detail), and where the list
    is not by slug or has filters, `orders` (the usual one first) and `filterset_class`: that of its page.
    """

    filter_backends: ClassVar[list[type]] = [StrictFilterBackend]
    pagination_class = InStepPagination
    lookup_field = "slug"
    lookup_value_converter = "slug"
    filterset_class: ClassVar[type[PublicFilterSet]] = PublicFilterSet
    orders: ClassVar[dict[str, Order]] = ORDERS_OF_RECORDS
    # For the description of the API, where a filter's label does not say enough.
    parameter_notes: ClassVar[dict[str, str]] = {}
    parameter_examples: ClassVar[dict[str, str]] = {}
    view_name: ClassVar[str]
    # The path to the slug of the record that a row changes with: itself, or the one it is a part of.
    changed_with: ClassVar[str] = "slug"

    def known_parameters(self) -> tuple[str, ...]:
        selecting = (FIELDS, INCLUDE) if serializer_of(type(self)).includable else (FIELDS,)
        filters = self.filterset_class.base_filters
        if self.action == "table":
            return (*filters, *selecting, ORDERING)
        if self.action == "list":
            paging = (ORDERING, AFTER, BEFORE, PAGE_SIZE, MODIFIED_SINCE)
            return (*filters, *selecting, *paging)
        return selecting

    def repeatable_parameters(self) -> tuple[str, ...]:
        filters = self.filterset_class.base_filters.items()
        return tuple(name for name, question in filters if takes_several(question))

    def names(self) -> tuple[str, ...]:
        """The keys of each record in the answer."""
        is_list = self.action != "retrieve"
        return wanted_names(serializer_of(type(self)), self.request.query_params, is_list=is_list)

    def shape(self) -> Shape:
        return shape_of(type(self), self.names())

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        shape = self.shape()
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(shape.read([row["pk"] for row in rows]))

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        shape = self.shape()
        named = self.named()
        keys = self.get_queryset().filter(**named).values_list("pk", flat=True) if named else []
        found = shape.read(list(keys[:1]))
        return Response(found[0]) if found else self.not_there()

    def named(self) -> dict[str, Any]:
        """By what the address names the record; nothing where it can be the name of none."""
        return self.kwargs

    def not_there(self) -> HttpResponse:
        return self.kept_answer()

    def changed_with_kind(self) -> str:
        """The kind of the record that a row changes with."""
        model = self.model
        for step in self.changed_with.split("__")[:-1]:
            model = model._meta.get_field(step).related_model
        return str(model._meta.model_name)

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


class PartViewSet(PublicViewSet):
    """Of rows that belong to a record and have a number instead of a slug."""

    lookup_field = "id"
    orders = {"id": BY_KEY, "-id": BY_KEY.reversed()}

    def named(self) -> dict[str, Any]:
        number = self.kwargs["id"]
        return {"pk": int(number)} if re.fullmatch(r"[0-9]{1,18}", number) else {}

    def not_there(self) -> HttpResponse:
        raise Http404
