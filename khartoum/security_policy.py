"""What browsers may do with an answer: the policy of `CONTENT_SECURITY_POLICY`, on every one of them."""

from functools import cache
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest


class SecurityPolicyMiddleware(CSPMiddleware):
    """Puts together anew only what has a nonce: all other answers are under the same policy."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if settings.DEBUG or getattr(request, "_csp_nonce", None) is not None:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, policy_without_nonce())
        return response


@cache
def policy_without_nonce() -> str:
    return build_policy()
