"""Errors to a service that collects them, as Sentry does and others that speak its protocol.

What is sent is put together here, not by the library's integrations: these would look into requests, queries
and local variables. The library is loaded only where SENTRY_DSN is set.
"""

import logging
from typing import Any

from operations.logs.exceptions import chain_of, message_of, without_addresses
from operations.logs.observed import observed
from operations.logs.routes import method_of


class CollectedErrors(logging.Handler):
    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        import sentry_sdk  # noqa: PLC0415 - only where it is wanted

        self.client = sentry_sdk.Client(
            dsn,
            default_integrations=False,
            auto_enabling_integrations=False,
            # It sends nothing personal unless it is told to.
            include_local_variables=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            # The machine's name is nobody's business but ours.
            server_name="portal",
            # What is reported is errors: no traces, profiles, logs or counts of sessions.
            traces_sample_rate=None,
            auto_session_tracking=False,
            send_client_reports=False,
            shutdown_timeout=2,
        )

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self.client.capture_event(event_about(record, self.client.options))
        except Exception:
            # Whatever it is: the error itself is on the log.
            log.warning("An error could not be sent to SENTRY_DSN.", exc_info=True)

    def close(self) -> None:
        self.client.close()
        super().close()


log = logging.getLogger(__name__)


def event_about(record: logging.LogRecord, options: dict[str, Any]) -> Any:
    from sentry_sdk.utils import event_from_exception  # noqa: PLC0415 - see above

    event: dict[str, Any] = {
        "level": record.levelname.lower(),
        "logger": record.name,
        "logentry": {"message": without_addresses(record.getMessage())},
    }
    if record.exc_info and record.exc_info[1] is not None:
        of_error, _hint = event_from_exception(record.exc_info, client_options=options)
        event["exception"] = of_error["exception"]
        _leave_out_values(event["exception"]["values"], record.exc_info[1])
    seen = observed.get()
    if seen is not None:
        event["transaction"] = seen.route
        event["tags"] = {"request_id": seen.id, "route": seen.route, "method": method_of(seen.request)}
    return event


def _leave_out_values(told: list[dict[str, Any]], error: BaseException) -> None:
    """Of what the exceptions say only what speaks of the code; of their frames only the code."""
    said = {type(found).__name__: message_of(found) for found in chain_of(error)}
    for one in told:
        one["value"] = said.get(one.get("type", ""), "")
        for frame in (one.get("stacktrace") or {}).get("frames", []):
            frame.pop("vars", None)
