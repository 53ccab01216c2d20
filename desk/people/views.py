"""A person who asks for correction or erasure: look, preview, do."""

from dataclasses import dataclass

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from desk.people.finding import address_at_desk, look, with_other_names
from desk.people.forms import CorrectForm, EraseForm, LookForm
from desk.people.mending import carry_out
from desk.people.spelling import Spellings
from publishing.admin.revisions import revision_of
from publishing.history import segments_of

MAY = "accounts.handle_personal_data"
LISTED = 300
# What is sent: look → preview → do.
LOOK, SHOW = "look", "show"
FORMS = {"correct": CorrectForm, "erase": EraseForm}


@dataclass
class Effect:
    """What would become of one text, or of one row."""

    place: object
    label: str
    segments: list
    is_removed: bool = False

    @property
    def address(self):
        return address_at_desk(self.place.owner)


@sensitive_post_parameters()
def people(request):
    """Everything is sent, nothing asked by address: a name in an address would be kept in logs."""
    if not request.user.has_perm(MAY):
        raise PermissionDenied
    step, _colon, what = request.POST.get("step", "").partition(":")
    form = LookForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "title": _("A person’s data")}
    if request.method != "POST" or not form.is_valid():
        return _answer(request, "look", context)
    names = form.cleaned_data["names"]
    if step == LOOK:
        return _found(request, with_other_names(names), names)
    if what not in FORMS:
        return _found(request, names, names)
    mend = FORMS[what](request.POST, names=names)
    if not mend.is_valid():
        return _found(request, names, names, **{what: mend})
    if step == SHOW:
        return _preview(request, names, what, mend)
    try:
        with revision_of(request):
            done = carry_out(mend.plan(), reason=mend.cleaned_data["reason"])
    except ValidationError as error:
        mend.add_error(None, error)
        return _found(request, names, names, **{what: mend})
    return _done(request, what, done, mend)


def _found(request, names, asked, *, correct=None, erase=None):
    found = look(Spellings(names))
    functions = list(dict.fromkeys(text for person in found.people for text in person.all_functions))
    sent = correct or erase
    context = {
        "title": _("A person’s data: what was found"),
        "form": LookForm(initial={"names": "\n".join(names)}),
        "names": names,
        "added": [name for name in names if name not in asked],
        "found": found,
        "people": [(one, address_at_desk(one.owner)) for one in found.people[:LISTED]],
        "places": [(one, address_at_desk(one.owner)) for one in found.places[:LISTED]],
        "files": [(one.document, one, address_at_desk(one)) for one in found.files[:LISTED]],
        "addresses": [(one, address_at_desk(one)) for one in found.addresses[:LISTED]],
        "listed_at_most": LISTED,
        "name_pairs": _pairs(sent, "name", "new_name", names),
        "function_pairs": _pairs(sent, "function", "new_function", functions),
        "spared": sent.spared if sent else set(),
        "correct": correct or CorrectForm(names=names),
        "erase": erase or EraseForm(names=names),
    }
    return _answer(request, "found", context)


def _pairs(sent, old, new, present):
    known = dict(zip(sent.data.getlist(old), sent.data.getlist(new), strict=False)) if sent else {}
    return [(text, known.get(text, text)) for text in present]


def _preview(request, names, what, mend):
    plan = mend.plan()
    found = look(plan.spellings)
    context = {
        "title": _("A person’s data: what will be done"),
        "what": what,
        "names": names,
        "effects": list(_effects(plan, found))[:LISTED],
        "found": found,
        "reason": mend.cleaned_data["reason"],
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in {"csrfmiddlewaretoken", "step"}
            for value in values
        ],
    }
    return _answer(request, "preview", context)


def _effects(plan, found):
    for person in found.people:
        before = [*person.names.values(), *person.functions.values()]
        if plan.removes(person.key):
            words = " · ".join([*person.all_names, *person.all_functions])
            yield Effect(person, str(person.row._meta.verbose_name), [("removed", words)], is_removed=True)
            continue
        after = [plan.changed(text, column) for column, text in person.names.items()]
        after += [
            plan.functions.get(text, plan.changed(text, column)) for column, text in person.functions.items()
        ]
        yield _effect(person, str(person.row._meta.verbose_name), before, after)
    for place in found.places:
        if place.key in plan.spared:
            continue
        value = getattr(place.row, place.column.name)
        yield _effect(place, place.label, [_plain(value)], [_plain(plan.changed(value, place.column.name))])


def _effect(place, label, before, after):
    before, after = (" · ".join(filter(None, texts)) for texts in (before, after))
    return Effect(place, label, segments_of(before, after))


def _plain(value):
    return " ".join(strip_tags(str(value).replace("><", "> <")).split())


def _done(request, what, done, mend):
    told = {
        "correct": _(
            "Corrected: %(people)s rows of people, %(texts)s texts, %(states)s earlier states, "
            "%(kept)s other rows."
        ),
        "erase": _(
            "Erased: %(people)s rows of people, %(texts)s texts, %(states)s earlier states, "
            "%(kept)s other rows."
        ),
    }
    counts = {name: done[name] for name in ("people", "texts", "states", "kept")}
    messages.success(request, told[what] % counts)
    if done["snapshots"]:
        told = _("%(count)s snapshots held the name and were taken back. Make a new one: manage.py snapshot")
        messages.warning(request, told % {"count": done["snapshots"]})
    if mend.spared:
        messages.warning(request, _("What you had left out still stands as it was."))
    return HttpResponseRedirect(reverse("desk:people"))


def _answer(request, page, context):
    request.current_app = admin.site.name
    return TemplateResponse(
        request, f"desk/people_{page}.html", {**admin.site.each_context(request), "page": page, **context}
    )
