"""The life of a record: the only place where its state changes."""

from datetime import datetime

import reversion
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from publishing import changes
from publishing.models import Publishable


def _save(record: Publishable, comment: str) -> None:
    with changes.together():
        record.full_clean()
        record.save()
        # Inside a form's own revision the form's comment stays.
        if not reversion.get_comment():
            reversion.set_comment(comment)


def submit(*, record: Publishable) -> None:
    """Hand a draft to whoever publishes."""
    if record.published_at is not None:
        raise ValidationError(_("It is already published or scheduled."))
    record.submitted_at = timezone.now()
    _save(record, _("Submitted for review"))


def publish(*, record: Publishable, at: datetime | None = None) -> None:
    """Make the record public at that moment, now if none is given. Ends a withdrawal.

    A record that is public keeps the moment it first was.
    """
    if record.published_at is None or record.published_at > timezone.now():
        record.published_at = at or timezone.now()
    record.withdrawn_at = None
    record.withdrawal_reason = ""
    _save(record, _("Scheduled") if record.state == record.State.SCHEDULED else _("Published"))


def withdraw(*, record: Publishable, reason: str, at: datetime | None = None) -> None:
    """Take the record from the public; its address tells the reason."""
    record.withdrawn_at = at or timezone.now()
    record.withdrawal_reason = reason
    _save(record, _("Withdrawn: %(reason)s") % {"reason": reason})


def return_to_draft(*, record: Publishable) -> None:
    """Stop a review or a scheduled publication. What visitors have seen is withdrawn instead."""
    if record.published_at is not None and record.published_at <= timezone.now():
        raise ValidationError(_("It has been public: withdraw it instead."))
    record.published_at = None
    record.submitted_at = None
    _save(record, _("Returned to draft"))
