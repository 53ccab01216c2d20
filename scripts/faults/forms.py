"""A form as a browser would read it from a page, and send it."""

import secrets
from collections.abc import Mapping
from html.parser import HTMLParser

NOT_SENT = {"submit", "button", "search", "file", "image", "reset"}


# Around every page of the desk.
FRAME = ("/admin/language/", "/admin/logout/")


class _Reader(HTMLParser):
    """Each form that is posted: its id, its action and its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, str, dict[str, list[str]]]] = []
        self.is_inside = False
        self.fields: dict[str, list[str]] = {}
        self.textarea: tuple[str, list[str]] | None = None
        self.select: list | None = None

    def add(self, name: str | None, value: str | None) -> None:
        if name and "__prefix__" not in name:
            self.fields.setdefault(name, []).append(value or "")

    def handle_starttag(self, tag: str, attrs: list) -> None:
        told = dict(attrs)
        if tag == "form":
            self.is_inside = told.get("method", "").lower() == "post"
            self.fields = {}
            if self.is_inside:
                self.forms.append((told.get("id") or "", told.get("action") or "", self.fields))
        if not self.is_inside:
            return
        kind = told.get("type", "text")
        if tag == "input" and kind not in NOT_SENT:
            if kind not in {"checkbox", "radio"} or "checked" in told:
                self.add(told.get("name"), told.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "textarea":
            self.textarea = (told.get("name") or "", [])
        elif tag == "select":
            self.select = [told.get("name"), None, "multiple" in told]
        elif tag == "option" and self.select:
            name, first, is_multiple = self.select
            if "selected" in told:
                self.add(name, told.get("value"))
                self.select[1] = True
            elif first is None and not is_multiple:
                self.select[1] = told.get("value", "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.textarea[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.textarea:
            name, parts = self.textarea
            self.add(name, "".join(parts).removeprefix("\n"))
            self.textarea = None
        elif tag == "select" and self.select:
            name, first, is_multiple = self.select
            if not is_multiple and first is not True and first is not None:
                self.add(name, first)
            self.select = None


def fields_of(page: str, name: str = "") -> dict[str, list[str]]:
    """Of the form with this id or action; without one, of the largest that is not the frame's."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if name:
        return next((fields for id_, action, fields in reader.forms if name in {id_, action}), {})
    return max((fields for _id, action, fields in reader.forms if action not in FRAME), key=len, default={})


def multipart(fields: Mapping[str, list[str]], files: Mapping[str, tuple[str, bytes]]) -> tuple[bytes, str]:
    """Body and kind, as browsers send forms with files."""
    boundary = secrets.token_hex(16)
    parts = []
    for name, values in fields.items():
        for value in values:
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
            parts.append(head.encode() + value.encode() + b"\r\n")
    for name, (filename, content) in files.items():
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
            "Content-Type: text/plain\r\n\r\n"
        )
        parts.append(head.encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
