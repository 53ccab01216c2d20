"""What the API tells of one day: whether a standing, or a term in the chair, was held on it."""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from members.models import Chairmanship, Membership
from members.standing import best_answers
from publishing.serializers import WholeRecordField
from publishing.shapes import Reader, Row, Rows, Scope, Shape

_asked: ContextVar[date | None] = ContextVar("day_asked", default=None)


@dataclass(frozen=True)
class ShapeOfDay:
    """A shape, which is kept for any day, to be read of this one."""

    shape: Shape
    day: date | None

    def read(self, keys: list[int]) -> list[dict[str, Any]]:
        token = _asked.set(self.day)
        try:
            return self.shape.read(keys)
        finally:
            _asked.reset(token)


class HeldSerializer(serializers.Serializer):
    """Whether it was held on the day."""

    day = serializers.DateField(help_text="The day that was asked for.")
    held = serializers.ChoiceField(choices=Membership.Held.choices, help_text="Whether it was held that day.")


class StandingThenSerializer(serializers.Serializer):
    standing = serializers.ChoiceField(
        choices=Membership.Standing.choices, help_text="What the partner was, or might have been."
    )
    held = serializers.ChoiceField(choices=Membership.Held.choices, help_text="Whether it was that day.")


class StandingsSerializer(serializers.Serializer):
    """Each standing that the partner ever had, and whether it was held on the day."""

    day = serializers.DateField(help_text="The day that was asked for.")
    standings = StandingThenSerializer(many=True, help_text="Each once.")


def held_reader(scope: Scope, model: Any) -> Callable[[Row, date], str]:
    """By the rule of the model, out of the columns that it goes by."""
    names = [
        field.attname
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "DateField" or field.attname.endswith("_precision")
    ]
    places = [(name, scope.at(name)) for name in names]

    def read(row: Row, day: date) -> str:
        values: dict[str, Any] = {}
        for name, place in places:
            is_day = row[place] and not name.endswith("_precision")
            values[name] = date.fromisoformat(row[place]) if is_day else row[place]
        return str(model(**values).held_on(day))

    return read


class OfADayField(WholeRecordField):
    """Null unless a day was asked for."""

    def reader(self, scope: Scope) -> Reader:
        told = self.told(scope)

        def read(row: Row, found: Any) -> Any:
            day = _asked.get()
            return None if day is None else {"day": day.isoformat(), **told(row, found, day)}

        return read

    def told(self, scope: Scope) -> Callable[[Row, Any, date], dict[str, Any]]:
        raise NotImplementedError


@extend_schema_field(HeldSerializer)
class HeldField(OfADayField):
    def __init__(self, model: type[Membership | Chairmanship], **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def told(self, scope: Scope) -> Callable[[Row, Any, date], dict[str, Any]]:
        held = held_reader(scope, self.model)
        return lambda row, found, day: {"held": held(row, day)}


@extend_schema_field(StandingsSerializer)
class StandingsField(OfADayField):
    def told(self, scope: Scope) -> Callable[[Row, Any, date], dict[str, Any]]:
        branch, key = scope.parts("memberships", lambda: Rows(Membership.objects.all(), of="partner"))
        of_membership = Scope(scope.statement, branch)
        standing, held = of_membership.at("standing"), held_reader(of_membership, Membership)

        def told(row: Row, found: Any, day: date) -> dict[str, Any]:
            rows = found[branch.number].get(row[key], ())
            best = best_answers((part[standing], held(part, day)) for part in rows)
            return {"standings": [{"standing": name, "held": answer} for name, answer in best.items()]}

        return told
