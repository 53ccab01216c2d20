"""People of the secretariat, signed in."""

from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts.models import User


def signed_in(username="nadia", **names):
    """A client of somebody who may do everything."""
    client = Client()
    client.force_login(User.objects.create(username=username, is_staff=True, is_superuser=True, **names))
    return client


def signed_in_with(*permissions, username="amal"):
    """A client of a member of staff who may do only what is named."""
    user = User.objects.create(username=username, is_staff=True)
    for name in permissions:
        label, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    client = Client()
    client.force_login(user)
    return client


def person_with(*roles, name="amal", **names):
    """A member of staff with these roles of accounts/roles.py."""
    user = User.objects.create(username=name, is_staff=True, **names)
    user.groups.set(Group.objects.filter(name__in=[role.name for role in roles]))
    return user


def client_of(user):
    client = Client()
    client.force_login(user)
    return client
