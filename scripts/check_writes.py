"""Public records are written one by one, so that every change is told: no bulk write goes past `save()`."""

import ast
import os
import sys
from collections.abc import Iterator, Set

from scripts.files import ROOT, tracked

BULK = {"update", "bulk_create", "bulk_update", "abulk_create", "aupdate", "_raw_delete"}
# A call that ends in one of these asks for rows; a plain `.update()` is more often a dictionary's.
ROWS = {"objects", "_base_manager", "_default_manager", "all", "filter", "exclude", "published", "order_by"}


def faults(source: str, exempt: Set[str]) -> Iterator[tuple[int, str]]:
    """Line and call of each bulk write, but for those to models named as exempt."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(value=rows, attr=name) as call) if name in BULK:
                names = list(chain(rows))
                if ROWS & set(names) and names[-1] not in exempt:
                    yield node.lineno, ast.unparse(call)


def chain(expression: ast.expr) -> Iterator[str]:
    """The names of `Event.objects.filter(…)`, last to first."""
    while True:
        match expression:
            case ast.Call(func=inner):
                expression = inner
            case ast.Attribute(value=inner, attr=name):
                yield name
                expression = inner
            case ast.Subscript(value=inner):
                expression = inner
            case ast.Name(id=name):
                yield name
                return
            case _:
                yield ""
                return


def exempt_models() -> set[str]:
    """Names of the models that are no public record and no part of one."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
    import django  # noqa: PLC0415 - the settings are named just above

    django.setup()
    from django.apps import apps  # noqa: PLC0415 - models can be read from here on

    from publishing.models import Part, Record  # noqa: PLC0415

    return {model.__name__ for model in apps.get_models() if not issubclass(model, Record | Part)}


def main() -> int:
    exempt = exempt_models()
    wrong = 0
    for path in tracked("*.py"):
        if path.parts[0] in {"publishing", "tests", "scripts"} or "migrations" in path.parts:
            continue
        for line, call in faults((ROOT / path).read_text(encoding="utf-8"), exempt):
            wrong += 1
            print(f"{path}:{line}: {call}() writes past save(): nobody would be told. Save one by one.")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
