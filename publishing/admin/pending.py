"""Edits prepared beside the published text: who must prepare, how an edit is kept, and what it would do."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.contrib.admin.utils import quote
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from publishing import pending as edits
from publishing.admin.keys import key_of, number_in
from publishing.admin.replaying import (
    Replay,
    as_one_who_may,
    is_saved,
    kept_data,
    replay_of,
    sent_again,
    undone,
)
from publishing.admin.sent import form_of, write_rows
from publishing.history import State, differences
from publishing.models import PendingChange
from publishing.troubles import obstacle_in

ROWS_COUNTED = "-TOTAL_FORMS"


@dataclass
class Trial:
    """What a prepared edit would do to the record as it is now."""

    differences: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    # What was saved since the edit was begun, and which of it the edit changes, too.
    conflict: object = None

    @property
    def must_choose(self):
        conflict = self.conflict
        return conflict is not None and not (conflict.is_beginning_known and not conflict.contested)


class PreparesEdits:
    """For the admin of a record. `screens` names what else than its form can be prepared: name → view."""

    screen = ""
    screens = {}

    # Who may do what

    def must_prepare(self, request, record):
        """What the public sees, or will see by itself, is not theirs to write: their edit waits beside it."""
        if replay_of(request):
            # Nothing of a trial remains, and a release was allowed before it was sent.
            return False
        return self.is_before_the_public(record) and not self.has_publish_permission(request, record)

    def may_write_at_once(self, request, record):
        """For pages that cannot keep what they write beside the record."""
        return self.has_change_permission(request, record) and not self.must_prepare(request, record)

    def is_before_the_public(self, record):
        """Without drafts of its own, a record is public as it is saved."""
        return True

    def may_amend(self, request, record, pending):
        if not pending.language:
            return self.has_change_permission(request, record)
        return request.user.has_perm(f"publishing.translate_{pending.language}")

    def may_release(self, request, record, pending):
        return self.may_amend(request, record, pending) and not self.must_prepare(request, record)

    # Keeping

    def is_to_be_kept(self, request, record):
        """Kept beside the record instead of written: as the button says, or because it is all they may."""
        if replay_of(request) or getattr(request, "is_only_shown", False):
            return False
        return "_prepare" in request.POST or "pending" in request.POST or self.must_prepare(request, record)

    def keep_prepared(self, request, record, language="", merged=None):
        """Keep what was sent beside the record, and lead to its page. Nothing else is written.

        `merged` is what was sent together with what others have saved meanwhile. Kept is what was sent; if
        both make no difference to the record, there is nothing to keep.
        """
        posted = request.POST.copy()
        self._tell_of_files(request, posted)
        is_new = not language and "pending" not in request.POST
        if is_new and not self._makes_a_difference(request, record, merged or request.POST):
            self.message_user(request, _("Nothing was changed."), messages.INFO)
            return HttpResponseRedirect(self.page_of(record, self.screen or "change"))
        opened = request.POST.get("opened_revision", "")
        told = {
            "data": kept_data(posted),
            "opened_revision": number_in(opened, figures=9, default=record.revision),
        }
        with transaction.atomic():
            pending = self._sent_twice(request, record, language, told)
            if pending is None:
                pending = self._amended(request, record, language, told)
            if pending is None:
                pending = edits.prepare(
                    record=record, by=request.user, language=language, screen=self.screen, **told
                )
        request.pending = pending
        self.message_user(
            request, _("Your edit is kept. The public keeps seeing the present text."), messages.SUCCESS
        )
        for button in ("submit", "release"):
            if f"_{button}_prepared" in request.POST:
                return HttpResponseRedirect(self.page_of(record, f"prepared_{button}", pending.pk))
        if "_amend_prepared" in request.POST:
            return HttpResponseRedirect(self.page_of(record, "prepared_amend", pending.pk))
        return HttpResponseRedirect(self.page_of(record, "prepared", pending.pk))

    def _makes_a_difference(self, request, record, sent):
        """To the record as it is now. Whether it can be saved is not asked: a first attempt is kept, too."""
        data = sent.copy()
        self.leave_out_files(request, data)
        if form_of(self, request, record)(data, instance=record).has_changed():
            return True
        return any(
            formset_class(
                data,
                instance=record,
                prefix=formset_class.get_default_prefix(),
                queryset=inline.get_queryset(request),
            ).has_changed()
            for formset_class, inline in self.get_formsets_with_inlines(request, record)
        )

    def _sent_twice(self, request, record, language, told):
        """The open edit that this very form has made or amended already: its button was pressed twice. The
        record is held, so the second press finds what the first has kept."""
        rows = PendingChange.objects.of(record).filter(language=language, screen=self.screen, outcome="")
        if "pending" in request.POST:
            rows = rows.filter(pk=key_of(request.POST["pending"]))
            rows = rows.exclude(revision=key_of(request.POST.get("pending_revision", "")))
        else:
            rows = rows.filter(author=request.user)
        for pending in rows.filter(opened_revision=told["opened_revision"]).order_by("-saved_at", "-pk"):
            if with_rows_unseen(told["data"], pending.data) == pending.data:
                return pending
        return None

    def _amended(self, request, record, language, told):
        """The prepared edit that was open in the form; None if this is to be one of its own."""
        pending = self._named(request, record, language)
        if pending is None:
            return None
        if str(pending.revision) == request.POST.get("pending_revision"):
            told["data"] = with_rows_unseen(told["data"], pending.data)
            try:
                edits.amend(pending=pending, **told)
            except edits.StalePendingChangeError:
                pass
            else:
                return pending
        message = _(
            "Somebody has saved or closed the prepared edit while you had it open. Nothing you typed is "
            "lost: it is kept as a prepared edit of its own, beside the other."
        )
        self.message_user(request, message, messages.WARNING)
        return None

    def _named(self, request, record, language):
        rows = PendingChange.objects.of(record).filter(language=language, screen=self.screen)
        return rows.filter(pk=key_of(request.POST.get("pending", ""))).first()

    def go_on_amending(self, request, record, language=""):
        """For a form that comes back filled in: it stays that of the prepared edit it was opened from, as the
        edit then was. Else what was to wait would be written at once."""
        pending = self._named(request, record, language) if "pending" in request.POST else None
        if pending is not None:
            pending.revision = key_of(request.POST.get("pending_revision", ""))
            request.pending = pending

    def _tell_of_files(self, request, posted):
        """A file is no text of a form: it is added by itself, and has a life of its own."""
        if self.leave_out_files(request, posted):
            message = _(
                "Files cannot be kept with a prepared edit, and were left out. Add them on the record’s own "
                "page for files: each is published by itself."
            )
            self.message_user(request, message, messages.WARNING)

    def leave_out_files(self, request, posted):
        """Take out of the kept form what belongs to files; says whether there was any."""
        return bool(request.FILES)

    # Trying

    def with_every_table(self, request, record):
        """What was kept, for a form with more tables of rows than that of whoever prepared it: those have
        no rows to change."""
        posted = request.POST.copy()
        for formset_class, _inline in self.get_formsets_with_inlines(request, record):
            prefix = formset_class.get_default_prefix()
            if f"{prefix}{ROWS_COUNTED}" not in posted:
                write_rows(posted, prefix, [], [])
        posted._mutable = False
        return posted

    def answer_kept(self, request, pending):
        """Hand the request to the view that the form was made for."""
        key = quote(str(pending.object_id))
        if pending.language:
            return self.translate_view(request, key, pending.language)
        if pending.screen:
            return getattr(self, self.screens[pending.screen])(request, key)
        return self.changeform_view(request, key, form_url=self.page_at(key))

    def try_prepared(self, request, record, pending, look):
        """Call `look` with the record as the edit makes it, and undo all of it.

        Returns what is wrong with the edit, and the conflict with what was saved meanwhile, if there is one.
        """
        replay = Replay(is_trial=True)
        sent = sent_again(request, pending.data, replay)
        if not self.may_release(request, record, pending):
            sent = as_one_who_may(sent)
        problems = []
        try:
            with undone():
                response = self.answer_kept(sent, pending)
                if is_saved(response):
                    look(self.model._default_manager.get(pk=record.pk))
                else:
                    problems = problems_in(response)
        except ValidationError as error:
            problems = error.messages
        except (IntegrityError, OperationalError) as error:
            problems = [obstacle_in(error, _("It does not go together with what is saved now."))]
        return problems, replay.conflict

    def trial_of(self, request, record, pending):
        trial = Trial()
        before = State.now(record)

        def look(changed):
            trial.differences = differences(before, State.now(changed))

        trial.problems, trial.conflict = self.try_prepared(request, record, pending, look)
        return trial


def name_of(person):
    """In words, also of somebody whose account is no more."""
    return (person.get_full_name() or person.get_username()) if person else _("somebody who has left")


def with_rows_unseen(data, before):
    """Rows of a kind that this person's form does not show stay as they were kept."""
    kept = [name for name in before if name.endswith(ROWS_COUNTED) and name not in data]
    prefixes = tuple(name.removesuffix(ROWS_COUNTED) + "-" for name in kept)
    return data | {name: values for name, values in before.items() if prefixes and name.startswith(prefixes)}


def problems_in(response):
    """What the form that came back complains about."""
    errors = getattr(response, "context_data", None) or {}
    # Lists of a field's errors, and single ones of a table of rows.
    found = [[one] if isinstance(one, str) else one for one in errors.get("errors") or ()]
    told = [str(one) for some in found for one in some]
    return list(dict.fromkeys(told)) or [_("Something in it has to be put right before it can be saved.")]
