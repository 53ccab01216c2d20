from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = _("Operations")

    def ready(self) -> None:
        # Needs the apps.
        from operations.logs import queries  # noqa: PLC0415

        queries.begin()
