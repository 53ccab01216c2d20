"""The table of contents of the API: what is where, its description and its viewer."""

from functools import lru_cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import translation
from django.views.generic import TemplateView, View
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter

from declarations.api import (
    CommitmentViewSet,
    DocumentViewSet,
    FileView,
    ProgressViewSet,
    ProvisionViewSet,
    VersionViewSet,
)
from delivery.api import SnapshotsView
from events.api import (
    EventViewSet,
    ParticipationViewSet,
    PictureViewSet,
    SeriesViewSet,
    SpeakerViewSet,
    ThemeViewSet,
)
from khartoum.api_guide import CLIENT, GUIDE, for_description, text_of
from members.api import ChairmanshipViewSet, CompositionViewSet, MembershipViewSet, PartnerViewSet
from pages.api import PageViewSet, TermViewSet
from publishing.api import PublicAPIView
from publishing.api_tables import CSV, CSVRenderer
from publishing.changes_api import ChangesView
from publishing.described import described
from publishing.tables import dictionary, lines
from publishing.views import PublicMixin
from search.api import SearchView

COLLECTIONS = {
    "events": EventViewSet,
    "documents": DocumentViewSet,
    "commitments": CommitmentViewSet,
    "members": PartnerViewSet,
    "chairmanships": ChairmanshipViewSet,
    "themes": ThemeViewSet,
    "series": SeriesViewSet,
    "committee-compositions": CompositionViewSet,
    "memberships": MembershipViewSet,
    "participations": ParticipationViewSet,
    "speakers": SpeakerViewSet,
    "pictures": PictureViewSet,
    "document-versions": VersionViewSet,
    "provisions": ProvisionViewSet,
    "progress-entries": ProgressViewSet,
    "pages": PageViewSet,
    "terms": TermViewSet,
}
# Of those with a slug: kind of record → its list, and the name of the view of one of them.
KINDS = {
    view.queryset.model._meta.model_name: (name, view.view_name)
    for name, view in COLLECTIONS.items()
    if view.changed_with == "slug"
}
ROOT = "/api/v1"
# The generator finds its classes when it is first asked, and two threads at once trip over each other.
GENERATING = Lock()
REUSE = (
    "The portal's own texts and data may be reused with attribution to the Khartoum Process portal under "
    "CC BY 4.0. Adopted texts and documents belong to those who issued them. French and Arabic texts are "
    "unofficial translations where their status says so."
)


class LicenceSerializer(serializers.Serializer):
    name = serializers.CharField()
    url = serializers.URLField()
    notice = serializers.CharField()


class IndexSerializer(serializers.Serializer):
    title = serializers.CharField()
    version = serializers.CharField()
    licence = LicenceSerializer()
    schema = serializers.URLField(help_text="This description.")
    documentation = serializers.URLField(help_text="The same, to be read by people.")
    guide = serializers.URLField(help_text="How it is to be used, on one page of plain text.")
    client = serializers.URLField(help_text="An example in Python that keeps a copy of everything in step.")
    changes = serializers.URLField(help_text="What has changed, for those who keep a copy.")
    snapshots = serializers.URLField(help_text="Dated dumps of everything, to begin with.")
    collections = serializers.DictField(child=serializers.URLField(), help_text="Name → address of its list.")


def address(name: str) -> str:
    return settings.SITE_URL + reverse(name)


class IndexView(PublicAPIView):
    """What the API holds, where it is described, and on which terms it may be reused."""

    @described(operation_id="index", tags=["index"], responses=IndexSerializer, summary="What the API holds")
    def get(self, request: Any) -> Response:
        about = settings.SPECTACULAR_SETTINGS
        return Response(
            {
                "title": about["TITLE"],
                "version": about["VERSION"],
                "licence": {**about["LICENSE"], "notice": REUSE},
                "schema": address("api:schema"),
                "documentation": address("api:docs"),
                "guide": address("api:guide"),
                "client": address("api:client"),
                "changes": address("api:changes"),
                "snapshots": address("api:snapshots"),
                "collections": {name: address(f"api:{name}-list") for name in COLLECTIONS},
            }
        )


@lru_cache(maxsize=1)
def description(server: str) -> dict[str, Any]:
    """The whole description, in English whatever language is active. It changes with the code alone."""
    from drf_spectacular.generators import SchemaGenerator  # noqa: PLC0415 - few processes are ever asked

    with GENERATING, translation.override("en"):
        # Of these addresses alone: to look through all would load the desk.
        own = [path(f"{ROOT[1:]}/", include("khartoum.api"))]
        found = SchemaGenerator(patterns=own).get_schema(request=None, public=True)
    found["info"]["description"] += f"\n\n{for_description(address)}"
    found["info"]["contact"] = {"name": "The Khartoum Process portal", "url": f"{server}/en/about/"}
    found["servers"] = [{"url": f"{server}{ROOT}"}]
    for view in COLLECTIONS.values():
        # All others may be left out, by `fields`.
        shape = found["components"]["schemas"][view.serializer_class.__name__.removesuffix("Serializer")]
        shape["required"] = list(view.serializer_class.identity)
    found["externalDocs"] = {"description": "The portal itself", "url": f"{server}/en/"}
    # Without a key, or with one: said once for all of it.
    found["security"] = [{}, {"key": []}]
    for operation in (each for methods in found["paths"].values() for each in methods.values()):
        del operation["security"]
        for parameter in operation.get("parameters", ()):
            # The viewer would send the examples of all parameters with every question.
            if parameter["in"] == "query" and "example" in parameter:
                parameter["schema"]["examples"] = [parameter.pop("example")]
    found["tags"] = [{"name": "index", "description": "Where everything is."}]
    found["tags"] += [{"name": "files", "description": FileView.__doc__}]
    found["tags"] += [{"name": "changes", "description": ChangesView.__doc__}]
    found["tags"] += [{"name": "snapshots", "description": SnapshotsView.__doc__}]
    found["tags"] += [{"name": "search", "description": SearchView.__doc__}]
    found["tags"] += [{"name": name, "description": view.__doc__} for name, view in COLLECTIONS.items()]
    return found


class SchemaView(PublicAPIView):
    """The OpenAPI description."""

    schema = None

    def get(self, request: Any) -> Response:
        return Response(description(settings.SITE_URL))


class DictionaryView(PublicAPIView):
    """What each column means that the lists have as tables, and so each key of their records, as CSV."""

    renderer_classes = [CSVRenderer]

    @described(
        operation_id="dictionary",
        tags=["index"],
        summary="What the columns of all lists mean, as CSV",
        responses={(200, CSV): OpenApiResponse({"type": "string"}, "The dictionary.")},
    )
    def get(self, request: Any) -> HttpResponse:
        with translation.override("en"):
            content = b"".join(lines(dictionary(COLLECTIONS)))
        return HttpResponse(
            content,
            content_type=f"{CSV}; charset=utf-8; header=present",
            headers={"Content-Disposition": 'attachment; filename="dictionary.csv"'},
        )


class DocsView(PublicMixin, TemplateView):
    """The description to be read by people."""

    template_name = "api/docs.html"


class TextView(PublicMixin, View):
    """The guide, or the example client: to be read in a browser, or saved."""

    name = ""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return HttpResponse(text_of(self.name), content_type="text/plain; charset=utf-8")


router = SimpleRouter(use_regex_path=False)
for name, view_set in COLLECTIONS.items():
    router.register(name, view_set, basename=name)

app_name = "api"
urlpatterns = [
    path("", IndexView.as_view(), name="index"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("changes/", ChangesView.as_view(collections=KINDS), name="changes"),
    path("snapshots/", SnapshotsView.as_view(), name="snapshots"),
    path("search/", SearchView.as_view(), name="search"),
    path("docs/", DocsView.as_view(), name="docs"),
    path("guide.md", TextView.as_view(name=GUIDE), name="guide"),
    path("mirror.py", TextView.as_view(name=CLIENT), name="client"),
    path("files/<slug:sha256>/", FileView.as_view(), name="file"),
    path("dictionary.csv", DictionaryView.as_view(), name="dictionary"),
    *(
        path(f"{name}.csv", view_set.as_view({"get": "table"}, basename=name), name=f"{name}-table")
        for name, view_set in COLLECTIONS.items()
    ),
    *router.urls,
]
# At an address without its last stroke is the same: so it is described, as clients expect it.
urlpatterns += [
    path(str(pattern.pattern).removesuffix("/"), pattern.callback, pattern.default_args)
    for pattern in urlpatterns
    if str(pattern.pattern).endswith("/")
]
