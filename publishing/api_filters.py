"""The filters of a list's page as parameters of the API: what they take, and what is wrong with a value."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend

from publishing.filters import MOST_VALUES, takes_several
from publishing.problems import BadQueryError
from publishing.selection import selection_parameters, serializer_of

# Kind of record → the slug of one; filter → a value.
EXAMPLES = {
    "partner": "egypt",
    "event": "ministerial-cairo-2025",
    "document": "rome-declaration-2014",
    "theme": "return",
    "commitment": "a-commitment",
    "q": "migration",
    "as_of": "2025-06-30",
}


class StrictFilterBackend(BaseFilterBackend):
    """What the filters do not understand is named, never passed over."""

    def filter_queryset(self, request: Any, queryset: Any, view: Any) -> Any:
        filters = view.filterset_class.base_filters
        if not any(name in request.query_params for name in filters):
            return queryset
        question = view.filterset_class(request.query_params, queryset=queryset, request=request)
        if not question.is_valid():
            raise BadQueryError(
                {
                    name: f"“{name}”: {' '.join(_told(error, name, filters[name], view) for error in errors)}"
                    for name, errors in question.form.errors.as_data().items()
                }
            )
        return question.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        is_list = view.action != "retrieve"
        filters = view.filterset_class.base_filters
        names = filters if is_list else view.notes_of_one
        parameters = []
        for name in names:
            schema, example = _schema_of(filters[name]), _example_of(name, filters[name], view)
            note = _note_of(name, filters[name], view) if is_list else view.notes_of_one[name]
            shown: Any = example
            if takes_several(filters[name]):
                note = f"{note} Given several times, one of the values is enough."
                schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
                shown = example and [example]
            parameters.append(
                {
                    "name": name,
                    "in": "query",
                    "required": False,
                    "description": note,
                    "schema": schema,
                    **({"example": shown} if shown else {}),
                }
            )
        return [*parameters, *selection_parameters(serializer_of(type(view)))]


def what_is_wrong(error: ValidationError, *, known: Sequence[str], note: str, example: str) -> str:
    """With a value, and which there are instead."""
    if error.code != "invalid_choice":
        return " ".join(error.messages)
    wrong = f"“{(error.params or {}).get('value', '')}” is none of its values."
    if known:
        return f"{wrong} Known here: {', '.join(value for value in known if value)}."
    return f"{wrong} It takes: {note} For example: {example}."


def _told(error: ValidationError, name: str, question: Any, view: Any) -> str:
    return what_is_wrong(
        error,
        known=_schema_of(question).get("enum", ()),
        note=_note_of(name, question, view),
        example=_example_of(name, question, view),
    )


def _example_of(name: str, question: Any, view: Any) -> str:
    known = _schema_of(question).get("enum", [""])[0]
    return (
        view.parameter_examples.get(name)
        or known
        or EXAMPLES.get(name)
        or EXAMPLES.get(getattr(question, "kind", ""), "")
    )


def _note_of(name: str, question: Any, view: Any) -> str:
    return view.parameter_notes.get(name, f"{question.label}.")


def _schema_of(question: Any) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    choices = question.extra.get("choices")
    # Choices that are asked of the database are known by their slug or code; they differ from day to day.
    if choices and not callable(choices):
        # An empty value asks nothing: the forms of the pages send it.
        schema["enum"] = [*(value for value, _label in choices), ""]
    if "max_length" in question.extra:
        schema["maxLength"] = question.extra["max_length"]
    return schema | getattr(question, "schema", {})
