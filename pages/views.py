from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from members.models import Chairmanship, CommitteeComposition, Partner
from members.standing import seats_by_region
from members.structured_data import structured_data_of_the_process
from pages.glossary import glossary
from pages.models import Page
from publishing.addresses import moved_to
from publishing.kept import kept
from publishing.views import PublicDetailView


class PageDetailView(PublicDetailView):
    model = Page
    queryset = Page.objects.prefetch_related("translation_states")
    template_name = "pages/page_detail.html"
    context_object_name = "page_record"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # What has an address of its own has no other.
        if self.kwargs["slug"] == AboutView.slug and not isinstance(self, AboutView):
            return moved_to(reverse("about"), request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(glossary=glossary(), **kwargs)

    @classmethod
    def preview(cls, request: HttpRequest, record: Page, language: str) -> HttpResponse:
        view = AboutView if record.slug == AboutView.slug else cls
        return super(PageDetailView, view).preview(request, record, language)


class AboutView(PageDetailView):
    """The secretariat's words on the Process, and who governs it today as the record has it."""

    slug = "about"
    template_name = "pages/about.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **{**kwargs, "slug": self.slug})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        governing = kept(("governing", get_language()), who_governs)
        data = structured_data_of_the_process()
        return super().get_context_data(structured_data=data, **governing, **kwargs)


def who_governs() -> dict[str, Any]:
    """Today, which is part of what is kept."""
    today = timezone.localdate()
    composition = CommitteeComposition.objects.published().with_public_seats().as_of(today).first()
    return {
        "composition": composition,
        "seats": seats_by_region(composition) if composition else [],
        "secretariat": list(Partner.objects.published().secretariat_on(today)),
        "term": Chairmanship.objects.published().for_list().in_office(today).first(),
    }
