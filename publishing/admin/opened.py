"""Rows that have no revision, two colleagues, one form: who saves what the other has saved meanwhile is told.

Records have revisions, and are merged: see `conflicts.py`.
"""

import json
from functools import cached_property
from hashlib import sha256

from django import forms
from django.contrib.admin.utils import unquote
from django.utils.translation import gettext as _

from publishing.admin.contested import stored_in_words
from publishing.admin.kept import gone
from publishing.admin.keys import key_of
from publishing.typed_words import words_in

OPENED_AS = "opened_as"


class ComparedForm(forms.ModelForm):
    """Carries a digest of each field as it was stored when the form was opened. Where somebody has saved
    another value meanwhile that this form would write over, nothing is saved: theirs stands beside what was
    typed, and whoever saves again has seen it."""

    opened_as = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Asked for once all fields know what they begin with.
        self.initial[OPENED_AS] = self._as_stored

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name != OPENED_AS]

    def clean(self):
        cleaned = super().clean()
        pairs = (pair.partition("=") for pair in (cleaned.get(OPENED_AS) or "").split())
        opened = {name: digest for name, _sign, digest in pairs}
        told = [name for name in self.changed_data if name in opened and opened[name] != self._digest(name)]
        if self.instance.pk and told:
            self._tell(told)
        return cleaned

    def _as_stored(self):
        return " ".join(f"{name}={self._digest(name)}" for name in self.fields if name != OPENED_AS)

    def _digest(self, name):
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        stored = sorted(map(str, value)) if isinstance(value, list) else value
        return sha256(json.dumps(stored, default=str).encode()).hexdigest()[:16]

    def _tell(self, names):
        self.data = self.data.copy()
        self.data[self.add_prefix(OPENED_AS)] = self._as_stored()
        self.add_error(
            None, _("A colleague has changed this meanwhile: see below what is there now, and decide anew.")
        )
        for name in names:
            field = self.fields[name]
            stored = stored_in_words(field, self.get_initial_for_field(field, name))
            self.add_error(name, _("Saved now: %(value)s") % {"value": stored or _("(empty)")})


class ComparesWithStored:
    """For the admin whose form is a `ComparedForm`, and which names its `fieldsets`."""

    # Where somebody has deleted the row meanwhile.
    keeps_what_was_typed = True

    def get_fieldsets(self, request, obj=None):
        """Whoever only reads has nothing to compare, and what is new nothing to be compared with."""
        found = super().get_fieldsets(request, obj)
        if obj is None or not self.has_change_permission(request, obj):
            return found
        (title, options), *others = found
        return [(title, {**options, "fields": [*options["fields"], OPENED_AS]}), *others]

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if request.method == "POST" and object_id is not None:
            # Held until the end, so that what is compared now is what is written over.
            key = key_of(unquote(object_id))
            stored = self.model._base_manager.select_for_update().filter(pk=key).first()
            is_gone = stored is None and self.has_change_permission(request)
            if is_gone and self.keeps_what_was_typed and words_in(request.POST.lists()):
                raise gone(request)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        """Django leads away, and whoever comes back to what they typed would not see it."""
        if getattr(request, "kept", None) is not None and request.method == "GET":
            raise gone(request)
        return super()._get_obj_does_not_exist_redirect(request, opts, object_id)
