from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeclarationsConfig(AppConfig):
    name = "declarations"
    verbose_name = _("Documents")

    def ready(self) -> None:
        import declarations.revisions  # noqa: F401, PLC0415 (registers once the models are there)
        from declarations import excerpts, placing, search, themed  # noqa: PLC0415 (models load after it)
        from publishing import changes  # noqa: PLC0415

        changes.on_write(themed.follow)
        changes.on_write(placing.follow)
        search.register_all()
        excerpts.register_all()
