"""What the endpoints of the read-only API have in common."""

import re
from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from publishing.api_filters import StrictFilterBackend
from publishing.api_paging import ORDERING, published_rows
from publishing.api_tables import TableMixin
from publishing.filters import PublicFilterSet, takes_several
from publishing.languages import all_languages
from publishing.modified import MODIFIED_SINCE, InStepPagination
from publishing.paging import (
    AFTER,
    BEFORE,
    BY_CHANGE,
    BY_KEY,
    BY_SLUG,
    NEWEST_FIRST,
    OLDEST_FIRST,
    PAGE_SIZE,
    Order,
)
from publishing.problems import BadQueryError, problem_response
from publishing.selection import FIELDS, INCLUDE, serializer_of, wanted_names
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
    # Filters that may also be asked of one record: what they do there.
    notes_of_one: ClassVar[dict[str, str]] = {}
    view_name: ClassVar[str]
    # The path to the slug of the record that a row changes with: itself, or the one it is a part of.
    changed_with: ClassVar[str] = "slug"

    @classmethod
    def get_extra_actions(cls) -> list[Any]:
        """There are none; looking for some would load what describes the API."""
        return []

    def known_parameters(self) -> tuple[str, ...]:
        selecting = (FIELDS, INCLUDE) if serializer_of(type(self)).includable else (FIELDS,)
        filters = self.filterset_class.base_filters
        if self.action == "table":
            return (*filters, *selecting, ORDERING)
        if self.action == "list":
            paging = (ORDERING, AFTER, BEFORE, PAGE_SIZE, MODIFIED_SINCE)
            return (*filters, *selecting, *paging)
        return (*self.notes_of_one, *selecting)

    def repeatable_parameters(self) -> tuple[str, ...]:
        filters = self.filterset_class.base_filters.items()
        return tuple(name for name, question in filters if takes_several(question))

    def get_queryset(self) -> Any:
        return published_rows(type(self)).all()

    def is_whole(self) -> bool:
        """Asks for a list as it is, in whatever order."""
        return not any(name in self.request.query_params for name in self.filterset_class.base_filters)

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
