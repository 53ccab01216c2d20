from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "pages"
    verbose_name = _("Pages")

    def ready(self) -> None:
        import pages.revisions  # noqa: F401, PLC0415 (registers once the models are there)
        from pages.search import register_all  # noqa: PLC0415 (models load after the app's configuration)

        register_all()
