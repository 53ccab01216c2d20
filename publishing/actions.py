"""The life of a record: the only place where its state changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import reversion
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from modeltranslation.utils import build_localized_fieldname

from accounts.audit import note
from accounts.models import AuditEntry
from publishing import changes
from publishing.models import Publishable, Record

Action = AuditEntry.Action


def _save(record: Publishable, comment: str, action: AuditEntry.Action, **details: Any) -> None:
    with changes.together():
        record.full_clean()
        record.save()
        # Inside a form's own revision the form's comment stays.
        if not reversion.get_comment():
            reversion.set_comment(comment)
        note(action, record, **details)


def _give_reasons(record: Publishable, reasons: Mapping[str, str]) -> None:
    """Language → reason; empty where none is given."""
    for code in settings.MODELTRANSLATION_LANGUAGES:
        setattr(record, build_localized_fieldname("withdrawal_reason", code), reasons.get(code, ""))
    # The column without a language is the one the database's own rule reads.
    record.__dict__["withdrawal_reason"] = next(filter(None, reasons.values()), "")


def submit(*, record: Publishable) -> None:
    """Hand a draft to whoever publishes."""
    if record.published_at is not None:
        raise ValidationError(_("It is already published or scheduled."))
    record.submitted_at = timezone.now()
    _save(record, _("Submitted for review"), Action.SUBMITTED)


def publish(*, record: Publishable, at: datetime | None = None) -> None:
    """Make the record public at that moment, now if none is given. Ends a withdrawal, also one to come.

    A record that was public and is again at once keeps the moment it first was.
    Raises ValidationError if it is public already and will stay so.
    """
    now = timezone.now()
    if record.is_public and record.withdrawn_at is None:
        raise ValidationError(_("It is public already."))
    if record.is_public:
        at = None
    if at is not None or record.published_at is None or record.published_at > now:
        record.published_at = at or now
    record.withdrawn_at = None
    _give_reasons(record, {})
    if record.state == record.State.SCHEDULED:
        _save(record, _("Scheduled"), Action.SCHEDULED, moment=record.published_at.isoformat())
    else:
        _save(record, _("Published"), Action.PUBLISHED)


def let_out(*, record: Publishable, by: Any) -> None:
    """For what is new: public at once where that person may publish, else handed to those who may."""
    options = record._meta
    if by.has_perm(f"{options.app_label}.{get_permission_codename('publish', options)}"):
        publish(record=record)
    else:
        submit(record=record)


def withdraw(*, record: Publishable, reason: str | Mapping[str, str], at: datetime | None = None) -> None:
    """Take the record from the public; its address tells the reason.

    The reason is in the active language, or a mapping from language to reason.
    """
    reasons = {get_language() or settings.LANGUAGE_CODE: reason} if isinstance(reason, str) else reason
    record.withdrawn_at = at or timezone.now()
    _give_reasons(record, reasons)
    told = next(filter(None, reasons.values()), "")
    comment = _("Withdrawal scheduled: %(reason)s") if at else _("Withdrawn: %(reason)s")
    details = {"reason": told, **({"moment": at.isoformat()} if at else {})}
    _save(record, comment % {"reason": told}, Action.WITHDRAWN, **details)


def return_to_draft(*, record: Publishable) -> None:
    """Stop a review or a scheduled publication. What visitors have seen is withdrawn instead."""
    if record.published_at is not None and record.published_at <= timezone.now():
        raise ValidationError(_("It has been public: withdraw it instead."))
    record.published_at = None
    record.submitted_at = None
    _save(record, _("Returned to draft"), Action.RETURNED)


def confirm_translations(*, record: Record, language: str) -> None:
    """The record's texts in that language have been read against the original and are right. Raises
    StaleRecordError if they may no longer be what was read."""
    with changes.together():
        record.hold()
        states = record.translation_states.filter(language=language)
        open_states = [
            state for state in states if state.status != state.Status.CONFIRMED or state.is_out_of_date
        ]
        if not open_states:
            return
        for state in open_states:
            state.status = state.Status.CONFIRMED
            state.made_from = state.original_revision
            state.save()
        changes.record_part_of(record)
        if not reversion.get_comment():
            reversion.set_comment(_("Translations confirmed"))
