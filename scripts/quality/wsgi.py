"""The portal as production serves it, with the addresses of `scripts/quality/urls.py`."""

from django.conf import settings

from khartoum.wsgi import application as application

settings.ROOT_URLCONF = "scripts.quality.urls"
