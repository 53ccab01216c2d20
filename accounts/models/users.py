from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of the secretariat's staff. Our own model from the first day: it cannot be swapped later."""

    class Meta(AbstractUser.Meta):
        permissions = [
            ("handle_personal_data", _("Can correct or erase what is kept about a person")),
        ]
