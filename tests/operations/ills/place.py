"""Where things go wrong, and the list of all that do."""

from datetime import timedelta

from django.core.wsgi import get_wsgi_application

from tests.operations import servers

NOBODY_LISTENS = 9
CASES = {}


def spoils(check, cure):
    """The function below makes the thing well, yields, and then makes it wrong."""

    def register_case(spoil):
        CASES[spoil.__name__] = (check, cure, spoil)
        return spoil

    return register_case


class Place:
    """Where things go wrong: settings, a folder, and servers that run until the test ends."""

    def __init__(self, settings, folder, monkeypatch, stack):
        self.settings, self.folder, self.patch, self.stack = settings, folder, monkeypatch, stack
        settings.PRODUCTION = True
        settings.VAR_DIR, settings.MEDIA_ROOT = folder, folder / "media"
        settings.MEDIA_ROOT.mkdir()

    def serve(self, server, *, scheme="http", host="localhost"):
        self.settings.SITE_URL = f"{scheme}://{host}:{self.stack.enter_context(server)}"

    def serve_portal(self, *, proxies=0):
        self.serve(servers.portal(get_wsgi_application(), proxies=proxies))

    def serve_with_certificate(self, host, lasts=timedelta(days=60)):
        authority = servers.Authority(self.folder)
        self.patch.setenv("SSL_CERT_FILE", str(authority.file))
        secure = authority.context_for(host, lasts)
        self.serve(servers.portal(get_wsgi_application(), secure=secure), scheme="https")

    def use_mail(self, port, **more):
        self.settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        self.settings.SENDS_MAIL, self.settings.EMAIL_PORT = True, port
        for name, value in more.items():
            setattr(self.settings, name, value)
