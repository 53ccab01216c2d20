from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = _("Members")

    def ready(self) -> None:
        import members.revisions  # noqa: F401, PLC0415 (registers once the models are there)
        from members import excerpts, search  # noqa: PLC0415 (models load after the app's configuration)

        search.register_all()
        excerpts.register_all()
