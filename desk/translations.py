"""The translation list: in each language every record with a text that is missing, old or to be confirmed."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from desk.listing import Entry
from desk.models import ListedTranslation
from publishing.admin import RecordAdmin
from publishing.admin.translating import may_translate
from publishing.folding import fold
from publishing.languages import translated_fields
from publishing.models import PendingChange
from publishing.texts import TextState, labels_of_texts

COUNTED = 100
MOST_WORDS = 10
MOST_FOUND = 1000

TO_DO = "to-do"
STATES = {
    TO_DO: (gettext_lazy("To do"), Q(is_done=False)),
    TextState.MISSING.value: (gettext_lazy("Missing"), Q(missing__gt=0)),
    TextState.OUT_OF_DATE.value: (gettext_lazy("Older than the original"), Q(out_of_date__gt=0)),
    TextState.UNOFFICIAL.value: (gettext_lazy("To be confirmed"), Q(unofficial__gt=0)),
    TextState.UP_TO_DATE.value: (gettext_lazy("Up to date"), Q(is_done=True)),
}


class ListForm(forms.Form):
    """What the list may be narrowed by."""

    words = forms.CharField(label=gettext_lazy("Words of the title"), max_length=200, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False)
    state = forms.ChoiceField(
        choices=[(name, label) for name, (label, _rows) in STATES.items()],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, admins: dict[str, RecordAdmin], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind, capfirst(str(one.opts.verbose_name_plural))) for kind, one in admins.items()]
        self.fields["kind"].choices = [("", _("All kinds")), *kinds]  # type: ignore[attr-defined]


@dataclass
class Listed:
    """A row of the list: a record, what its texts lack, and where they are translated."""

    name: str
    kind: str
    address: str
    # State, the same in words, and the texts of which it is true.
    texts: list[tuple[str, str, str]]
    is_prepared: bool = False


@dataclass
class Tab:
    label: str
    count: str
    address: str
    is_current: bool


@dataclass
class TranslationList:
    """The rows of one language that this person may see, narrowed as the query string asks."""

    request: Any
    language: str
    form: ListForm = field(init=False)
    admins: dict[str, RecordAdmin] = field(init=False)

    def __post_init__(self) -> None:
        self.admins = translated_kinds(self.request)
        self.form = ListForm(self.request.GET, admins=self.admins)
        self.form.is_valid()

    @property
    def state(self) -> str:
        return self.form.cleaned_data.get("state") or TO_DO

    @property
    def kinds(self) -> dict[int, RecordAdmin]:
        """By the key of their content type."""
        types = ContentType.objects.get_for_models(*(one.model for one in self.admins.values()))
        return {types[one.model].pk: one for one in self.admins.values()}

    def rows(self, state: str = "") -> QuerySet:
        rows = ListedTranslation.objects.filter(language=self.language)
        if not self.form.is_valid():
            return rows.none()
        asked = self.form.cleaned_data
        kinds = [key for key, one in self.kinds.items() if asked["kind"] in ("", one.opts.model_name)]
        rows = rows.filter(STATES[state or self.state][1], content_type__in=kinds)
        if not asked["words"]:
            return rows
        return self._with_words(rows) if self._found is None else rows.filter(pk__in=self._found)

    def _with_words(self, rows: QuerySet) -> QuerySet:
        words = fold(self.form.cleaned_data["words"]).split()[:MOST_WORDS]
        for word in words:
            rows = rows.filter(search_text__contains=word)
        return rows if words else rows.none()

    @cached_property
    def _found(self) -> list[int] | None:
        """The rows with these words, looked for once for the list and its numbers. None if they are many:
        then each finds what it shows without looking far."""
        rows = self._with_words(ListedTranslation.objects.filter(language=self.language))
        keys = list(rows.order_by().values_list("pk", flat=True)[: MOST_FOUND + 1])
        return keys if len(keys) <= MOST_FOUND else None

    def query(self, **changes: str) -> str:
        names = ("words", "kind", "state")
        asked = {name: self.request.GET.get(name, "") for name in names} | changes
        return urlencode({name: value for name, value in asked.items() if value})

    def tabs(self) -> list[Tab]:
        address = reverse("desk:translations", args=[self.language])
        return [
            Tab(
                str(label),
                bounded(self.rows(state)),
                f"{address}?{self.query(state='' if state == TO_DO else state)}",
                state == self.state,
            )
            for state, (label, _rows) in STATES.items()
        ]

    def shown(self, rows: list[ListedTranslation]) -> list[Listed]:
        """With the names of the records, read kind by kind."""
        kinds = self.kinds
        keys: dict[int, list[int]] = {}
        for row in rows:
            keys.setdefault(row.content_type_id, []).append(row.object_id)
        names = {kind: kinds[kind].model.objects.for_naming().in_bulk(found) for kind, found in keys.items()}
        prepared = self._prepared(rows)
        return [
            self._listed(row, kinds[row.content_type_id], names[row.content_type_id][row.object_id], prepared)
            for row in rows
            # One that is being deleted at this moment.
            if row.object_id in names[row.content_type_id]
        ]

    def _prepared(self, rows: list[ListedTranslation]) -> set[tuple[int, int]]:
        waiting = PendingChange.objects.open().filter(
            language=self.language, object_id__in=[row.object_id for row in rows]
        )
        return set(waiting.values_list("content_type", "object_id"))

    def _listed(self, row: ListedTranslation, one: RecordAdmin, record: Any, prepared: set) -> Listed:
        page = "change"
        more: list[str] = []
        if may_translate(self.request, self.language):
            page, more = "translate", [self.language]
        query = self.query()
        address = one.page_of(record, page, *more) + (f"?{query}" if query and more else "")
        kind = capfirst(str(one.opts.verbose_name))
        texts = texts_of(row, labels_of_texts(one.model))
        return Listed(str(record), kind, address, texts, (row.content_type_id, row.object_id) in prepared)


def texts_of(row: ListedTranslation, labels: dict[str, str]) -> list[tuple[str, str, str]]:
    """Those that are alike told together, what is to be done first before the rest."""
    found: dict[tuple[str, str], list[str]] = {}
    for entry in (Entry(**values) for values in row.entries):
        if entry.name in labels and (entry.state != TextState.UP_TO_DATE or row.is_done):
            found.setdefault((entry.state, in_words(entry)), []).append(labels[entry.name])
    order = TextState.values
    together = sorted(found.items(), key=lambda item: order.index(item[0][0]))
    return [(state, words, " · ".join(names)) for (state, words), names in together]


def in_words(entry: Entry) -> str:
    if entry.state == TextState.MISSING and entry.total > 1:
        told = ngettext(
            "%(missing)s of %(total)s is missing", "%(missing)s of %(total)s are missing", entry.missing
        )
        return told % {"missing": entry.missing, "total": entry.total}
    if entry.state == TextState.OUT_OF_DATE:
        return _("the English changed on %(day)s") % {
            "day": date_format(date.fromisoformat(entry.changed_on), "DATE_FORMAT")
        }
    return str(TextState(entry.state).label)


def bounded(rows: QuerySet) -> str:
    """Counted no further than anyone acts on."""
    count = rows.order_by()[: COUNTED + 1].count()
    return _("more than %(count)s") % {"count": COUNTED} if count > COUNTED else str(count)


def translated_kinds(request: Any) -> dict[str, RecordAdmin]:
    """Kind → its admin, of all records with texts that this person may at least see."""
    return {
        str(one.opts.model_name): one
        for one in admin.site._registry.values()
        if isinstance(one, RecordAdmin)
        and translated_fields(one.model)
        and one.has_view_or_change_permission(request)
    }
