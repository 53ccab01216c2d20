"""What a browser would send of a form in a page."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, form_id):
        super().__init__()
        self.form_id, self.is_inside = form_id, False
        self.fields, self.textarea, self.select = {}, None, None

    def add(self, name, value):
        if name and "__prefix__" not in name:
            self.fields.setdefault(name, []).append(value)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = attrs.get("id") == self.form_id
        if not self.is_inside:
            return
        kind = attrs.get("type", "text")
        if tag == "input" and kind not in {"submit", "button", "search"}:
            if kind not in {"checkbox", "radio"} or "checked" in attrs:
                self.add(attrs.get("name"), attrs.get("value", "on" if kind == "checkbox" else ""))
        elif tag == "textarea":
            self.textarea = (attrs.get("name"), [])
        elif tag == "select":
            self.select = [attrs.get("name"), None, "multiple" in attrs]
        elif tag == "option" and self.select:
            name, first, is_multiple = self.select
            if "selected" in attrs:
                self.add(name, attrs.get("value", ""))
                self.select[1] = True
            elif first is None and not is_multiple:
                self.select[1] = attrs.get("value", "")

    def handle_data(self, data):
        if self.textarea:
            self.textarea[1].append(data)

    def handle_endtag(self, tag):
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


def fields_of(response, form_id):
    """Name → list of values, as Django's test client takes them."""
    reader = _Reader(form_id)
    reader.feed(response.content.decode())
    reader.close()
    return reader.fields


class _EveryForm(_Reader):
    """The fields of each form that is posted, but for those of the frame around every page."""

    FRAME = ("/admin/language/", "/admin/logout/")

    def __init__(self):
        super().__init__(None)
        self.forms = []

    def handle_starttag(self, tag, attrs):
        if tag == "form":
            self.fields = {}
            told = dict(attrs)
            if told.get("method", "").lower() == "post" and told.get("action", "") not in self.FRAME:
                self.forms.append(self.fields)
            # The reader knows a form by its name: here each is as good as named.
            attrs = [(name, value) for name, value in attrs if name != "id"]
        super().handle_starttag(tag, attrs)


def main_form_of(response):
    """What the largest of the page's forms holds; nothing where none is posted."""
    reader = _EveryForm()
    reader.feed(response.getvalue().decode() if response.streaming else response.content.decode())
    reader.close()
    return max(reader.forms, key=len, default={})


def errors_of(response):
    """Everything the page complains about: of the form, its rows, and their non-form errors."""
    form = response.context["adminform"].form
    found = {name: list(errors) for name, errors in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset
        for row in formset.forms:
            found.update({f"{row.prefix}-{name}": list(errors) for name, errors in row.errors.items()})
        if formset.non_form_errors():
            found[formset.prefix] = list(formset.non_form_errors())
    return found
