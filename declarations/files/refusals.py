"""Why a file is refused. No Django here: the inspection runs in a process of its own."""

from enum import StrEnum


class Refusal(StrEnum):
    OTHER_CONTENT = "other_content"
    BROKEN = "broken"
    PASSWORD = "password"  # noqa: S105 - a reason, not a secret
    SCRIPTS = "scripts"
    EMBEDDED = "embedded"
    MACROS = "macros"
    LINKED = "linked"
    FORM = "form"
    TOO_LARGE_INSIDE = "too_large_inside"
    NOT_UTF8 = "not_utf8"
    MARKUP = "markup"
    EMPTY = "empty"
    TOO_LONG = "too_long"


class Refused(Exception):  # noqa: N818 - a verdict, not an error of ours
    def __init__(self, reason: Refusal) -> None:
        super().__init__(reason.value)
        self.reason = reason
