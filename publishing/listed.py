"""One question to a list: understood, counted and shown as a form once, for as long as the record stands."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from publishing.filters import ActiveFilter, PublicFilterSet, question_key
from publishing.kept import kept
from publishing.paging import CURSORS, Cut, Order, Page, bounded_count
from publishing.together import Together


@dataclass
class Listed:
    path: str
    # All that is asked for, of which the rows are a part.
    found: Any
    problems: list[str]
    active: list[ActiveFilter]
    query_string: str
    count: int
    rows: Together
    # What the view makes of it besides.
    more: dict[str, Any] = field(default_factory=dict)
    # Of a large record every form offers hundreds of choices: compressed, it is a tenth.
    compressed_form: bytes = b""

    @property
    def form(self) -> str:
        return mark_safe(zlib.decompress(self.compressed_form).decode())  # noqa: S308 - a template's

    def page(self, cut: Cut) -> tuple[Page, dict[str, list[Any]]]:
        """The rows where the list is cut so, and what else was asked for."""
        place = {f"key{index}": value for index, value in enumerate(cut.after or cut.before)}
        # The day is part of the question: what is past goes by it.
        found = self.rows.ask(is_before=bool(cut.before), day=timezone.localdate(), **place)
        return cut.page(found.pop("rows")), found


def listed(
    request: HttpRequest,
    key: Any,
    ask: Callable[[], PublicFilterSet],
    *,
    order: Order,
    size: int,
    asked: Callable[[Any, Callable[[Any], Any], bool], dict[str, Any]],
    more: Callable[[Listed, Any], dict[str, Any]],
) -> Listed:
    """`asked` says what a page shows, given what was found, the way to cut it, and if it may be the first;
    `more`, what the view makes of the question besides. That is not kept: it weighs most of all."""

    def make() -> Listed:
        question = ask()
        found, problems = question.found(), question.problems()

        def build(is_before: bool, day: Any, **place: Any) -> dict[str, Any]:
            key = tuple(place.values())
            cut = Cut(order, size, before=key) if is_before else Cut(order, size, after=key)
            # Going back may lead to the beginning, which only the rows tell.
            return asked(found.all(), cut.applied, is_before or cut.is_first)

        made = Listed(
            path=request.path,
            found=found,
            problems=problems,
            active=question.active(request.path),
            query_string=question.query_string(),
            count=bounded_count(found),
            rows=Together(build),
        )
        made.more = more(made, question)
        form = render_to_string(
            "components/filter_form.html", {"form": question.form, "open": bool(problems)}
        )
        made.compressed_form = zlib.compress(form.encode(), level=1)
        return made

    return kept((key, get_language(), request.path, question_key(request.GET, place=CURSORS)), make)
