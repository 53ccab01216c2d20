from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        from publishing import changes  # noqa: PLC0415 (models load after the app's configuration)
        from search.index import follow  # noqa: PLC0415

        changes.on_write(follow)
