from collections.abc import Iterable

# file, slug, field, message
Findings = Iterable[tuple[str, str, str, str]]
