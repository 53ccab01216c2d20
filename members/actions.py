from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Chairmanship, Partner


@transaction.atomic
def save_chairmanship(*, chairmanship: Chairmanship) -> None:
    """Save the term unless another of the same partner overlaps it.

    The partner's row is locked, so that two terms saved at the same moment see each other.
    Raises ValidationError.
    """
    Partner.objects.select_for_update().get(pk=chairmanship.partner_id)
    refuse_overlap(chairmanship)
    chairmanship.save()


def refuse_overlap(chairmanship: Chairmanship) -> None:
    """Raise ValidationError if another term of the same partner overlaps this one."""
    other = Chairmanship.objects.overlapping(chairmanship).first()
    if other is not None:
        raise ValidationError(
            _("The term overlaps another of the same partner: %(term)s. Correct one of the two dates."),
            params={"term": str(other)},
            code="overlap",
        )
