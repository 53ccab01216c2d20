"""What somebody sent to the desk after their session had ended is kept for them, and comes back to be looked
at once they have signed in again. Nothing of it is saved until they press the button. Kept, too, is what
somebody sent for a record that a colleague has deleted meanwhile: they may take their words from there."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import KeptForm
from publishing.typed_words import words_in

DESK = "/admin/"
# Signing in and out, and the language of the desk: there is nothing to lose. And a name that is to be erased
# must not be kept by the way.
NOT_KEPT_FROM = (
    "/admin/login/",
    "/admin/logout/",
    "/admin/language/",
    "/admin/jsi18n/",
    "/admin/desk/people/",
)
PARAMETER = "kept"
# The names of files that were chosen, beside what was typed.
FILES = "_kept_files"
MOST_FOR_A_PERSON = 20
KEPT_FOR = timedelta(days=30)
MOST_CHARACTERS = 12_000_000
# The status of an address that only takes what is sent to it, and shows nothing.
NO_PAGE = 405
GONE = 404


class KeepsForms:
    """Stands behind the forgery check, and behind whatever says who is signed in."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        form = None
        if PARAMETER in request.GET:
            form = _kept_for(request)
            query = request.GET.copy()
            del query[PARAMETER]
            query._mutable = False
            request.GET = query
        if form is not None:
            request.kept = Kept(form)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if getattr(request, "row_is_gone", False) and words_in(request.POST.lists()):
            response = kept_for_later(request, request.user) or response
        if form is None:
            return response
        if request.method == "POST" and 300 <= response.status_code < 400:
            # It was saved, or is kept anew: there is nothing left to come back.
            form.delete()
        elif request.method == "GET" and response.status_code == GONE:
            return _to_copy_from(request, form)
        elif request.method == "GET" and not request.kept.is_shown and _is_of_use(response):  # type: ignore[attr-defined]
            return _to_send_again(request, form, has_page=response.status_code != NO_PAGE)
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        person = getattr(request, "ended_session_of", None)
        if person is None or getattr(request, "user", None) is None or request.user.is_authenticated:
            return None
        return kept_for_later(request, person)


class Kept:
    """Travels with the request of who comes back to it; a view that can show the form filled in says so."""

    def __init__(self, form: KeptForm) -> None:
        self.form = form
        self.files = form.data.get(FILES, [])
        self.data = {name: values for name, values in form.data.items() if name != FILES}
        self.is_shown = False


def kept_for_later(request: HttpRequest, person: Any) -> HttpResponse | None:
    """Keep what was sent, and lead to where it comes back: by way of signing in, if need be."""
    path = request.path_info
    is_form = request.method == "POST" and path.startswith(DESK) and not path.startswith(NOT_KEPT_FROM)
    if not is_form or "\0" in path:
        return None
    form = keep(person, _address_of(request), request.POST, [file.name for file in _files_of(request)])
    if form is None:
        return None
    again = f"{form.path}{'&' if '?' in form.path else '?'}{PARAMETER}={form.pk}"
    if request.user.is_authenticated:
        return HttpResponseRedirect(again)
    messages.info(
        request, _("Your session had ended. What you typed is kept, and comes back once you have signed in.")
    )
    return redirect_to_login(again)


def keep(person: Any, path: str, posted: QueryDict, files: list[str] | None = None) -> KeptForm | None:
    """None where nothing was typed. Never a password, a token against forgery, or a file. PostgreSQL keeps no
    null character."""
    data = {
        name.replace("\0", ""): [value.replace("\0", "") for value in values]
        for name, values in posted.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
    }
    is_typed = any(value.strip() for name, values in data.items() if name[:1] != "_" for value in values)
    size = sum(len(value) for values in data.values() for value in values)
    if not is_typed or size > MOST_CHARACTERS:
        return None
    if files:
        data[FILES] = [name.replace("\0", "") for name in files]
    form = KeptForm.objects.create(person=person, path=path, data=data)
    _forget_old(person)
    return form


def _forget_old(person: Any) -> None:
    KeptForm.objects.filter(kept_at__lt=timezone.now() - KEPT_FOR).delete()
    newest = KeptForm.objects.filter(person=person).order_by("-pk").values_list("pk", flat=True)
    KeptForm.objects.filter(pk__in=list(newest[MOST_FOR_A_PERSON:][:1000])).delete()


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of ours."""
    said = request.headers.get("Origin") or request.headers.get("Referer") or ""
    own = f"{request.scheme}://{request.get_host()}"
    try:
        parts = urlsplit(said)
    except ValueError:
        return False
    return f"{parts.scheme}://{parts.netloc}" == own


def _kept_for(request: HttpRequest) -> KeptForm | None:
    """Nobody but the person, and nowhere but where it was sent."""
    key = request.GET[PARAMETER]
    if not (request.user.is_authenticated and key.isdecimal() and len(key) < 19):
        return None
    form = KeptForm.objects.filter(pk=int(key), person=request.user).first()
    return form if form is not None and urlsplit(form.path).path == request.path else None


def _address_of(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop(PARAMETER, None)
    whole = f"{request.path}?{query.urlencode()}" if query else request.path
    return whole if len(whole) <= KeptForm._meta.get_field("path").max_length else request.path


def _files_of(request: HttpRequest) -> list[Any]:
    return [file for files in request.FILES.lists() for file in files[1] if file.name]


def _is_of_use(response: HttpResponse) -> bool:
    """Whether what was kept may be sent there: not where there is nothing, or nothing for this person."""
    return response.status_code < 400 or response.status_code == NO_PAGE


def _to_send_again(request: HttpRequest, form: KeptForm, *, has_page: bool) -> HttpResponse:
    """For pages that cannot show themselves filled in: what was typed, and a button that sends it."""
    without = form.path if has_page else reverse("admin:index")
    return _page_of(request, form, without=without)


def _to_copy_from(request: HttpRequest, form: KeptForm) -> HttpResponse:
    """Where what it was typed for is no more."""
    # A form that was about to show itself has said that it can be saved.
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    typed = words_in(form.data.items())
    response = _page_of(request, form, is_gone=True, typed=typed, days=KEPT_FOR.days)
    response.status_code = GONE
    return response


def _page_of(request: HttpRequest, form: KeptForm, **more: Any) -> HttpResponse:
    kept = Kept(form)
    fields = [(name, value) for name, values in kept.data.items() for value in values]
    context = {
        **admin.site.each_context(request),
        "title": _("What you typed is kept"),
        "fields": fields,
        "typed": [(name, value) for name, value in fields if name[:1] != "_" and value.strip()],
        "files": kept.files,
        **more,
    }
    response = TemplateResponse(request, "admin/kept_form.html", context)
    return response.render()
