from django.conf import settings
from django.core.exceptions import ValidationError
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import serializers
from rest_framework.response import Response

from delivery.models import Snapshot
from publishing.api import PublicAPIView
from publishing.api_paging import MOST_ROWS_ON_A_PAGE, PAGE_SIZE, ROWS_ON_A_PAGE, size_asked
from publishing.described import described
from publishing.paging import AFTER, BEFORE, LATEST_CHANGE_FIRST, Order, page_of
from publishing.problems import BadQueryError

NEWEST_FIRST = Order(("made_at", "pk"), descending=True, parse=LATEST_CHANGE_FIRST.parse)
A_PLACE = OpenApiExample("A place", value="2026-01-31T09:30:00+00:00~1")
PLACE = "A place in the list, as the `next` and `previous` addresses give it."


class SnapshotSerializer(serializers.Serializer):
    """A dump of all lists as they were at one moment."""

    slug = serializers.SlugField()
    made_at = serializers.DateTimeField()
    url = serializers.URLField(help_text="The ZIP file. It never changes; a day may pass until it is gone.")
    sha256 = serializers.CharField(help_text="SHA-256 of its bytes, in small letters.")
    size = serializers.IntegerField(help_text="In bytes.")
    cursor = serializers.CharField(help_text="From here on `/changes/` tells what is new.")
    records = serializers.DictField(
        child=serializers.IntegerField(), help_text="Name of the list → how many records of it."
    )


class SnapshotsSerializer(serializers.Serializer):
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    results = SnapshotSerializer(many=True)


class SnapshotsView(PublicAPIView):
    """Dated dumps of everything that was public, as JSON lines and CSV; the newest first."""

    parameters = (AFTER, BEFORE, PAGE_SIZE)

    @described(
        operation_id="snapshots",
        tags=["snapshots"],
        summary="List the snapshots",
        responses=SnapshotsSerializer,
        parameters=[
            OpenApiParameter(
                AFTER, str, description=f"Only what comes after that place. {PLACE}", examples=[A_PLACE]
            ),
            OpenApiParameter(
                BEFORE, str, description=f"Only what comes before that place. {PLACE}", examples=[A_PLACE]
            ),
            OpenApiParameter(
                PAGE_SIZE,
                {"type": "integer", "minimum": 1, "maximum": MOST_ROWS_ON_A_PAGE, "default": ROWS_ON_A_PAGE},
                description="How many a page holds.",
                examples=[OpenApiExample("Few", value=10)],
            ),
        ],
    )
    def get(self, request):
        query = request.query_params
        places = {name: query.get(name, "") for name in (AFTER, BEFORE)}
        try:
            page = page_of(Snapshot.objects.published(), order=NEWEST_FIRST, size=size_asked(query), **places)
        except ValidationError as error:
            name = AFTER if places[AFTER] else BEFORE
            raise BadQueryError({name: f"“{name}”: {error.messages[0]}"}) from error
        page.link(settings.SITE_URL + request.path, query)
        rows = [_as_json(snapshot) for snapshot in page.rows]
        return Response({"next": page.next_url, "previous": page.previous_url, "results": rows})


def _as_json(snapshot):
    return {
        "slug": snapshot.slug,
        "made_at": f"{snapshot.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "url": snapshot.address,
        "sha256": snapshot.sha256,
        "size": snapshot.size,
        "cursor": snapshot.cursor,
        "records": snapshot.records,
    }
