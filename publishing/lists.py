"""Several names in one sentence."""

from collections.abc import Sequence


def listed(names: Sequence[str], language: str) -> str:
    """ "A, B and C", « A, B et C », «أ وب وج»."""
    if language == "ar":
        return " و".join(names)
    if len(names) < 2:
        return "".join(names)
    conjunction = {"fr": " et "}.get(language, " and ")
    return ", ".join(names[:-1]) + conjunction + names[-1]
