"""Whether visitors reach this portal at its public address, safely, and are told apart."""

import ssl
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http.request import validate_host
from django.utils import timezone
from django.utils.translation import gettext as _

from operations.doctor import echo, site
from operations.doctor.registry import Findings, as_told, check, error, warning

# A month before, most authorities' programs renew it; when so little is left, that has failed.
SOON = timedelta(days=14)
PROXY_LINE = "proxy_set_header X-Forwarded-Proto $scheme;"


@check("address")
def answers() -> Findings:
    """Who answers is this portal: it holds the same key."""
    problem = _why_unreachable()
    if problem:
        yield error(
            _("Nobody answers at %(address)s: %(problem)s")
            % {"address": settings.SITE_URL, "problem": as_told(problem)},
            _(
                "Compare SITE_URL with the name’s entry in the DNS, and see whether the web server and the "
                "portal run: systemctl status nginx portal.target"
            ),
        )
        return
    try:
        answer = site.ask("/readyz", echo.question())
    except site.AwayError:
        # The certificate, of which the next check tells.
        return
    if answer.status == 400:
        yield error(
            _("The portal refuses the name %(host)s.") % {"host": site.host()},
            _("Add it to ALLOWED_HOSTS and reload the portal."),
        )
    elif echo.read(answer.headers.get(echo.HEADER, "")) is None:
        yield error(
            _("At %(address)s somebody else answers, or a portal with another key.")
            % {"address": settings.SITE_URL},
            _(
                "Correct SITE_URL, the DNS or the web server’s proxy_pass; give every web machine the same "
                "SECRET_KEY, and this command the portal’s own environment file."
            ),
        )
    elif answer.status != 200:
        yield error(
            _("The portal says that it is not ready: %(parts)s")
            % {"parts": as_told(answer.content.decode(errors="replace").strip().replace("\n", "; "))},
            _("Mend what is said above of the part; it is asked again each second."),
        )


def _why_unreachable() -> str:
    try:
        site.connected().close()
    except ssl.SSLError:
        # Somebody is there.
        return ""
    except OSError as problem:
        return str(problem)
    return ""


@check("address")
def certificate() -> Findings:
    if not site.is_tls():
        return
    try:
        with site.connected() as secure:
            ends = secure.getpeercert()["notAfter"]  # type: ignore[attr-defined]
    except ssl.SSLCertVerificationError as problem:
        yield error(
            _("Browsers refuse the certificate of %(host)s: %(problem)s")
            % {"host": site.host(), "problem": as_told(problem.verify_message)},
            _(
                "Get one for this very name, with the whole chain in its file, and reload the web server: "
                "docs/operations.md"
            ),
        )
        return
    except ssl.SSLError as problem:
        yield error(
            _("%(host)s does not speak TLS: %(problem)s")
            % {"host": site.host(), "problem": as_told(problem)},
            _("Let the web server listen with “ssl” on that port: deploy/nginx/"),
        )
        return
    except OSError:
        return
    left = datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC) - timezone.now()
    if left < SOON:
        yield error(
            _("The certificate of %(host)s ends in %(days)d days.")
            % {"host": site.host(), "days": left.days},
            _(
                "Renew it, and see why that did not happen by itself: systemctl list-timers; certbot renew "
                "--dry-run"
            ),
        )


@check("address")
def visitors_are_told_apart() -> Findings:
    """Limits are kept by address: all as one, or anybody as any, would make them useless or harmful."""
    told = _told()
    if told is None:
        return
    words = {"set": settings.TRUSTED_PROXIES, "proxies": told["proxies"]}
    if told["address"] == echo.FORGED:
        yield error(
            _(
                "Anybody can pretend to come from any address: TRUSTED_PROXIES is %(set)d, and %(proxies)d "
                "proxies add to X-Forwarded-For."
            )
            % words,
            _("Set TRUSTED_PROXIES=%(proxies)d, and let the first proxy write X-Forwarded-For.") % words,
        )
    elif told["proxies"] > settings.TRUSTED_PROXIES:
        yield error(
            _(
                "All visitors count as one: TRUSTED_PROXIES is %(set)d, and %(proxies)d proxies add to "
                "X-Forwarded-For."
            )
            % words,
            _("Set TRUSTED_PROXIES=%(proxies)d if all of these are yours.") % words,
        )


@check("address")
def knows_of_tls() -> Findings:
    told = _told()
    if told is not None and site.is_tls() and not told["tls"]:
        yield error(
            _("The portal does not know that its visitors come by TLS: it sends them in circles."),
            _("Set BEHIND_TLS_PROXY=yes, and let the proxy say so: %(line)s") % {"line": PROXY_LINE},
        )


def _told() -> dict | None:
    try:
        return echo.read(site.ask("/readyz", echo.question()).headers.get(echo.HEADER, ""))
    except site.AwayError:
        return None


@check("address", only_in_production=True)
def browsers_insist_on_tls() -> Findings:
    try:
        answer = site.ask("/healthz")
    except site.AwayError:
        return
    if answer.status == 200 and "Strict-Transport-Security" not in answer.headers:
        yield warning(
            _("Browsers are not told to insist on TLS."),
            _("Set SECURE_HSTS_SECONDS=31536000, and let no proxy take the header away."),
        )


@check("address", only_in_production=True)
def nothing_goes_without_tls() -> Findings:
    try:
        answer = site.ask("/en/", address=f"http://{site.host()}")
    except site.AwayError:
        # Where nobody listens without TLS, nothing is told without it.
        return
    if answer.status == 200:
        yield error(
            _("Pages are also given out without TLS, at http://%(host)s/") % {"host": site.host()},
            _("Let the web server send all of port 80 to https: deploy/nginx/"),
        )


@check("address")
def is_among_its_names() -> Findings:
    """Not asked over the network: a web server in front may correct the name."""
    named = site.host()
    if not validate_host(named, settings.ALLOWED_HOSTS):
        yield error(
            _("ALLOWED_HOSTS does not name %(host)s, the host of SITE_URL.") % {"host": named},
            _("Add it: ALLOWED_HOSTS=%(host)s") % {"host": ",".join([*settings.ALLOWED_HOSTS, named])},
        )
