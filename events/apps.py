from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Events")

    def ready(self) -> None:
        import events.revisions  # noqa: F401, PLC0415 (registers once the models are there)
        from events import excerpts, involvements, search, themed  # noqa: PLC0415 (models load after it)
        from events.models import Event  # noqa: PLC0415 (models load after the app's configuration)
        from events.ordering import refresh_placed  # noqa: PLC0415
        from publishing import changes  # noqa: PLC0415

        def follow(written: list[changes.Touched]) -> None:
            touched = {entry.record.pk for entry in written if entry.record.kind == "event"}
            if touched or any(entry.record.kind == "chairmanship" for entry in written):
                touched.update(refresh_placed(Event))
            if touched:
                involvements.keep(sorted(touched))
            moved = themed.moved(written)
            if moved:
                touched.update(themed.events_marked(moved))
            if touched:
                themed.keep(sorted(touched))

        changes.on_write(follow)
        search.register_all()
        excerpts.register_all()
