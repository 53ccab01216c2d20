"""Who may do what at the desk: each role once, as the duties it has, and each duty as a rule over all models.

A new model is covered by the rules as soon as it is migrated; nobody keeps a list of permissions.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.apps import apps as all_apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User

Model = type[models.Model]
# A model and what is done to it: "add" for add_event, or the whole name of a permission like no other.
Rule = Callable[[Model, str], bool]

# Apps whose rows are kept for the record and are none of it.
AROUND_THE_RECORD = frozenset({"publishing", "spreadsheets"})
CHANGES = frozenset({"add", "change", "delete"})


def is_record(model: Model) -> bool:
    return "publish" in model._meta.default_permissions


def is_part(model: Model) -> bool:
    """A row that belongs to records, such as a participation."""
    return hasattr(model, "parent_records")


def is_read_at_the_desk(model: Model) -> bool:
    app = model._meta.app_config
    return app.label in AROUND_THE_RECORD or any(is_record(one) for one in app.get_models())


def _one(name: str, *verbs: str) -> Rule:
    return lambda model, verb: model._meta.label_lower == name and verb in verbs


def _writes(model: Model, verb: str) -> bool:
    if is_record(model):
        return verb in {"add", "change"}
    return is_part(model) and verb in CHANGES


@dataclass(frozen=True)
class Duty:
    """One thing that somebody may do, as staff would say it, and the permissions it takes."""

    label: Any
    includes: Rule


READ = Duty(
    _("Read everything: drafts, remarks and the history too"),
    lambda model, verb: verb == "view" and is_read_at_the_desk(model),
)
WRITE = Duty(
    _("Write drafts, submit them for review, and prepare edits of what is public"),
    _writes,
)
FRENCH = Duty(_("Edit the French of every record"), lambda model, verb: verb == "translate_fr")
ARABIC = Duty(_("Edit the Arabic of every record"), lambda model, verb: verb == "translate_ar")
PUBLISH = Duty(
    _("Publish, schedule and withdraw; release prepared edits; change at once what is public"),
    lambda model, verb: is_record(model) and verb == "publish",
)
DELETE = Duty(_("Delete records"), lambda model, verb: is_record(model) and verb == "delete")
LEAD_ON = Duty(
    _("Say where addresses of the earlier site lead"),
    _one("publishing.oldaddress", "add", "change", "delete"),
)
MEND_PERSONAL_DATA = Duty(
    _("Correct or erase what is kept about a person"), lambda model, verb: verb == "handle_personal_data"
)
SEE_ACCOUNTS = Duty(
    _("See the accounts of colleagues and their roles"),
    lambda model, verb: model._meta.label_lower in {"accounts.user", "auth.group"} and verb == "view",
)
KEEP_ACCOUNTS = Duty(
    _("Invite colleagues, give and take roles, disable accounts"), _one("accounts.user", "add", "change")
)
SEE_API_KEYS = Duty(
    _("See whose keys of the API there are, and how much they are used"), _one("accounts.apikey", "view")
)
KEEP_API_KEYS = Duty(_("Hand out and revoke keys of the API"), _one("accounts.apikey", "add", "change"))
SEE_REPORTS = Duty(_("Read which problems visitors report with pages"), _one("reports.problemreport", "view"))
SETTLE_REPORTS = Duty(
    _("Deal with the problems that visitors report"), _one("reports.problemreport", "change")
)
READ_AUDIT_LOG = Duty(
    _("Read the audit log and export it"),
    lambda model, verb: model._meta.label_lower == "accounts.auditentry" and verb in {"view", "export"},
)
SEE_STATUS = Duty(
    _("See how the server is: backups, room, what is wrong and how it is mended"),
    _one("operations.run", "see_status"),
)
DUTIES = (
    READ,
    WRITE,
    FRENCH,
    ARABIC,
    PUBLISH,
    DELETE,
    LEAD_ON,
    MEND_PERSONAL_DATA,
    SEE_ACCOUNTS,
    KEEP_ACCOUNTS,
    SEE_API_KEYS,
    KEEP_API_KEYS,
    SEE_REPORTS,
    SETTLE_REPORTS,
    READ_AUDIT_LOG,
    SEE_STATUS,
)


@dataclass(frozen=True)
class Role:
    # The name of its group, the same in every language.
    name: str
    label: Any
    explanation: Any
    duties: tuple[Duty, ...]

    def may(self, model: Model, verb: str) -> bool:
        return any(duty.includes(model, verb) for duty in self.duties)


EDITOR = Role(
    "Editor",
    _("Editor"),
    _("Writes drafts and hands them in for review. Nothing an editor does is seen by the public at once."),
    (READ, WRITE, FRENCH, ARABIC, SEE_REPORTS, SETTLE_REPORTS),
)
PUBLISHER = Role(
    "Publisher",
    _("Publisher"),
    _("Does what an editor does, and decides what the public sees: publishes, withdraws, deletes."),
    (READ, WRITE, FRENCH, ARABIC, PUBLISH, DELETE, LEAD_ON, SEE_REPORTS, SETTLE_REPORTS),
)
FRENCH_TRANSLATOR = Role(
    "Translator (French)",
    _("Translator (French)"),
    _("Writes the French texts of every record, and nothing else."),
    (READ, FRENCH),
)
ARABIC_TRANSLATOR = Role(
    "Translator (Arabic)",
    _("Translator (Arabic)"),
    _("Writes the Arabic texts of every record, and nothing else."),
    (READ, ARABIC),
)
ADMINISTRATOR = Role(
    "Administrator",
    _("Administrator"),
    _("Looks after people and settings: accounts, roles, old addresses, personal data. Writes no records."),
    (
        READ,
        LEAD_ON,
        MEND_PERSONAL_DATA,
        SEE_ACCOUNTS,
        KEEP_ACCOUNTS,
        SEE_API_KEYS,
        KEEP_API_KEYS,
        SEE_REPORTS,
        SETTLE_REPORTS,
        READ_AUDIT_LOG,
        SEE_STATUS,
    ),
)
AUDITOR = Role(
    "Auditor",
    _("Auditor"),
    _("Reads everything, the history and the audit log too, and changes nothing."),
    (READ, SEE_ACCOUNTS, SEE_API_KEYS, SEE_REPORTS, READ_AUDIT_LOG),
)
ROLES = (EDITOR, PUBLISHER, FRENCH_TRANSLATOR, ARABIC_TRANSLATOR, ADMINISTRATOR, AUDITOR)
NAMES = tuple(role.name for role in ROLES)


def verb_of(model: Model, codename: str) -> str:
    """“publish” of publish_event; a permission that is not named after its model is its own verb."""
    return codename.removesuffix(f"_{model._meta.model_name}")


def _permissions_of(model: Model) -> Iterable[str]:
    yield from (f"{verb}_{model._meta.model_name}" for verb in model._meta.default_permissions)
    yield from (codename for codename, _name in model._meta.permissions)


def granted(role: Role, app: AppConfig) -> set[tuple[str, str]]:
    """Model and name of each permission over the app's models that belongs to the role."""
    return {
        (model._meta.model_name or "", codename)
        for model in app.get_models()
        for codename in _permissions_of(model)
        if role.may(model, verb_of(model, codename))
    }


def grant(app_config: AppConfig, using: str = "default", apps: Any = all_apps, **_others: Any) -> None:
    """After each migration of an app, once its permissions are there: the roles have what they are to have,
    and no more, also where somebody changed a group by hand."""
    try:
        groups = apps.get_model("auth", "Group").objects.using(using)
        permissions = apps.get_model("auth", "Permission").objects.using(using)
    except LookupError:
        return
    # The models of this code, not those of the migration: these know what they are.
    app = all_apps.get_app_config(app_config.label)
    there = {
        (permission.content_type.model, permission.codename): permission
        for permission in permissions.filter(content_type__app_label=app.label).select_related("content_type")
    }
    if not there:
        return
    _leave_just(apps, groups, app, there)


def _leave_just(apps: Any, groups: Any, app: AppConfig, there: dict[tuple[str, str], Any]) -> None:
    """Few statements for all roles: it runs for each app, after each migration and each test that commits."""
    ids = dict(groups.filter(name__in=NAMES).values_list("name", "pk"))
    for name in NAMES:
        if name not in ids:
            ids[name] = groups.create(name=name).pk
    wanted = {(ids[role.name], there[key].pk) for role in ROLES for key in granted(role, app) if key in there}
    links = apps.get_model("auth", "Group").permissions.through.objects.using(groups.db)
    held = {
        (group, permission): link
        for link, group, permission in links.filter(
            group__in=ids.values(), permission__in=[permission.pk for permission in there.values()]
        ).values_list("pk", "group_id", "permission_id")
    }
    links.filter(pk__in=[held[pair] for pair in held.keys() - wanted]).delete()
    links.bulk_create(
        links.model(group_id=group, permission_id=permission) for group, permission in wanted - held.keys()
    )


def roles_of(user: "User") -> list[Role]:
    names = {group.name for group in user.groups.all()}
    return [role for role in ROLES if role.name in names]


def languages_translated_by(user: Any) -> list[str]:
    """Languages in which this person may write the texts of every record."""
    _original, *translations = settings.MODELTRANSLATION_LANGUAGES
    return [code for code in translations if user.has_perm(f"publishing.translate_{code}")]
