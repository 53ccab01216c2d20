"""Every address of the desk, with what the matrix says of it, filled in for a row of the world."""

import re
from collections import Counter
from urllib.parse import urlencode

from django.urls import URLResolver, get_resolver, reverse

from tests.accounts.matrix import OTHER_KINDS, OWN_PAGES, PAGES, RECORD_PAGES
from tests.accounts.world import record_admins

ROW_ALONE = "<path:object_id>/"
# As a path has it, or a regular expression.
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\^?\(\?P<(\w+)>[^)]*\)")


def addresses():
    """Name of each address for staff with its route: the route itself where there is no name, and beside it
    where several have the same."""
    found = list(named())
    shared = {name for name, count in Counter(name for name, _route in found).items() if count > 1} - {
        ROW_ALONE
    }
    for name, route in found:
        yield (f"{name} {route}" if name in shared else name), route


def named(patterns=None, route="", namespaces=()):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        whole = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from named(pattern.url_patterns, whole, inner)
        elif whole.startswith(("admin/", "accounts/")):
            name = ":".join((*namespaces, pattern.name)) if pattern.name else whole
            yield (ROW_ALONE if name.endswith(f"/{ROW_ALONE}") else name), whole


def prefix_of(kind):
    return f"admin:{kind.replace('.', '_')}_"


def kind_of(name):
    """The kind of record that an address is of, or nothing."""
    return next((kind for kind in record_admins() if name.startswith(prefix_of(kind))), "")


def line_of(name):
    """What the matrix says of an address."""
    kind = kind_of(name)
    ending = name.removeprefix(prefix_of(kind)) if kind else ""
    return PAGES.get(name) or OTHER_KINDS.get(name) or OWN_PAGES.get(name) or RECORD_PAGES.get(ending)


class Address:
    """One address of the desk, filled in for the row that its line names."""

    def __init__(self, world, name, route):
        self.world, self.name, self.route, self.line = world, name, route, line_of(name)
        kind = kind_of(name)
        self.values = (
            world.values(kind, self.line.row)
            if kind
            else world.values_elsewhere(name, getattr(self.line, "row", ""))
        )

    def path(self, name=""):
        """This address, or that of another page of the same row: of no record's, by its whole name."""
        if ":" in name:
            return reverse(name, args=[self.values["pk"]])
        if name:
            return reverse(prefix_of(kind_of(self.name)) + name, args=[self.values["object_id"]])
        # What no line needs may be anything.
        filled = PARAMETER.sub(lambda found: str(self.values.get(found[1] or found[2], 1)), self.route)
        return "/" + filled.strip("$")

    @property
    def query(self):
        asks = {name: self.values.get(value, value) for name, value in self.line.asks.items()}
        return f"?{urlencode(asks)}" if asks else ""

    def data(self):
        """What somebody who may would send, so that only the right to do it is lacking."""
        line = self.line
        has_form = not isinstance(line.get, int) and not isinstance(line.post, int)
        needs_form = line.form_of or (has_form and line.writes)
        form = self.world.form_at(self.path(line.form_of)) if needs_form else {}
        if line.fills:
            form = {name: values if any(values) else ["Words."] for name, values in form.items()}
        sent = {**form, **line.sends}
        if line.form_of:
            # The form of a row becomes that of a new one, without the rows that belong to the other.
            sent |= {key: "0" for key in form if key.endswith(("-INITIAL_FORMS", "-TOTAL_FORMS"))}
        return sent
