"""Formatted text: what staff may use, and what survives of anything else."""

from typing import Any

import nh3
from django.utils.html import strip_tags
from django_prose_editor.fields import ProseEditorField

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
    "HardBreak": True,
}
TAGS = {"p", "br", "strong", "em", "h2", "h3", "ul", "ol", "li", "blockquote", "a"}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def clean_html(html: str) -> str:
    """Nothing at all where no word is left: an editor left empty still sends an empty paragraph."""
    cleaned = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"}, link_rel="noopener"
    )
    return cleaned if strip_tags(cleaned).strip() else ""


class RichTextField(ProseEditorField):
    """Sanitised on every save, whichever way the text came in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", clean_html)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("null", True)
        super().__init__(*args, **kwargs)

    def pre_save(self, instance: Any, add: bool) -> Any:
        value = super().pre_save(instance, add)
        cleaned = clean_html(value) if value else value
        setattr(instance, self.attname, cleaned)
        return cleaned
