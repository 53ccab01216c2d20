import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from khartoum.starting import getting_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
# Web processes may go through PgBouncer: khartoum/databases.py.
os.environ["PORTAL_PROCESS"] = "web"

with getting_ready():
    application = get_wsgi_application()

    if settings.PAGE_CACHE_MEGABYTES:
        # Here, because it needs the apps to be ready.
        from khartoum.page_cache import PageCache

        application = PageCache(application, megabytes=settings.PAGE_CACHE_MEGABYTES)

    if settings.METRICS_PORT:
        # Loaded only where somebody collects figures.
        from operations.metrics.web_process import counted

        application = counted(application)
