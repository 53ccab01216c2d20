"""Pages about more than one app."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, npgettext
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from declarations.models import Document
from events.models import Event
from khartoum.whats_new import rows_of
from members.models import Chairmanship, Partner
from members.structured_data import structured_data_of_the_process
from overview.map import miniature_of_today
from overview.timeline.drawing import outline
from pages.models import Page as EditablePage
from publishing.feeds.subscription import Subscription
from publishing.filters import PublicFilterSet
from publishing.kept import kept
from publishing.models import Change
from publishing.paging import LATEST_CHANGE_FIRST, bounded_count, number_label, page_of_request
from publishing.patience import TooSlowError, stopping_after
from publishing.views import PublicMixin, set_public_cache

EVENTS_AT_HOME = 4
DOCUMENTS_AT_HOME = 4
CHANGES_AT_HOME = 3


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """`/` leads to the reader's language, by what the browser asks for and nothing else."""
    response = HttpResponseRedirect(f"/{accepted_language(request)}/")
    response.headers["Vary"] = "Accept-Language"
    return set_public_cache(response)


def accepted_language(request: HttpRequest) -> str:
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(code)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


class HomeView(PublicMixin, TemplateView):
    template_name = "home.html"

    def patience(self) -> AbstractContextManager[None]:
        """All there is, but for the timeline: no query string narrows anything here."""
        return nullcontext()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kept(("home", get_language()), self.shown), **kwargs)

    @classmethod
    def shown(cls) -> dict[str, Any]:
        """Of everything a little: read once for as long as the record stands."""
        events = Event.objects.published().own().for_list()
        upcoming = list(events.upcoming()[:EVENTS_AT_HOME])
        # Of which somebody knows when: nobody asks what is new and wants to hear that it is not known.
        dated = events.past().filter(date_earliest__isnull=False)
        latest = [] if upcoming else list(dated[:EVENTS_AT_HOME])
        introduction = EditablePage.objects.published().prefetch_related("translation_states")
        return {
            "introduction": introduction.filter(slug="home-introduction").first(),
            "is_upcoming": bool(upcoming),
            "next_events": upcoming,
            "latest_events": latest,
            "latest_documents": list(
                Document.objects.published().for_list().newest_first()[:DOCUMENTS_AT_HOME]
            ),
            "term": Chairmanship.objects.published().for_list().in_office(timezone.localdate()).first(),
            "numbers": cls.numbers(),
            "miniature": miniature_of_today(),
            "timeline": cls.timeline(),
            "structured_data": structured_data_of_the_process(),
            "changes": rows_of(Change.objects.visible()[:CHANGES_AT_HOME]),
        }

    @staticmethod
    def timeline() -> str:
        """It counts everything there is. Left out where that takes longer than a visitor's question may: the
        page itself takes no longer with a million records."""
        limit = settings.QUESTION_MILLISECONDS
        try:
            with stopping_after(limit) if limit else nullcontext():
                return outline()
        except TooSlowError:
            return ""

    @staticmethod
    def numbers() -> list[dict[str, Any]]:
        """Ways into the record, each with how much there is."""
        meetings = bounded_count(Event.objects.published().own())
        documents = bounded_count(Document.objects.published())
        countries = bounded_count(Partner.objects.published().countries())
        terms = bounded_count(Chairmanship.objects.published())
        return [
            {
                "value": number_label(meetings),
                "label": npgettext(
                    "after a number", "meeting of the Process", "meetings of the Process", meetings
                ),
                "url": f"{reverse('events:list')}?own=yes",
            },
            {
                "value": number_label(documents),
                "label": npgettext("after a number", "document", "documents", documents),
                "url": reverse("documents:list"),
            },
            {
                "value": number_label(countries),
                "label": npgettext(
                    "after a number", "country, now or formerly", "countries, now or formerly", countries
                ),
                "url": reverse("members:list"),
            },
            {
                "value": number_label(terms),
                "label": npgettext("after a number", "chairmanship", "chairmanships", terms),
                "url": reverse("chairmanships:list"),
            },
        ]


class WhatsNewView(PublicMixin, TemplateView):
    """What was published, changed or withdrawn lately, from the change feed."""

    template_name = "whats_new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = PublicFilterSet(self.request.GET, queryset=Change.objects.visible(), request=self.request)
        problems = question.problems()
        page, problem = page_of_request(question.found(), self.request, order=LATEST_CHANGE_FIRST)
        return super().get_context_data(
            page=page,
            changes=rows_of(page.rows),
            problems=[*problems, problem] if problem else problems,
            clear_url=self.request.path,
            subscription=Subscription(news=reverse("whats_new_feed")),
            **kwargs,
        )
