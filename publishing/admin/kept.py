"""A form that is kept: when a session had ended, to be shown as it was filled in; or because what it was
for is gone. Nothing of it is saved."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from publishing.admin.replaying import shown_again
from publishing.labelled import apart


def as_kept(request):
    """The request that shows what was kept, for who has come back to it; else the request as it is.

    For views that leave alone what `is_only_shown`. See `khartoum.kept_forms`.
    """
    kept = getattr(request, "kept", None)
    if kept is None or request.method != "GET":
        return request
    kept.is_shown = True
    messages.warning(
        request,
        _("Nothing has been saved yet. This is what you typed before your session ended: look, then save."),
    )
    if kept.files:
        told = ngettext(
            "A file cannot be kept. Choose it again: %(names)s.",
            "Files cannot be kept. Choose them again: %(names)s.",
            len(kept.files),
        )
        messages.warning(request, told % {"names": ", ".join(apart(name) for name in kept.files)})
    return shown_again(request, kept.data)


def gone(request):
    """To be raised where the row of an address is no more. What somebody has typed for it is then kept, and
    shown to them: see `khartoum.kept_forms`."""
    request.row_is_gone = True
    return Http404()
