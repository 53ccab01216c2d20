"""Formatted text: what staff may use, and what survives of anything else."""

import re
from typing import Any

import nh3
from django.utils.html import strip_tags
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from publishing.pasting import is_from_elsewhere, tidied, without_empty_blocks

# The one allow-list; the editor's buttons offer the same.
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "Link": {"enableTarget": False},
    "Table": {"resizable": False},
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "HardBreak": True,
}
TAGS = {
    *("p", "br", "strong", "em", "h2", "h3", "ul", "ol", "li", "blockquote", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
MOST_CELLS = 20


def clean_html(html: str) -> str:
    """Nothing at all where no word is left: an editor left empty still sends an empty paragraph."""
    is_pasted = is_from_elsewhere(html)
    cleaned = nh3.clean(
        tidied(html) if is_pasted else html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener",
    )
    if is_pasted:
        cleaned = without_empty_blocks(cleaned).strip()
    return cleaned if strip_tags(cleaned).strip() else ""


def _kept(tag: str, attribute: str, value: str) -> str | None:
    """A cell stands for itself unless a small number says otherwise."""
    if attribute in {"colspan", "rowspan"}:
        is_number = re.fullmatch(r"\d{1,2}", value, flags=re.ASCII) is not None
        return value if is_number and 1 < int(value) <= MOST_CELLS else None
    return value


class RichTextFormField(ProseEditorFormField):
    def bound_data(self, data: Any, initial: Any) -> Any:
        """A form that comes back shows what would be saved: the styles that the editor writes into its tables
        would breach the security policy."""
        return clean_html(data) if data else data


class RichTextField(ProseEditorField):
    """Sanitised on every save, whichever way the text came in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", clean_html)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("null", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": RichTextFormField, **kwargs})

    def pre_save(self, instance: Any, add: bool) -> Any:
        value = super().pre_save(instance, add)
        cleaned = clean_html(value) if value else value
        setattr(instance, self.attname, cleaned)
        return cleaned
