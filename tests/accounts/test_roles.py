"""accounts/roles.py: what each role may do, by rule."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts import roles
from accounts.roles import (
    ADMINISTRATOR,
    ARABIC_TRANSLATOR,
    AUDITOR,
    EDITOR,
    FRENCH_TRANSLATOR,
    PUBLISHER,
    ROLES,
)
from tests.staff import person_with

pytestmark = pytest.mark.django_db


def verbs_over(label, role):
    """What the role may do to rows of that model."""
    model = apps.get_model(label)
    codenames = Permission.objects.filter(
        group__name=role.name,
        content_type__app_label=model._meta.app_label,
        content_type__model=model._meta.model_name,
    ).values_list("codename", flat=True)
    return {roles.verb_of(model, codename) for codename in codenames}


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        (EDITOR, {"view", "add", "change"}),
        (PUBLISHER, {"view", "add", "change", "publish", "delete"}),
        (FRENCH_TRANSLATOR, {"view"}),
        (ARABIC_TRANSLATOR, {"view"}),
        (ADMINISTRATOR, {"view"}),
        (AUDITOR, {"view"}),
    ],
)
def test_a_role_has_the_same_rights_over_every_kind_of_record(role, verbs):
    kinds = [model for model in apps.get_models() if roles.is_record(model)]

    assert len(kinds) >= 11
    assert {model._meta.label: verbs_over(model._meta.label, role) for model in kinds} == {
        model._meta.label: verbs for model in kinds
    }


@pytest.mark.parametrize("label", ["events.Participation", "members.CommitteeSeat", "declarations.Relation"])
def test_whoever_writes_a_record_writes_its_rows(label):
    assert verbs_over(label, EDITOR) == {"view", "add", "change", "delete"}
    assert verbs_over(label, ARABIC_TRANSLATOR) == {"view"}


def test_only_administrators_keep_accounts():
    assert {
        role.name: verbs_over("accounts.User", role) for role in ROLES if verbs_over("accounts.User", role)
    } == {
        "Administrator": {"view", "add", "change", "handle_personal_data"},
        "Auditor": {"view"},
    }


def test_nobody_may_write_groups_sessions_or_the_history():
    apps_behind = ["auth", "sessions", "reversion", "admin", "contenttypes"]
    held = Permission.objects.filter(group__name__in=roles.NAMES, content_type__app_label__in=apps_behind)

    assert set(held.values_list("codename", flat=True)) == {"view_group"}


def test_the_audit_log_is_for_administrators_and_auditors():
    readers = {role.name for role in ROLES if "view" in verbs_over("accounts.AuditEntry", role)}

    assert readers == {"Administrator", "Auditor"}
    assert verbs_over("accounts.AuditEntry", AUDITOR) == {"view", "export"}


@pytest.mark.parametrize(
    ("role", "languages"),
    [
        (EDITOR, ["fr", "ar"]),
        (FRENCH_TRANSLATOR, ["fr"]),
        (ARABIC_TRANSLATOR, ["ar"]),
        (AUDITOR, []),
        (ADMINISTRATOR, []),
    ],
)
def test_a_person_translates_into_the_languages_of_the_role(role, languages):
    assert roles.languages_translated_by(person_with(role)) == languages


def test_a_person_may_have_several_roles():
    person = person_with(AUDITOR, EDITOR)

    assert roles.roles_of(person) == [EDITOR, AUDITOR]
    assert person.has_perm("events.change_event")
    assert person.has_perm("accounts.view_auditentry")


def test_a_migration_mends_a_role_that_was_changed_by_hand():
    group = Group.objects.get(name="Auditor")
    before = set(group.permissions.values_list("pk", flat=True))
    group.permissions.add(Permission.objects.get(codename="delete_event"))
    group.permissions.remove(Permission.objects.get(codename="view_event"))
    Group.objects.get(name="Editor").delete()

    call_command("migrate", verbosity=0)

    assert set(group.permissions.values_list("pk", flat=True)) == before
    assert verbs_over("events.Event", EDITOR) == {"view", "add", "change"}


def test_a_group_of_ones_own_is_left_alone():
    group = Group.objects.create(name="Interns")
    group.permissions.add(Permission.objects.get(codename="view_event"))

    call_command("migrate", verbosity=0)

    assert [permission.codename for permission in group.permissions.all()] == ["view_event"]
