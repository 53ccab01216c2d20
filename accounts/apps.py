from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts import roles


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Staff accounts")

    def ready(self) -> None:
        from accounts import sessions, sign_in_notes  # noqa: PLC0415 (models load after the app's configuration)

        sign_in_notes.connect()
        sessions.connect()
        # Django makes the permissions of new models in the same moment, before ours: its app comes first.
        post_migrate.connect(roles.grant, dispatch_uid="accounts.roles")
