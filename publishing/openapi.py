"""How the API describes itself: OpenAPI out of the views, with the problems each can answer."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from publishing.problems import MEDIA_TYPE
from publishing.serializers import BadQuerySerializer, ProblemSerializer, WithdrawalSerializer

NOT_ACCEPTABLE = {"406": (ProblemSerializer, "The answer is wanted in something other than JSON.")}
BAD_QUERY = {"400": (BadQuerySerializer, "A parameter, or its value, is not understood: each is named.")}
NOT_THERE = {
    "404": (ProblemSerializer, "There is no such record, or it is not public."),
    "410": (WithdrawalSerializer, "The record was public and has been withdrawn, at that moment and for that reason."),
}
MOVED = {"301": {"description": "The record has another slug now: its address is in `Location`."}}
UNCHANGED = {"304": {"description": "The answer is still the one whose `ETag` was sent in `If-None-Match`."}}


class PublicSchema(AutoSchema):
    def get_operation_id(self) -> str:
        kind = self.view.basename.replace("-", "_") if hasattr(self.view, "basename") else "index"
        return f"{kind}_{self.view.action}" if hasattr(self.view, "action") else kind

    def get_summary(self) -> str | None:
        kind = getattr(self.view, "basename", "").replace("-", " ")
        return {"list": f"List the {kind}", "retrieve": f"One of the {kind}, by its slug"}.get(
            getattr(self.view, "action", ""), super().get_summary()
        )

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        problems = {**BAD_QUERY, **NOT_ACCEPTABLE}
        others = dict(UNCHANGED)
        if getattr(self.view, "action", "") == "retrieve":
            problems |= NOT_THERE
            others |= MOVED
        bodies = {**super()._get_response_bodies(direction), **others}
        for code, (serializer, description) in problems.items():
            body = self._get_response_for_code(serializer, code, [MEDIA_TYPE], direction)
            bodies[code] = {**body, "description": description}
        return dict(sorted(bodies.items()))
