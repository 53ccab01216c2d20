"""The form of a new record whose button was pressed twice, or that was sent again after a trouble, adds one
record."""

import json
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.models import User
from publishing.admin.replaying import kept_data
from publishing.typed_words import FORM_MARK, SIGNED

# Whoever comes back to a form later than this, and sends it once more, means another.
SOON = timedelta(minutes=10)
# In the entry that Django writes of each addition. Nothing shows it.
SENT = "sent"


def mark_of(request):
    """For a form of a new record, so that two that are filled in alike add two; that which it was opened
    with, if it comes back with errors."""
    return request.POST.get(FORM_MARK) or token_urlsafe(12)


def digest_of(request):
    """Of all that was filled in and chosen, whichever button was pressed."""
    files = [[name, file.name, file.size] for name, files in request.FILES.lists() for file in files]
    filled = kept_data(request.POST)
    for name in filled:
        # The moment differs from press to press.
        if name.endswith(SIGNED):
            filled[name] = [value.partition(":")[0] for value in filled[name]]
    return sha256(json.dumps([filled, files], sort_keys=True).encode()).hexdigest()


def added_already(model, request):
    """The record that this very form has added a moment ago, if it is still there."""
    if FORM_MARK not in request.POST:
        return None
    # Held until the end: a second press waits here until the first is done.
    User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
    entry = LogEntry.objects.filter(
        user_id=request.user.pk,
        content_type=ContentType.objects.get_for_model(model),
        action_flag=ADDITION,
        action_time__gte=timezone.now() - SOON,
        change_message__contains=digest_of(request),
    ).first()
    return entry and model._default_manager.filter(pk=entry.object_id).first()


def with_digest(request, message):
    """What is noted of an addition, by which a second press is known."""
    is_form = request.method == "POST" and isinstance(message, list)
    return [*message, {SENT: digest_of(request)}] if is_form else message
