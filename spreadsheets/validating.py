"""What a model says of a row, asked for many rows in little time.

The database's own rules cost most: Django asks the database about each of them for each row. Rows of one file
are alike, and a rule's answer depends only on the fields it names, so each combination is asked for once.
"""

from collections.abc import Hashable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

Errors = dict[str, list[ValidationError]]


class Validation:
    def __init__(self) -> None:
        # Rules with values of theirs that meet them, or of which they say nothing.
        self._met: set[Hashable] = set()

    def errors_of(self, record: Any, *, exclude: set[str]) -> Errors:
        """Field → what is wrong with it, of all fields but those excluded."""
        found: Errors = {}
        try:
            record.full_clean(exclude=set(exclude), validate_constraints=False)
        except ValidationError as error:
            found = _by_name(error)
        # What a field is refused for by itself makes no rule between fields worth asking.
        excluded = exclude | set(found)
        for model, constraints in record.get_constraints():
            for constraint in constraints:
                fields = _fields_of(constraint)
                key = constraint.name, *(str(getattr(record, name)) for name in sorted(fields))
                if key in self._met:
                    continue
                try:
                    is_asked = self._validate(constraint, model, record, excluded)
                except ValidationError as error:
                    for name, errors in _by_name(error).items():
                        found.setdefault(name, []).extend(errors)
                else:
                    rests_on_others = is_asked and not isinstance(constraint, models.CheckConstraint)
                    if not rests_on_others and not fields & excluded:
                        self._met.add(key)
        return found

    def _validate(self, constraint: Any, model: Any, record: Any, exclude: set[str]) -> bool:
        """Whether the rule says anything of such a record: one that no two records may share under a
        condition may not."""
        condition = getattr(constraint, "condition", None)
        if condition is not None and not isinstance(constraint, models.CheckConstraint):
            known = record._get_field_expression_map(meta=model._meta, exclude=exclude)
            if not condition.check(known):
                return False
        constraint.validate(model, record, exclude=exclude)
        return True


def _fields_of(constraint: Any) -> set[str]:
    """Those that its condition names."""
    condition = getattr(constraint, "condition", None)
    return set() if condition is None else set(condition.referenced_base_fields)


def _by_name(error: ValidationError) -> Errors:
    if hasattr(error, "error_dict"):
        return {name: list(errors) for name, errors in error.error_dict.items()}
    return {NON_FIELD_ERRORS: [error]}
