from django.apps import AppConfig


class KhartoumConfig(AppConfig):
    name = "khartoum"
