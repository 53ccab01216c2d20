"""What machines ask the site: what may be read, whom to tell of a hole."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps.views import SitemapIndexItem
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from khartoum.sitemaps import SITEMAPS, addresses_of_parts
from publishing.views import set_public_cache

TEXT = "text/plain; charset=utf-8"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /accounts/",
        # A form, at one address for each page.
        *(f"Disallow: /{code}/report/" for code, _name in settings.LANGUAGES),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return set_public_cache(HttpResponse("\n".join(lines), content_type=TEXT))


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. The date is renewed with every answer: who reads it reads a portal that is served."""
    expires = timezone.now() + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: en, fr, ar",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return set_public_cache(HttpResponse("\n".join(lines), content_type=TEXT))


@require_safe
def favicon(request: HttpRequest) -> HttpResponseRedirect:
    return redirect(staticfiles_storage.url("img/favicon.svg"))


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    places = [SitemapIndexItem(address) for address in addresses_of_parts()]
    response = render(request, "sitemap_index.xml", {"sitemaps": places}, content_type="application/xml")
    return set_public_cache(response)


@require_safe
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    response = django_sitemap(request, sitemaps=SITEMAPS, section=section)
    # It is the moment of what is listed, which goes back when that is withdrawn; an older copy would
    # then pass for the current one.
    response.headers.pop("Last-Modified", None)
    return set_public_cache(response)
