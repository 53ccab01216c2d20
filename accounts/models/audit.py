from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

ONLY_ADDED_TO = "Entries of the audit log are neither changed nor deleted."


class AuditEntryQuerySet(models.QuerySet):
    """The database refuses as well; here it is said before a transaction is spoiled."""

    def update(self, **values: Any) -> NoReturn:
        raise TypeError(ONLY_ADDED_TO)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(ONLY_ADDED_TO)

    def delete(self) -> NoReturn:
        raise TypeError(ONLY_ADDED_TO)


class AuditEntry(models.Model):
    """Who did what, for good: the database refuses to change or to delete a row.

    Names are copied, not linked, so that an entry outlives the account and the record it tells of.
    """

    class Action(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGNED_OUT = "signed_out", _("signed out")
        SIGN_IN_REFUSED = "sign_in_refused", _("sign-in refused")
        SIGN_IN_CHANGED = "sign_in_changed", _("ways of signing in changed")
        INVITED = "invited", _("colleague invited")
        REFUSED = "refused", _("refused for want of permission")
        PERMISSIONS_CHANGED = "permissions_changed", _("account or roles changed")
        SUBMITTED = "submitted", _("submitted for review")
        PUBLISHED = "published", _("published")
        SCHEDULED = "scheduled", _("publication scheduled")
        RETURNED = "returned", _("returned to draft")
        WITHDRAWN = "withdrawn", _("withdrawn")
        PREPARED = "prepared", _("edit prepared")
        RELEASED = "released", _("prepared edit released")
        DISCARDED = "discarded", _("prepared edit thrown away")
        DELETED = "deleted", _("deleted")
        RECOVERED = "recovered", _("recovered or restored")
        IMPORTED = "imported", _("imported")
        EXPORTED = "exported", _("exported")
        KEY_GIVEN = "key_given", _("API key handed out")
        KEY_CHANGED = "key_changed", _("API key changed")
        KEY_REVOKED = "key_revoked", _("API key revoked")
        REPORT_SETTLED = "report_settled", _("problem report dealt with or opened again")
        PERSON_CORRECTED = "person_corrected", _("a person’s data corrected")
        PERSON_ERASED = "person_erased", _("a person’s data erased")
        PORTAL_RESTORED = "portal_restored", _("whole portal brought back from a backup")

    at = models.DateTimeField(_("when (UTC)"), db_index=True)
    action = models.CharField(_("what"), max_length=20, choices=Action)
    person_id = models.BigIntegerField(null=True)
    person = models.CharField(_("who"), max_length=150, blank=True)
    kind = models.CharField(_("kind"), max_length=80, blank=True, help_text=_("app_label.model_name"))
    object_id = models.CharField(max_length=40, blank=True)
    object_name = models.CharField(_("of what"), max_length=300, blank=True)
    address = models.GenericIPAddressField(_("from which address"), null=True)
    details = models.JSONField(_("details"), default=dict)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        default_permissions = ("view",)
        permissions = [("export_auditentry", _("Can export the audit log"))]
        indexes = [
            models.Index(fields=["action", "-at"], name="audit_by_action"),
            models.Index(fields=["person_id", "-at"], name="audit_by_person"),
            models.Index(fields=["kind", "object_id"], name="audit_of_object"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_name}".rstrip()

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(ONLY_ADDED_TO)
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(ONLY_ADDED_TO)
