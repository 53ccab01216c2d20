"""What is decided about a request before, or after, any page has seen it."""

from django.conf import settings
from django.http import HttpResponseNotAllowed, HttpResponsePermanentRedirect
from django.utils import translation

from khartoum.old_addresses import new_address
from khartoum.staff import is_for_staff
from publishing.problems import is_for_api, problem_response

# TRACE would repeat a visitor's headers; what nobody has defined, nobody answers.
KNOWN_METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]


def known_methods_only(get_response):
    def middleware(request):
        if request.method not in KNOWN_METHODS:
            return method_not_allowed(request)
        return get_response(request)

    return middleware


def method_not_allowed(request):
    if not is_for_api(request.path_info):
        return HttpResponseNotAllowed(KNOWN_METHODS)
    response = problem_response(405)
    response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


def language_of(request) -> str:
    """The language a request is answered in. Public pages have it in their address and nowhere else."""
    of_path = translation.get_language_from_path(request.path_info)
    if of_path:
        return of_path
    # The desk is the one place that follows a person's choice.
    if is_for_staff(request):
        return translation.get_language_from_request(request)
    return settings.LANGUAGE_CODE


def language_from_path(get_response):
    def middleware(request):
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def old_addresses(get_response):
    """Where nothing is found: leads from a page of the Process's earlier site to what took its place."""

    def middleware(request):
        response = get_response(request)
        if response.status_code == 404 and request.method in {"GET", "HEAD"}:
            address = new_address(request.path_info, request.META.get("QUERY_STRING", ""))
            if address:
                return HttpResponsePermanentRedirect(address)
        return response

    return middleware
