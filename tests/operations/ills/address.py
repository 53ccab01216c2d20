"""Ills of the public address."""

from datetime import timedelta

from django.core.wsgi import get_wsgi_application

from tests.operations import servers
from tests.operations.ills.place import NOBODY_LISTENS, spoils


@spoils("address.answers", "SITE_URL")
def nobody_at_the_address(place):
    place.serve_portal()
    yield
    place.settings.SITE_URL = f"http://localhost:{NOBODY_LISTENS}"


@spoils("address.answers", "DNS")
def name_of_nothing(place):
    place.serve_portal()
    yield
    place.settings.SITE_URL = "http://portal.invalid"


@spoils("address.answers", "proxy_pass")
def somebody_else_at_the_address(place):
    place.serve_portal()
    yield
    place.serve(servers.other_site())


@spoils("address.is_among_its_names", "ALLOWED_HOSTS=localhost,portal.example.org")
def name_refused(place):
    place.settings.ALLOWED_HOSTS = ["localhost"]
    place.settings.SITE_URL = "https://localhost"
    yield
    place.settings.SITE_URL = "https://portal.example.org"


@spoils("address.certificate", "for this very name")
def certificate_of_another_name(place):
    place.serve_with_certificate("localhost")
    yield
    place.serve_with_certificate("elsewhere.example.org")


@spoils("address.certificate", "whole chain")
def certificate_of_an_unknown_authority(place):
    place.serve_with_certificate("localhost")
    yield
    place.patch.delenv("SSL_CERT_FILE")


@spoils("address.certificate", "Renew it")
def certificate_about_to_end(place):
    place.serve_with_certificate("localhost")
    yield
    place.serve_with_certificate("localhost", timedelta(days=9))


@spoils("address.certificate", "“ssl”")
def no_tls_where_it_is_promised(place):
    place.serve_with_certificate("localhost")
    yield
    place.serve(servers.other_site(), scheme="https")


@spoils("address.visitors_are_told_apart", "TRUSTED_PROXIES=0")
def too_many_proxies_trusted(place):
    place.serve_portal()
    yield
    place.settings.TRUSTED_PROXIES = 1


@spoils("address.visitors_are_told_apart", "TRUSTED_PROXIES=2")
def too_few_proxies_trusted(place):
    place.serve_portal(proxies=2)
    place.settings.TRUSTED_PROXIES = 2
    yield
    place.settings.TRUSTED_PROXIES = 1


@spoils("address.knows_of_tls", "BEHIND_TLS_PROXY=yes")
def tls_ends_before_the_portal_unsaid(place):
    place.settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    authority = servers.Authority(place.folder)
    place.patch.setenv("SSL_CERT_FILE", str(authority.file))
    application = get_wsgi_application()

    def said(environ, start_response):
        return application(
            {**environ, "wsgi.url_scheme": "http", "HTTP_X_FORWARDED_PROTO": "https"}, start_response
        )

    place.serve(servers.portal(said, secure=authority.context_for("localhost")), scheme="https")
    yield
    place.settings.SECURE_PROXY_SSL_HEADER = None


@spoils("address.browsers_insist_on_tls", "SECURE_HSTS_SECONDS")
def browsers_not_told_to_insist_on_tls(place):
    place.settings.SECURE_HSTS_SECONDS = 31_536_000
    place.serve_with_certificate("localhost")
    yield
    place.settings.SECURE_HSTS_SECONDS = 0
    place.serve_with_certificate("localhost")
