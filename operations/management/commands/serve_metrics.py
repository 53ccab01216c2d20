from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from operations.metrics import exporter


class Command(BaseCommand):
    help = "Tells the figures of the portal to Prometheus at METRICS_HOST:METRICS_PORT, until it is stopped."
    # Figures are told, too, of a portal whose checks or migrations have something to say.
    requires_system_checks: list[str] = []

    def handle(self, *args, **options):
        if not settings.METRICS_PORT:
            raise CommandError(
                "METRICS_PORT is 0: set it, for this and for the web processes, and start both anew."
            )
        try:
            server, wait = exporter.serve()
        except OSError as error:
            raise CommandError(
                f"{settings.METRICS_HOST}:{settings.METRICS_PORT} cannot be listened at ({error.strerror}): "
                "choose another METRICS_PORT, or end what uses it."
            ) from error
        self.stdout.write(f"Figures at http://{settings.METRICS_HOST}:{settings.METRICS_PORT}/metrics")
        try:
            wait()
        except KeyboardInterrupt:
            server.shutdown()
