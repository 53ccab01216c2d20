"""The types of events in six groups, as many as can be told apart in a plot."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from events.models import Event

Type = Event.Type


@dataclass(frozen=True)
class Group:
    label: str | Promise
    types: tuple[str, ...]

    def __str__(self) -> str:
        return capfirst(str(self.label))


GROUPS = (
    Group(
        _("Ministerial conferences and high-level meetings"),
        (Type.MINISTERIAL_CONFERENCE, Type.JOINT_HIGH_LEVEL_MEETING),
    ),
    Group(_("Senior Officials’ Meetings"), (Type.SENIOR_OFFICIALS_MEETING,)),
    Group(_("Steering Committee meetings"), (Type.STEERING_COMMITTEE_MEETING,)),
    Group(_("Thematic meetings and workshops"), (Type.THEMATIC_MEETING, Type.THEMATIC_WORKSHOP)),
    Group(
        _("Trainings, webinars and working groups"),
        (Type.TRAINING, Type.WEBINAR, Type.INFORMAL_WORKING_GROUP),
    ),
    Group(_("Other events"), (Type.JVAP_MEETING, Type.PREPARATORY_MEETING, Type.RELATED_EVENT)),
)
