from django.urls import include, path
from django.utils import timezone
from django.views.generic import ListView
from rest_framework import serializers
from rest_framework.pagination import CursorPagination
from rest_framework.routers import SimpleRouter
from rest_framework.viewsets import ReadOnlyModelViewSet

from scripts.bench.baseline.models import Event, Participation, Partner, Theme

ROWS = 25


def published():
    rows = Event.objects.filter(published_at__lte=timezone.now()).order_by("-sort_key", "-pk")
    return rows.prefetch_related("participations__partner", "themes")


class EventListView(ListView):
    template_name = "events.html"

    def get_queryset(self):
        return published()[:ROWS]


class PartnerSerializer(serializers.ModelSerializer):
    class Meta:
        model = Partner
        fields = ["slug", "name"]


class ParticipationSerializer(serializers.ModelSerializer):
    partner = PartnerSerializer()

    class Meta:
        model = Participation
        fields = ["role", "partner"]


class ThemeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Theme
        fields = ["slug", "name"]


class EventSerializer(serializers.ModelSerializer):
    participations = ParticipationSerializer(many=True)
    themes = ThemeSerializer(many=True)

    class Meta:
        model = Event
        fields = "__all__"


class NewestFirst(CursorPagination):
    page_size = ROWS
    ordering = ("-sort_key", "-pk")


class EventViewSet(ReadOnlyModelViewSet):
    serializer_class = EventSerializer
    pagination_class = NewestFirst

    def get_queryset(self):
        return published()


router = SimpleRouter()
router.register("api/events", EventViewSet, basename="events")

urlpatterns = [path("events/", EventListView.as_view()), path("", include(router.urls))]
