"""Whether the desk is open to those alone who are meant to come in."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rights import keepers_of_accounts
from accounts.second_factor import FACTORS
from operations.doctor.registry import Findings, check, error, warning

# Invited, or made by `setup`, and never come: the way in lies open in a letter or on a screen.
NEVER_CAME_AFTER = timedelta(days=14)
# Not come for so long: somebody may have left.
GONE_AFTER = timedelta(days=365)
NAMED = 5


def staff() -> Any:
    return User.objects.filter(is_staff=True, is_active=True)


@check("security")
def second_factor_is_forced() -> Findings:
    if not settings.SECOND_FACTOR_REQUIRED:
        yield warning(
            _("Staff sign in with a password alone: whoever learns one can publish for the Process."),
            _("Set SECOND_FACTOR_REQUIRED=yes."),
        )


@check("security", asks_database=True)
def everybody_has_a_second_factor() -> Findings:
    if not settings.SECOND_FACTOR_REQUIRED or settings.OIDC_HAS_SECOND_FACTOR:
        return
    has_one = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    came = staff().exclude(last_login=None).exclude(Exists(has_one))
    names = _names(came)
    if names:
        yield warning(
            _("No second factor is set up for: %(names)s") % {"names": names},
            _(
                "They are asked for it at the next sign-in; until then a learnt password is enough to set "
                "one up. Ask them to sign in now, or disable the account."
            ),
        )


@check("security", asks_database=True)
def somebody_administers() -> Findings:
    administrators = keepers_of_accounts().filter(is_staff=True).count()
    if administrators == 0:
        yield error(
            _("Nobody can invite colleagues or help them in: there is no administrator."),
            "manage.py createsuperuser",
        )
    elif administrators == 1:
        yield warning(
            _("There is one administrator alone: who helps them in when they have lost their telephone?"),
            _("Give a second person the role of administrator, at the desk under “Invite a colleague”."),
        )


@check("security", asks_database=True)
def nobody_was_invited_in_vain() -> Findings:
    before = timezone.now() - NEVER_CAME_AFTER
    names = _names(staff().filter(last_login=None, date_joined__lt=before))
    if names:
        yield warning(
            _("Made more than %(days)d days ago and never signed in to: %(names)s")
            % {"days": NEVER_CAME_AFTER.days, "names": names},
            _(
                "The first password, or the letter with the link, may be in other hands: disable the "
                "account at the desk, and invite anew whoever still needs one."
            ),
        )


@check("security", asks_database=True)
def nobody_has_left() -> Findings:
    before = timezone.now() - GONE_AFTER
    names = _names(staff().filter(last_login__lt=before))
    if names:
        yield warning(
            _("Not signed in to for a year: %(names)s") % {"names": names},
            _("If they have left the secretariat, disable the account at the desk."),
        )


def _names(people: Any) -> str:
    names = list(people.order_by("username").values_list("username", flat=True)[: NAMED + 1])
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")
