"""Which record a cell means: by its address or by its name in any language, asked for many cells at once."""

from collections import defaultdict
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from declarations.models import Document, Provision
from events.models import Event, Series, Theme
from members.models import Chairmanship, Partner
from publishing.folding import fold
from publishing.languages import columns_of
from spreadsheets.problems import CellError

# There are some dozens of them: all are read at once.
FEW: dict[type[models.Model], tuple[str, ...]] = {
    Partner: ("name",),
    Theme: ("name",),
    Series: ("title",),
    Chairmanship: (),
}
MANY: dict[type[models.Model], tuple[str, ...]] = {Event: ("title",), Document: ("title",)}
MOST_OF_FEW = 5_000
# For so many unknown names of one portion a record with similar words is looked for.
LOOKED_FOR = 20

NOBODY: dict[type[models.Model], Any] = {
    Partner: gettext_lazy("No partner is called “%(text)s”."),
    Theme: gettext_lazy("No theme is called “%(text)s”."),
    Series: gettext_lazy("No series is called “%(text)s”."),
    Chairmanship: gettext_lazy("No chairmanship has the address “%(text)s”."),
    Event: gettext_lazy("No event is called “%(text)s”."),
    Document: gettext_lazy("No document is called “%(text)s”."),
    Provision: gettext_lazy("The document has no paragraph “%(text)s”."),
}
SEVERAL: dict[type[models.Model], Any] = {
    Partner: gettext_lazy("Several partners are called “%(text)s”. Write an address, like “%(slug)s”."),
    Theme: gettext_lazy("Several themes are called “%(text)s”. Write an address, like “%(slug)s”."),
    Series: gettext_lazy("Several series are called “%(text)s”. Write an address, like “%(slug)s”."),
    Event: gettext_lazy("Several events are called “%(text)s”. Write an address, like “%(slug)s”."),
    Document: gettext_lazy("Several documents are called “%(text)s”. Write an address, like “%(slug)s”."),
}


class Names:
    """The records of one model that the cells of a portion may mean."""

    def __init__(self, model: type[models.Model]) -> None:
        # Which managers a model has, only its own kind knows.
        self.model: Any = model
        self.by_slug: dict[str, Any] = {}
        self.by_name: dict[str, dict[Any, Any]] = defaultdict(dict)
        self.similar: dict[str, list[str]] = {}
        self.are_all_known = False

    def prepare(self, texts: Iterable[str]) -> None:
        """In a number of queries that does not depend on how many texts there are."""
        if self.model in FEW:
            if not self.are_all_known:
                self._take(self.model._default_manager.for_naming()[:MOST_OF_FEW])
                self.are_all_known = True
            return
        unknown = {text for text in texts if text and not self._found(text)}
        if not unknown:
            return
        wanted = Q(slug__in={text.lower() for text in unknown})
        for column in self._columns():
            wanted |= Q(**{f"{column}__in": unknown})
        self._take(self.model._default_manager.filter(wanted))
        for text in sorted(text for text in unknown if not self._found(text))[:LOOKED_FOR]:
            if text not in self.similar:
                near = list(self.model._default_manager.search(text)[:3])
                self.similar[text] = [str(record) for record in near]
                self._take(record for record in near if fold(text) in self._names_of(record))

    def find(self, text: str) -> Any:
        """Raises CellError with a suggestion if no record or several have that address or name."""
        found = sorted(self._found(text), key=lambda record: record.slug)
        if len(found) == 1:
            return found[0]
        if found:
            raise CellError(SEVERAL[self.model], params={"text": text, "slug": found[0].slug})
        told = str(NOBODY[self.model]) % {"text": text}
        suggestions = self.similar.get(text) or self._alike(text)
        if suggestions:
            told = _("%(problem)s Did you mean “%(suggestion)s”?") % {
                "problem": told,
                "suggestion": suggestions[0],
            }
        raise CellError(told)

    def _found(self, text: str) -> list[Any]:
        record = self.by_slug.get(text.lower())
        return [record] if record is not None else list(self.by_name.get(fold(text), {}).values())

    def _take(self, records: Iterable[Any]) -> None:
        for record in records:
            self.by_slug[record.slug] = record
            for name in self._names_of(record):
                self.by_name[name][record.pk] = record

    def _columns(self) -> list[str]:
        names = (FEW | MANY)[self.model]
        return [column for name in names for column in columns_of(name)]

    def _names_of(self, record: Any) -> set[str]:
        names = [getattr(record, column) for column in self._columns()]
        if isinstance(record, Partner):
            names += [record.acronym, str(record.iso or "")]
            names += [name for several in record.other_names.values() for name in several]
        return {fold(name) for name in names if name} - {""}

    def _alike(self, text: str) -> list[str]:
        if not self.are_all_known:
            return []
        near = get_close_matches(fold(text), list(self.by_name), n=1, cutoff=0.7)
        return [str(record) for name in near for record in self.by_name[name].values()]


class Lookups:
    """What the cells of one import refer to."""

    def __init__(self) -> None:
        self.names: dict[type[models.Model], Names] = {}
        self.paragraphs: dict[tuple[int, str], Provision] = {}

    def of(self, model: type[models.Model]) -> Names:
        if model not in self.names:
            self.names[model] = Names(model)
        return self.names[model]

    def prepare_paragraphs(self, documents: Iterable[Document], texts: Iterable[str]) -> None:
        wanted = set(texts)
        rows = Provision.objects.filter(document__in={document.pk for document in documents})
        for row in rows.filter(Q(eid__in=wanted) | Q(number__in=wanted)).select_related("document"):
            self.paragraphs[row.document_id, row.eid] = row
            if row.number:
                self.paragraphs.setdefault((row.document_id, row.number), row)

    def paragraph(self, document: Document, text: str) -> Provision:
        found = self.paragraphs.get((document.pk, text))
        if found is None:
            raise CellError(NOBODY[Provision], params={"text": text})
        return found
