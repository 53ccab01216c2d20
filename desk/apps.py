from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("The desk")

    def ready(self) -> None:
        from desk.listing import follow, forget  # noqa: PLC0415 (models load after the app's configuration)
        from publishing import changes  # noqa: PLC0415
        from publishing.kinds import record_models  # noqa: PLC0415

        changes.on_write(follow)
        for model in record_models().values():
            # Of rows that a deletion takes along, only Django itself tells.
            post_delete.connect(forget, sender=model)
