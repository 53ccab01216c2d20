from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of the secretariat's staff. Our own model from the first day: it cannot be swapped later."""
