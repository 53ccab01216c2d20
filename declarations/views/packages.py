"""The documents of an event as one file: what is in it, and the file."""

from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import View

from declarations.files.responses import SANDBOX, range_of, safe_name
from declarations.filters import PackageFilter
from declarations.models import DocumentVersion
from declarations.packages.archive import Archive
from declarations.packages.contents import Package, archive_of, versions_of
from events.models import Event
from publishing.addresses import moved_to, record_at
from publishing.languages import text_in
from publishing.views import PublicDetailView, PublicMixin

# In which language the text about the files is written.
README = "readme"


def package_asked_for(request: HttpRequest, event: Event) -> tuple[Package, list[str]]:
    """With what was not understood, in words; then nothing is chosen."""
    versions = versions_of(event)
    if not versions:
        raise Http404
    question = PackageFilter(request.GET, queryset=DocumentVersion.objects.none(), request=request)
    problems = question.problems()
    if request.GET.get(README, settings.LANGUAGE_CODE) not in settings.MODELTRANSLATION_LANGUAGES:
        problems.append(_("“readme” takes a language of this portal: en, fr or ar."))
    if problems:
        return Package(versions), problems
    chosen = question.form.cleaned_data
    return Package(versions, languages=chosen["language"] or (), formats=chosen["format"] or ()), []


class PackageView(PublicDetailView):
    """Which languages and formats, and how large it will be."""

    model = Event
    queryset = Event.objects.all()
    template_name = "events/event_package.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event = self.object
        package, problems = package_asked_for(self.request, event)
        asked = [("language", code) for code in package.languages]
        asked += [("format", code) for code in package.formats]
        query = urlencode([*asked, (README, get_language() or settings.LANGUAGE_CODE)])
        address = f"{reverse('files:package', kwargs={'slug': event.slug})}?{query}"
        has_archive = package.versions and not package.is_too_large and not problems
        return super().get_context_data(
            package=package,
            problems=problems,
            archive=archive_of(event, package.versions) if has_archive else None,
            download_url=address if has_archive else "",
            **kwargs,
        )

    def address_of(self, record: Event) -> str:
        return reverse("events:package", kwargs={"slug": record.slug})


class PackageFileView(PublicMixin, View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        event = record_at(Event.objects.all(), slug)
        if event is None:
            raise Http404
        if not event.is_public:
            return refusal(410, _("This event was withdrawn; its documents have pages of their own."))
        if event.slug != slug:
            return moved_to(reverse("files:package", kwargs={"slug": event.slug}), request)
        package, problems = package_asked_for(request, event)
        if problems:
            return refusal(400, " ".join(problems))
        if not package.versions:
            return refusal(404, _("This event has no file of that language and format."))
        if package.is_too_large:
            return refusal(413, _("This is too much for one file. Choose fewer languages or formats."))
        language = request.GET.get(README, settings.LANGUAGE_CODE)
        with translation.override(language):
            archive = archive_of(event, package.versions)
        return archive_response(request, archive, event, language)


def refusal(status: int, told: str) -> HttpResponse:
    return HttpResponse(f"{told}\n", status=status, content_type="text/plain; charset=utf-8")


def archive_response(request: HttpRequest, archive: Archive, event: Event, language: str) -> HttpResponseBase:
    """As the files themselves are sent: conditional, and from the middle on where a download broke off."""
    known = get_conditional_response(request, archive.tag)
    response = known or _with_bytes(request, archive)
    response.headers["ETag"] = archive.tag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Language"] = language
    name = quote(f"{safe_name(text_in(event, 'title', language).value)}.zip", safe="")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{event.slug}.zip\"; filename*=UTF-8''{name}"
    )
    page = settings.SITE_URL + event.get_absolute_url()
    response.headers["Link"] = f'<{page}>; rel="canonical"'
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _with_bytes(request: HttpRequest, archive: Archive) -> HttpResponseBase:
    try:
        span = range_of(request, archive.tag, archive.size)
    except ValueError:
        nowhere = {"Content-Range": f"bytes */{archive.size}"}
        return HttpResponse(status=416, headers=nowhere, content_type="text/plain")
    start, last = span or (0, archive.size - 1)
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type="application/zip")
    else:
        response = StreamingHttpResponse(archive.pieces(start, last + 1), content_type="application/zip")
    response.headers["Content-Length"] = str(last + 1 - start)
    if span:
        response.status_code = 206
        response.headers["Content-Range"] = f"bytes {start}-{last}/{archive.size}"
    return response
