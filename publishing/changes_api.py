"""The feed of changes, for those who keep a copy of the record."""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.http import urlencode
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from publishing.api import PublicAPIView
from publishing.api_paging import MOST_ROWS_ON_A_PAGE, PAGE_SIZE, ROWS_ON_A_PAGE, size_asked
from publishing.described import described
from publishing.models import Change
from publishing.positions import SINCE, Feed
from publishing.serializers import api_path


class ChangeSerializer(serializers.Serializer):
    """What happened to a record, or to what its answer shows."""

    cursor = serializers.CharField(help_text="The place behind this change.")
    collection = serializers.CharField(help_text="The list that the record belongs to, such as `events`.")
    slug = serializers.SlugField()
    former_slug = serializers.SlugField(
        allow_null=True, help_text="Of one that was renamed: nothing of that slug is left in the list."
    )
    verb = serializers.ChoiceField(
        choices=Change.Verb.choices,
        help_text="`withdrawn` and `deleted`: it is gone. All others: it is there, fetch it.",
    )
    at = serializers.DateTimeField(help_text="When it took effect.")
    url = serializers.URLField(help_text="Where the record is, or was.")


class ChangesSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True, help_text="What follows at once; null if that is all.")
    cursor = serializers.CharField(help_text="The place behind the last one: the `since` of the next time.")
    results = ChangeSerializer(many=True)


class ChangesView(PublicAPIView):
    """Everything that was published, changed, renamed, withdrawn or deleted, from the first load on."""

    parameters = (SINCE, PAGE_SIZE)
    # Kind of record → its list, and the name of the view of one of them.
    collections: ClassVar[dict[str, tuple[str, str]]] = {}

    @described(
        operation_id="changes",
        tags=["changes"],
        summary="What has changed since",
        responses=ChangesSerializer,
        parameters=[
            OpenApiParameter(
                SINCE,
                {"type": "string", "maxLength": 80},
                description=(
                    "A cursor as this feed, a list with `modified_since` or a snapshot gives it; `latest` "
                    "for the cursor of now; or a day or moment of ISO 8601 (a minute before it is told "
                    "again). Without it, from the beginning."
                ),
                examples=[OpenApiExample("A day", value="2026-01-31")],
            ),
            OpenApiParameter(
                PAGE_SIZE,
                {"type": "integer", "minimum": 1, "maximum": MOST_ROWS_ON_A_PAGE, "default": ROWS_ON_A_PAGE},
                description="How many changes a page holds at most.",
                examples=[OpenApiExample("Many", value=200)],
            ),
        ],
    )
    def get(self, request: Any) -> Response:
        size = size_asked(request.query_params)
        feed = Feed(request.query_params.get(SINCE, ""), SINCE)
        told, more = feed.following(size)
        cursor = str(told[-1][1] if told else feed.place)
        following = [
            (SINCE, cursor),
            *([(PAGE_SIZE, str(size))] if PAGE_SIZE in request.query_params else []),
        ]
        return Response(
            {
                "next": f"{settings.SITE_URL}{request.path}?{urlencode(following)}" if more else None,
                "cursor": cursor,
                "results": [self._row(row, behind) for row, behind in told],
            }
        )

    def _row(self, row: Any, behind: Any) -> dict[str, Any]:
        collection, view_name = self.collections[row.kind]
        return {
            "cursor": str(behind),
            "collection": collection,
            "slug": row.slug,
            "former_slug": row.former_slug or None,
            "verb": row.verb,
            "at": f"{row.at:%Y-%m-%dT%H:%M:%S.%fZ}",
            "url": settings.SITE_URL + api_path(view_name, row.slug),
        }
