"""How the API describes itself: OpenAPI out of the views, with the problems each can answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from publishing.api_paging import ordering_parameter
from publishing.problems import ACCEPT_ONLY, MEDIA_TYPE, problem
from publishing.serializers import BadQuerySerializer, ProblemSerializer, WithdrawalSerializer

UNCHANGED = {"description": "The answer is still the one whose `ETag` was sent in `If-None-Match`."}
MOVED = {
    "description": "The record has another slug now.",
    "headers": {"Location": {"description": "Where it is.", "schema": {"type": "string"}}},
}
BAD_QUERY = (
    BadQuerySerializer,
    "A parameter, or its value, is not understood: each is named.",
    problem(
        400,
        "There is no parameter called “colour”. Known here: after, before, page_size.",
        errors=[
            {
                "parameter": "colour",
                "detail": "There is no parameter called “colour”. Known here: after, before, page_size.",
            }
        ],
    ),
)
NOT_THERE = (ProblemSerializer, "There is no such record, or it is not public.", None)
WITHDRAWN = (
    WithdrawalSerializer,
    "The record was withdrawn: when, and for which reason.",
    problem(
        410,
        "This record was withdrawn.",
        withdrawn_at="2026-03-02T09:30:00Z",
        reason={"en": "Published in error.", "fr": "Publié par erreur.", "ar": None},
    ),
)
NOT_ACCEPTABLE = (
    ProblemSerializer,
    "The answer is not to be had in the form that `Accept` asks for.",
    problem(406, ACCEPT_ONLY.format("application/json")),
)
WRONG_KEY = (
    ProblemSerializer,
    "The key that was sent is not known, has expired or was revoked.",
    problem(401, "The Authorization header has no key that may be used."),
)
TOO_MANY = (
    ProblemSerializer,
    "Asked too often: `Retry-After` says when to ask again.",
    problem(429, "Too many requests. Wait for the number of seconds in Retry-After, or ask for a key."),
)
TOO_MUCH = (
    ProblemSerializer,
    "The question keeps the database at work for too long: narrow it.",
    problem(503, "This question takes too long. Narrow your search."),
)
ANY_OTHER = (ProblemSerializer, "Any other error, such as 405 or 500.", problem(500))
RETRY_AFTER = {
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
}
# What any operation may answer.
ALWAYS = {
    "400": BAD_QUERY,
    "401": WRONG_KEY,
    "406": NOT_ACCEPTABLE,
    "429": TOO_MANY,
    "503": TOO_MUCH,
    "default": ANY_OTHER,
}
SUMMARIES = {
    "list": "List the {}",
    "table": "The whole list of {} as CSV",
    "retrieve": "One of the {}",
}


def without_last_stroke(endpoints: list[Any]) -> list[Any]:
    """Each address is there with and without a slash at its end; it is described once."""
    return [endpoint for endpoint in endpoints if not endpoint[0].endswith("/") or endpoint[0] == "/api/v1/"]


class PublicSchema(AutoSchema):
    def get_operation_id(self) -> str:
        return f"{self._kind().replace('-', '_')}_{self._action()}"

    def get_summary(self) -> str | None:
        summary = SUMMARIES.get(self._action())
        return summary.format(self._kind().replace("-", " ")) if summary else super().get_summary()

    def get_tags(self) -> list[str]:
        return [self._kind()] if self._kind() else super().get_tags()

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        if self._action() not in {"table", "retrieve"}:
            return super()._get_filter_parameters()
        [backend] = self.view.filter_backends
        found = backend().get_schema_operation_parameters(self.view)
        return [*found, ordering_parameter(self.view)] if self._action() == "table" else found

    def _kind(self) -> str:
        return getattr(self.view, "basename", "")

    def _action(self) -> str:
        return getattr(self.view, "action", "")

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        parameters = super()._resolve_path_parameters(variables)
        for parameter in parameters:
            parameter["description"] = f"The {parameter['name']} of the record, as the list gives it."
            parameter["schema"] = {"type": "string", "minLength": 1}
        return parameters

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        bodies["200"]["description"] = (
            "One page of the list." if self._action() == "list" else "What was asked for."
        )
        bodies["304"] = UNCHANGED
        problems = dict(ALWAYS)
        if self._action() == "retrieve":
            bodies["301"] = MOVED
            problems |= {"404": NOT_THERE, "410": WITHDRAWN}
        elif "{" in self.path:
            problems |= {"404": NOT_THERE}
        for code, (serializer, description, example) in problems.items():
            body = self._get_response_for_code(serializer, code, [MEDIA_TYPE], direction)
            if example:
                body["content"][MEDIA_TYPE]["example"] = example
            bodies[code] = {**body, "description": description}
        for code in ("429", "503"):
            bodies[code]["headers"] = RETRY_AFTER
        return dict(sorted(bodies.items()))
