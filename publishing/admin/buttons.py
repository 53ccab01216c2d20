"""The buttons below a record's form: each says what it will do, and who will see it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from publishing.languages import name_of_language, text_in
from publishing.written import listed


@dataclass(frozen=True)
class Button:
    # What the browser sends when it is pressed.
    name: str
    label: str
    told: str = ""
    is_first: bool = False


def moment_in_words(moment):
    return date_format(localtime(moment), "DATETIME_FORMAT")


def readers_in_words(record, main_text):
    """Who will read a public record, in which languages, and what stands in for the others."""
    codes = settings.MODELTRANSLATION_LANGUAGES
    texts = {code: text_in(record, main_text, code) for code in codes}
    there = [code for code in codes if texts[code].value and not texts[code].is_fallback]
    missing = [code for code in codes if texts[code].is_fallback]
    if not there:
        return _("Everybody can read it.")
    if not missing:
        return _("Everybody can read it, in %(languages)s.") % {"languages": _names(there)}
    told = _(
        "Everybody can read it, in %(languages)s. Missing: %(missing)s; %(shown)s is shown there instead, "
        "and the page says so."
    )
    return told % {
        "languages": _names(there),
        "missing": _names(missing),
        # The same for all: the order in which languages stand in is fixed.
        "shown": name_of_language(texts[missing[0]].language),
    }


def _names(codes):
    return listed(name_of_language(code) for code in codes)


def saving_in_words(record):
    """What saving a record does that is, or will be, before the public."""
    state = getattr(record, "state", "")
    if state == "scheduled":
        told = _("It goes out with the record on %(moment)s. Until then nobody but staff sees it.")
        return told % {"moment": moment_in_words(record.published_at)}
    if state == "withdrawn":
        return _("The record is withdrawn: of it, visitors see its notice alone.")
    if not record.is_public:
        return _("It is public as soon as what it depends on is.")
    return _("The public sees it at once.")


def buttons_of_edit(*, may_release):
    """Of the form of a prepared edit that is gone on with."""
    kept = _("The public keeps seeing the present text.")
    yield Button("_prepare", _("Keep this edit"), kept, is_first=True)
    if may_release:
        told = _("Asks first, and shows what the public will see changed.")
        yield Button("_release_prepared", _("Keep, then release …"), told)
    else:
        told = _("Asks first. Whoever publishes finds it on the desk.")
        yield Button("_submit_prepared", _("Keep, then submit for review …"), told)
    yield Button("_amend_prepared", _("Keep and go on editing"))


def buttons_before_the_public(record, *, must_prepare):
    """Of the form of a record that is, or will be, before the public."""
    waits = _("The public keeps seeing the present text until the edit is released.")
    if must_prepare:
        yield Button("_prepare", _("Prepare this edit"), waits, is_first=True)
        told = _("Asks first. Whoever publishes finds it on the desk.")
        yield Button("_submit_prepared", _("Prepare, then submit for review …"), told)
        return
    yield Button("_save", _("Save"), saving_in_words(record), is_first=True)
    yield Button("_prepare", _("Prepare this edit"), waits)
    yield Button("_continue", _("Save and go on editing"))


def buttons_of_draft(*, is_new, may_add):
    yield Button("_save", _("Save"), _("Nobody but staff sees it."), is_first=True)
    yield Button("_continue", _("Save and go on editing"))
    if is_new and may_add:
        yield Button("_addanother", _("Save and add another"))


def buttons_of_new(*, public_when):
    """Of the form of a record that has no draft."""
    yield Button("_save", _("Save"), str(public_when or _("The public sees it at once.")), is_first=True)
    yield Button("_continue", _("Save and go on editing"))


def told_of_step(step, record, main_text):
    readers = readers_in_words(record, main_text)
    told = {
        "submit": _("Asks first. Whoever publishes finds it on the desk; nobody else sees it."),
        "publish": _("Asks first. %(readers)s"),
        "schedule": _("Asks when. From then on, by itself: %(readers)s"),
        "keep": _("Asks first. The withdrawal that is to come is called off."),
        "withdraw": _("Asks for the reason. Visitors then read only that it was withdrawn, when and why."),
        "draft": _("Asks first. Nobody but staff sees it, and it is not published by itself."),
    }
    return told[step.name] % {"readers": readers}


def button_of_step(step, record, main_text):
    label = _("Save, then: %(step)s …") % {"step": capfirst(str(step.label_for(record)))}
    return Button(f"_{step.name}", label, told_of_step(step, record, main_text))
