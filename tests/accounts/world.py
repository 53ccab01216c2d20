"""One row of everything that the desk has addresses for, in each state that an address asks for."""

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group
from django.utils import timezone
from reversion.models import Version

from accounts.invitations import invite
from accounts.models import User
from publishing import changes
from publishing.admin import RecordAdmin
from publishing.history import versions_of
from publishing.models import OldAddress, Publishable, TranslationState
from publishing.pending import discard_edit, prepare, submit_edit
from spreadsheets.importing import write_all
from spreadsheets.models import ImportRun
from tests import factories
from tests.accounts.matrix import ALMIGHTY, PERSONAS, STRANGER, WITHOUT_ROLE
from tests.accounts.visits import Visit, session_of
from tests.api_keys import handed_out
from tests.html_forms import main_form_of
from tests.spreadsheets.sheets import checked, csv_of, finish

RECORDS = {
    "members.partner": factories.PartnerFactory,
    "members.chairmanship": factories.ChairmanshipFactory,
    "members.committeecomposition": factories.CompositionFactory,
    "events.theme": factories.ThemeFactory,
    "events.series": factories.SeriesFactory,
    "events.event": factories.EventFactory,
    "events.picture": factories.PictureFactory,
    "declarations.document": factories.DocumentFactory,
    "declarations.documentversion": factories.DocumentVersionFactory,
    "declarations.commitment": factories.CommitmentFactory,
    "declarations.progressentry": factories.ProgressEntryFactory,
    "pages.page": factories.PageFactory,
    "pages.term": factories.TermFactory,
}


def record_admins():
    """The admin of each kind of record, by its label."""
    registry = admin.site._registry
    return {model._meta.label_lower: one for model, one in registry.items() if isinstance(one, RecordAdmin)}


class World:
    def __init__(self):
        self._forms = {}
        self.people = {name: person(name) for name in PERSONAS if name != STRANGER}
        self.sessions = {name: session_of(user) for name, user in self.people.items()}
        self.sessions[STRANGER] = ""
        self.rows = {label: rows_of(RECORDS[label]) for label in record_admins()}
        colleague = User.objects.create(username="colleague", is_staff=True)
        self.runs = imports()
        self.people_in_states = people_in_states()
        self.others = {
            "accounts_user": colleague,
            "auth_user": colleague,
            "auth_group": Group.objects.create(name="Visitors"),
            "accounts_apikey": handed_out()[0],
            "reports_problemreport": factories.ProblemReportFactory(),
            "publishing_oldaddress": OldAddress.objects.create(path="/earlier/", target="events:list"),
            "declarations_provision": factories.ProvisionFactory(
                document=self.rows["declarations.document"]["public"]
            ),
        }
        self.edits = {label: self._edits(label, one) for label, one in record_admins().items()}

    def visit(self, who, method, address, data=None, *, is_read=False):
        return Visit(self.sessions[who], method, address, data, is_read=is_read)

    def form_at(self, address):
        """What a browser would send of the form there, for somebody who may do everything."""
        if address not in self._forms:
            visit = self.visit(ALMIGHTY, "get", address, is_read=True)
            assert visit.status == 200, f"{address} has no form: {visit.status}"
            self._forms[address] = main_form_of(visit.response)
        return self._forms[address]

    def form_of_action(self, path, action, label, line):
        """What confirms an action on one row of a list, as somebody who may do everything is asked."""
        chosen = {"action": action, ACTION_CHECKBOX_NAME: [self.row_for(label, line.row).pk]}
        if (path, action) not in self._forms:
            asked = self.visit(ALMIGHTY, "post", path, chosen, is_read=True)
            self._forms[path, action] = main_form_of(asked.response)
        return {**self._forms[path, action], "confirmed": "yes", **chosen, **line.sends}

    def row_for(self, label, state):
        if label in self.rows:
            return self.rows[label].get(state, self.rows[label]["public"])
        return self.others[label.replace(".", "_")]

    def _edits(self, label, one):
        record = self.rows[label]["public"]
        data = self.form_at(one.page_of(record)) | {"editor_note": ["Prepared."], "note_en": ["Prepared."]}
        author = self.people[ALMIGHTY]
        edits = {
            name: prepare(record=record, data=data, opened_revision=record.revision, by=author)
            for name in ("public", "submitted", "closed")
        }
        submit_edit(pending=edits["submitted"])
        discard_edit(pending=edits["closed"], by=author)
        return edits

    def values(self, kind, row):
        """What stands in the addresses of a kind of record, for one of its rows."""
        record = self.rows[kind].get(row, self.rows[kind]["public"])
        pending = self.edits[kind].get(row, self.edits[kind]["public"])
        is_deleted = isinstance(record, Version)
        return {
            "object_id": record.object_id if is_deleted else record.pk,
            "version_id": record.pk if is_deleted else versions_of(record).last().pk,
            "pending_id": pending.pk,
            "language": "ar",
        }

    def values_elsewhere(self, name, row):
        """The same for other addresses."""
        one = next((one for start, one in self.others.items() if start in name), self.others["accounts_user"])
        key = self.people_in_states[row].pk if row in self.people_in_states else one.pk
        return {
            "object_id": key,
            "id": key,
            "pk": self.runs[row].pk if row in self.runs else 1,
            "app_label": "events",
            "language": "ar",
            "name": "events",
            "format_": "csv",
            "url": "nothing-here",
        }


def person(name):
    user = User.objects.create(username=name, is_staff=True, is_superuser=name == ALMIGHTY)
    if name not in (ALMIGHTY, WITHOUT_ROLE):
        user.groups.add(Group.objects.get(name=name))
    return user


def people_in_states():
    invited = invite(
        first_name="Meron", last_name="Alemu", email="meron@khartoum.example", username="invited", roles=[]
    )
    with_factor = User.objects.create(username="careful", is_staff=True)
    Authenticator.objects.create(user=with_factor, type=Authenticator.Type.TOTP, data={})
    return {"invited": invited, "with a second factor": with_factor}


def imports():
    """One spreadsheet in each state."""
    author = User.objects.create(username="importer", is_staff=True, is_superuser=True)
    columns = ("slug", "title_en", "type")

    def run(slug):
        return checked("events", csv_of(columns, (slug, "An event", "thematic_meeting")), person=author)

    uploaded, waiting, imported = run("first"), run("second"), run("third")
    ImportRun.objects.filter(pk=uploaded.pk).update(state=ImportRun.State.UPLOADED)
    finish(write_all(run=imported, person=author, seen=imported.check_mark))
    return {"uploaded": uploaded, "checked": waiting, "imported": imported}


def rows_of(factory):
    rows = {"public": made(factory)}
    gone = {}
    if issubclass(factory._meta.model, Publishable):
        leaving = {"withdrawn_at": timezone.now() + timedelta(days=3), "withdrawal_reason_en": "Superseded."}
        rows |= {
            "draft": made(factory, draft=True),
            "review": made(factory, in_review=True),
            "leaving": made(factory, **leaving),
        }
        gone = {"draft": True}
    made(factory, **gone).delete()
    rows["deleted"] = Version.objects.get_deleted(factory._meta.model).get()
    return rows


def made(factory, **state):
    """With an earlier state in its history, and a text to translate."""
    with changes.together():
        record = factory(**state)
    main_text = record_admins()[record._meta.label_lower].main_text
    if not getattr(record, f"{main_text}_en"):
        setattr(record, f"{main_text}_en", "Words.")
    record.editor_note = "Seen."
    record.save()
    for language in ("fr", "ar"):
        TranslationState.objects.create(record=record, field=main_text, language=language)
    return record
