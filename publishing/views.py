"""What pages, API and feeds for the public have in common."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import cache
from itertools import groupby
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from publishing.addresses import moved_to, record_at
from publishing.dates import PartialDate
from publishing.filters import PublicFilterSet
from publishing.listed import Listed, listed
from publishing.models import Change, Record
from publishing.paging import NEWEST_FIRST, ROWS_ON_A_PAGE, Order, Page, cut_of_request, found_label
from publishing.patience import TooSlowError, answer_to_stopped, patience_with
from publishing.together import Together


def set_public_cache(response: HttpResponse) -> HttpResponse:
    """Any cache may keep it for a second and must ask again after: a withdrawal takes hold at once."""
    if "no-store" not in response.get("Cache-Control", ""):
        patch_cache_control(response, public=True, max_age=0, s_maxage=1, must_revalidate=True)
    return response


class PublicMixin:
    """Starts from what every visitor may see, for everyone alike."""

    http_method_names: ClassVar[list[str]] = ["get", "head", "options"]

    def get_queryset(self) -> Any:
        return super().get_queryset().published()  # type: ignore[misc]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with self.patience():
                response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except TooSlowError:
            return answer_to_stopped(request)
        return set_public_cache(response)

    def patience(self) -> AbstractContextManager[None]:
        """With what is asked of the database for this answer."""
        return patience_with(self.request)  # type: ignore[attr-defined]


class PublicListView(PublicMixin, ListView):
    """A filtered list, cut into pages by key.

    Subclasses name `queryset`, `filterset_class` and a template; `order` where it is not by date. What they
    say of a question, in `more_of()`, is kept with it: it must not look at the request.
    """

    filterset_class: Any
    order: ClassVar[Order] = NEWEST_FIRST

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Django's would make the whole list first. Only its kind is looked at here, for the template's name.
        self.object_list = self.queryset
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listed = self.listed()
        cut, problem = cut_of_request(self.request, order=self.order_asked())
        page, besides = listed.page(cut) if cut else (Page([], is_first=False), {})
        context = {
            "filter_form": listed.form,
            "found": listed.found,
            "page": page.link(self.request.path, self.request.GET),
            "count": listed.count,
            "count_label": found_label(listed.count),
            "active_filters": listed.active,
            "clear_url": self.request.path,
            "problems": [*listed.problems, problem] if problem else listed.problems,
            "query_string": listed.query_string,
            **listed.more,
        }
        return super().get_context_data(object_list=page.rows, **besides, **context, **kwargs)

    def listed(self) -> Listed:
        return listed(
            self.request,
            type(self),
            lambda: self.filterset_class(self.request.GET, queryset=self.get_queryset(), request=None),
            order=self.order_asked(),
            size=ROWS_ON_A_PAGE,
            asked=self.asked,
            more=self.more_of,
        )

    def order_asked(self) -> Order:
        """In which the list stands; by what is asked, where it has several."""
        return self.order

    @classmethod
    def asked(cls, found: Any, cut: Callable[[Any], Any], is_first: bool) -> dict[str, Any]:
        """What a page shows, as questions to the database: "rows", the part of what was found that is cut
        into pages, and others by the names that the template has for them."""
        return {"rows": cut(found)}

    @classmethod
    def more_of(cls, listed: Listed, question: Any) -> dict[str, Any]:
        return {}


class WholeListView(PublicMixin, ListView):
    """A list short enough for one page; as strict about what it is asked as one that is cut into pages.

    Subclasses may name a `filterset_class`.
    """

    filterset_class: Any = PublicFilterSet

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        self.question = self.filterset_class.of_whole(self.request.GET, rows, request=self.request)
        return self.question.found()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            problems=self.question.problems(),
            active_filters=self.question.active(self.request.path),
            clear_url=self.request.path,
            **kwargs,
        )


def not_understood(request: HttpRequest) -> dict[str, Any]:
    """Of a page that is asked nothing but itself: what its query asks all the same."""
    question = PublicFilterSet.of_whole(request.GET, Change.objects.none())
    return {"problems": question.problems(), "clear_url": request.path}


def grouped_by_year(
    rows: Iterable[Any], date_of: Callable[[Any], PartialDate | None]
) -> list[tuple[str, list]]:
    """In the order given. What has no date stands under no year."""

    def heading(row: Any) -> str:
        date = date_of(row)
        return str(date.earliest.year) if date else _("Date not known")

    return [(name, list(found)) for name, found in groupby(rows, key=heading)]


class KeptAddressMixin:
    """An address once given answers for ever: what was withdrawn says so, and a former slug leads to
    the present one. For views of one record, whose `model` has what is kept."""

    model: Any
    request: Any
    kwargs: dict[str, Any]

    def kept_answer(self) -> HttpResponse:
        """For a slug at which nothing is published now."""
        record = record_at(self.model._default_manager.all(), self.kwargs["slug"])
        if record is None:
            raise Http404
        if record.is_public:
            return moved_to(self.address_of(record), self.request)
        return self.withdrawn_response(record)

    def withdrawn_response(self, record: Any) -> HttpResponse:
        raise NotImplementedError

    def address_of(self, record: Any) -> str:
        return record.get_absolute_url()


class PublicDetailView(KeptAddressMixin, PublicMixin, DetailView):
    """One record. What of the row itself its page needs is said by `queryset`."""

    def get_object(self, queryset: Any = None) -> Any:
        found = self.by_slug().ask(slug=self.kwargs["slug"])["found"]
        if not found:
            raise Http404
        return found[0]

    @classmethod
    @cache
    def by_slug(cls) -> Together:
        rows = cls.queryset if cls.queryset is not None else cls.model._default_manager
        return Together(lambda slug: {"found": rows.all().published().filter(slug=slug)})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            return self.kept_answer()
        return self.render_to_response(self.get_context_data(object=self.object))

    def withdrawn_response(self, record: Any) -> HttpResponse:
        # The template tells of it when and why it was withdrawn, and nothing else.
        return TemplateResponse(self.request, "410.html", {"withdrawn": record}, status=410)

    @classmethod
    def preview(cls, request: HttpRequest, record: Record, language: str) -> HttpResponse:
        """The page as it will be, for staff. The record itself need not be public; what hangs off it
        is narrowed as always. Never stored."""
        with translation.override(language):
            view = cls()
            view.setup(request, slug=record.slug)
            view.object = cls._prepared(view, record)
            context = view.get_context_data(object=view.object, is_preview=True)
            response = view.render_to_response(context)
            response.render()
        response.headers["Content-Language"] = language
        patch_cache_control(response, private=True, no_store=True)
        return response

    @staticmethod
    def _prepared(view: Any, record: Record) -> Any:
        rows = view.queryset if view.queryset is not None else view.model._default_manager
        return rows.all().get(pk=record.pk)
