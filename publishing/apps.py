from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from publishing import authorship, changes, echoes  # noqa: PLC0415 (needs the models)

        changes.on_write(authorship.follow)
        changes.echo_by(echoes.before_deletion, echoes.of)
