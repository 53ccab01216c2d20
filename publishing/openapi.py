"""How the API describes itself: OpenAPI out of the views, with the problems each can answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from publishing.problems import MEDIA_TYPE, problem
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
ANY_OTHER = (ProblemSerializer, "Any other error, such as 405, 406 or 500.", problem(406))


class PublicSchema(AutoSchema):
    def get_operation_id(self) -> str:
        return f"{self._kind().replace('-', '_')}_{self._action()}"

    def get_summary(self) -> str | None:
        told = self._kind().replace("-", " ")
        summaries = {"list": f"List the {told}", "retrieve": f"One of the {told}, by its slug"}
        return summaries.get(self._action()) or super().get_summary()

    def _kind(self) -> str:
        return getattr(self.view, "basename", "")

    def _action(self) -> str:
        return getattr(self.view, "action", "")

    def _resolve_path_parameters(self, variables: list[str]) -> list[dict[str, Any]]:
        parameters = super()._resolve_path_parameters(variables)
        for parameter in parameters:
            parameter["description"] = "The slug of the record, as the list gives it."
        return parameters

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        bodies["200"]["description"] = (
            "One page of the list." if self._action() == "list" else "What was asked for."
        )
        bodies["304"] = UNCHANGED
        problems = {"400": BAD_QUERY, "default": ANY_OTHER}
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
        return dict(sorted(bodies.items()))
