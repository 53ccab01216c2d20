"""A person asks for correction or erasure: found wherever the name stands, and gone from all of it."""

import json

import pytest
import reversion
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from reversion.models import Version

from accounts.models import AuditEntry, KeptForm, User
from desk.people.columns import plain_models, record_models, text_columns
from desk.people.finding import look, with_other_names
from desk.people.mending import Plan, carry_out
from desk.people.spelling import Spellings
from events.models import Event, Speaker
from members.models import ChairPerson
from publishing import changes
from publishing.folding import fold
from publishing.history import State, versions_of
from publishing.models import PendingChange, Remark
from publishing.restoring import restore
from record.models import ImportedRecord
from spreadsheets.models import ImportRow, ImportRun
from tests import factories
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PAGE = reverse("desk:people")
NAME, ARABIC = "Amina Şahin-Ouédraogo", "أمينة شاهين"
NAMES = [NAME, ARABIC]
# Written otherwise: found all the same.
SHOUTED = "AMINA SAHIN OUEDRAOGO"


@pytest.fixture
def desk():
    return signed_in(first_name="Nadia")


@pytest.fixture
def event():
    """The name in every corner that a portal has."""
    event = factories.EventFactory(
        title_en="Meeting on data",
        text_en=f"<p>Opened by <strong>Amina</strong> Şahin-Ouédraogo, then {SHOUTED}.</p>",
        text_ar=f"<p>افتتحته {ARABIC}.</p>",
        editor_note=f"Ask {NAME} for the list.",
    )
    factories.SpeakerFactory(
        event=event,
        name_en=NAME,
        name_fr=NAME,
        name_ar=ARABIC,
        function_en="Director",
        function_fr="Directrice",
    )
    factories.SpeakerFactory(event=event, name_en="Omar Ali", function_en=f"Deputy of {NAME}")
    factories.ChairPersonFactory(name_en=NAME, function_en="Director")
    event.refresh_from_db()
    with reversion.create_revision():
        event.venue_en = f"House of {NAME}"
        event.save()
        reversion.set_comment(json.dumps([{"added": {"name": "speaker", "object": NAME}}]))
    event.venue_en = "House"
    event.save()
    deleted = factories.EventFactory(text_en=f"<p>{NAME}</p>")
    factories.SpeakerFactory(event=deleted, name_en=NAME)
    Event.objects.get(pk=deleted.pk).delete()
    kind = ContentType.objects.get_for_model(Event)
    person = User.objects.create(username="omar", is_staff=True)
    LogEntry.objects.create(
        user=person,
        content_type=kind,
        object_id=event.pk,
        object_repr=NAME,
        action_flag=CHANGE,
        change_message=json.dumps([{"added": {"name": "speaker", "object": ARABIC}}]),
    )
    PendingChange.objects.create(
        record=event, data={"speakers-0-name_en": [NAME]}, opened_revision=1, saved_at=timezone.now()
    )
    KeptForm.objects.create(person=person, path="/admin/", data={"text_en": [f"By {SHOUTED}"]})
    Remark.objects.create(record=event, text=f"Is it {NAME}?", author=person)
    run = ImportRun.objects.create(kind="events", file_name="x.csv", notice=NAME)
    ImportRow.objects.create(run=run, number=2, cells=[NAME, "x"], title=NAME, changes=[["name", "", ARABIC]])
    ImportedRecord.objects.create(
        kind="event", slug="x", record_id=event.pk, values={"speakers": [{"name_en": NAME}]}
    )
    return event


def everywhere():
    """Each text of each column of each table, as it is read."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("django_session"):
                continue
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our own tables
            for row in cursor.fetchall():
                for value in row:
                    text = (
                        value
                        if isinstance(value, str)
                        else json.dumps(value, default=str, ensure_ascii=False)
                    )
                    yield table, text
                    if "\\u" in text:
                        yield table, json.dumps(json.loads(text), ensure_ascii=False)


def tables_that_say(*names):
    wanted = [fold(name).split() for name in names]
    found = set()
    for table, text in everywhere():
        # A word of the name alone is enough where the database keeps words one by one.
        words = set(fold(text).split())
        if any(set(name) <= words for name in wanted):
            found.add(table)
    return found


def erased(**options):
    names = with_other_names([NAME])
    wording = {"en": "[name removed]", "fr": "[nom supprimé]", "ar": "[حُذف الاسم]"}
    return carry_out(Plan(Spellings(names), wording=wording, **options), reason=f"{NAME} asked on 3 May")


class TestErasing:
    def test_name_is_nowhere_in_the_database(self, event):
        assert {
            "accounts_keptform",
            "django_admin_log",
            "events_event",
            "events_speaker",
            "members_chairperson",
            "publishing_pendingchange",
            "publishing_remark",
            "record_importedrecord",
            "reversion_revision",
            "reversion_version",
            "search_entry",
            "search_passage",
            "spreadsheets_importrow",
            "spreadsheets_importrun",
        } <= tables_that_say(*NAMES)

        erased()

        assert tables_that_say(*NAMES) == set()

    def test_rows_of_the_person_go_and_others_stay(self, event):
        erased()

        assert list(Speaker.objects.values_list("name_en", "function_en")) == [
            ("Omar Ali", "Deputy of [name removed]")
        ]
        assert ChairPerson.objects.count() == 0

    def test_texts_say_it_in_their_language_and_stay_formatted(self, event):
        erased()

        event.refresh_from_db()
        assert event.text_en == "<p>Opened by <strong>[name removed]</strong>, then [name removed].</p>"
        assert event.text_ar == "<p>افتتحته [حُذف الاسم].</p>"

    def test_earlier_states_are_as_if_it_had_never_stood_there_and_can_be_restored(self, event):
        before = versions_of(event).count()

        erased()

        versions = list(versions_of(event))
        assert len(versions) == before + 1
        state = State.of(versions[-1])
        assert "[name removed]" in state.values["text_en"]
        restore(record=Event.objects.get(), version=versions[1])
        assert tables_that_say(*NAMES) == set()

    def test_public_pages_data_and_searches_know_nothing(self, event, client):
        def read():
            addresses = [
                event.get_absolute_url(),
                f"/api/v1/events/{event.slug}/",
                "/api/v1/events/",
                "/api/v1/chairmanships/",
                f"/en/search/?q={NAME}",
            ]
            return [fold(NAME) in fold(client.get(address).content.decode()) for address in addresses]

        assert read()[:2] == [True, True]

        erased()

        # The search repeats what it was asked for.
        assert read()[:4] == [False] * 4
        assert client.get("/api/v1/search/", {"q": NAME}).json()["results"] == []

    def test_form_that_was_kept_forgets_what_had_been_looked_for_in_its_list(self, event):
        nadia = User.objects.create(username="nadia")
        path = "/admin/events/event/1/change/"
        found = f"{path}?_changelist_filters=q%3DAmina%2BSahin-Ouedraogo"
        forms = [
            KeptForm.objects.create(person=nadia, path=one, data={"title_en": ["Meeting"]})
            for one in (found, f"{path}?_changelist_filters=q%3DRabat")
        ]

        erased()

        for form in forms:
            form.refresh_from_db()
        assert [form.path for form in forms] == [path, f"{path}?_changelist_filters=q%3DRabat"]

    def test_it_is_on_the_audit_log_without_the_name(self, event):
        done = erased()

        entry = AuditEntry.objects.get(action=AuditEntry.Action.PERSON_ERASED)
        assert entry.details == {"reason": "(…) asked on 3 May", **done}
        assert (done["people"], done["texts"], done["states"] > 8) == (2, 2, True)

    def test_it_is_told_as_a_change(self, event):
        revision = event.revision

        erased()

        event.refresh_from_db()
        assert event.revision == revision + 1

    def test_text_that_is_spared_stays_with_its_history(self, event):
        spared = {f"events.event:{event.pk}:text_en"}

        erased(spared=spared)

        event.refresh_from_db()
        first = State.of(versions_of(event).last()).values
        assert (SHOUTED in event.text_en, SHOUTED in first["text_en"]) == (True, True)
        assert (ARABIC in event.text_ar, NAME in event.editor_note, NAME in first["editor_note"]) == (
            False,
            False,
            False,
        )

    def test_row_that_is_spared_keeps_its_function(self, event):
        row = Speaker.objects.get(name_en=NAME)

        erased(spared={f"events.speaker:{row.pk}"})

        row.refresh_from_db()
        assert (row.name_en, row.name_fr, row.name_ar, row.function_en) == (
            "[name removed]",
            "[nom supprimé]",
            "[حُذف الاسم]",
            "Director",
        )
        assert tables_that_say(*NAMES) == set()

    def test_no_later_load_writes_the_name_again(self, event):
        erased()

        # What the loader remembers is not what stands there, so the record is staff's own to it.
        assert ImportedRecord.objects.get().values == {"speakers": [{"name_en": "(…)"}]}

    def test_all_or_nothing(self, event):
        event.title_en = f"{NAME} {'x' * 270}"
        event.save()
        names, wording = Spellings(NAMES), {"en": "y" * 60, "fr": "y", "ar": "y"}
        before = tables_that_say(*NAMES)

        with pytest.raises(Exception, match="would become too long"):
            carry_out(Plan(names, wording=wording), reason="x")

        assert tables_that_say(*NAMES) == before


class TestCorrecting:
    def test_new_spelling_and_function_stand_everywhere(self, event):
        plan = Plan(
            Spellings(NAMES), words={NAME: "Amina Shahin"}, functions={"Director": "Director General"}
        )

        carry_out(plan, reason="Asked by letter")

        assert tables_that_say(NAME) == set()
        row = Speaker.objects.get(name_en="Amina Shahin")
        assert (row.name_ar, row.function_en, row.function_fr) == (ARABIC, "Director General", "Directrice")
        kept = [version.field_dict for version in Version.objects.get_for_model(Speaker)]
        theirs = [values for values in kept if values["name_ar"] == ARABIC]
        assert {(values["name_en"], values["function_en"]) for values in theirs} == {
            ("Amina Shahin", "Director General")
        }
        entry = AuditEntry.objects.get(action=AuditEntry.Action.PERSON_CORRECTED)
        assert entry.details["reason"] == "Asked by letter"

    def test_function_alone(self, event):
        carry_out(Plan(Spellings(NAMES), functions={"Directrice": "Directeur"}), reason="x")

        row = Speaker.objects.get(name_en=NAME)
        assert (row.function_en, row.function_fr) == ("Director", "Directeur")


class TestSpellings:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("by Amina Şahin-Ouédraogo.", "by X."),
            ("AMINA SAHIN OUEDRAOGO", "X"),
            ("amina  sahin\nouedraogo", "X"),
            ("Amina\u00a0Sahin&nbsp;Ouedraogo", "X"),
            ("<b>Amina</b> Sahin <i>Ouedraogo</i>", "<b>X</b><i></i>"),
            ("Aminata Sahin Ouedraogo", "Aminata Sahin Ouedraogo"),
            ("Amina Sahin Ouedraogos", "Amina Sahin Ouedraogos"),
            ("Amina Sahin", "Amina Sahin"),
            ("https://example.org/amina-sahin-ouedraogo", "https://example.org/amina-sahin-ouedraogo"),
            ("قالت أَمينة شاهين", "قالت X"),
            ("امينه شاهين", "X"),
            ("", ""),
        ],
    )
    def test_name_is_found_however_it_is_written(self, text, expected):
        assert Spellings(NAMES).replaced(text, lambda _name: "X") == expected

    def test_decomposed_accents_are_no_gap(self):
        assert Spellings(["Ouédraogo"]).replaced("Oue\u0301draogo!", lambda _name: "X") == "X!"

    def test_longer_name_comes_first(self):
        spellings = Spellings(["Amina Hassan", "Amina Hassan Ali"])

        assert spellings.replaced("Amina Hassan Ali, Amina Hassan", lambda name: f"<{name}>") == (
            "<Amina Hassan Ali>, <Amina Hassan>"
        )

    def test_plain_data_is_looked_through(self):
        data = {"a": ["x", {"b": f"by {NAME}"}], "n": 3, "json": json.dumps([NAME])}

        assert Spellings([NAME]).replaced(data, lambda _name: "X") == {
            "a": ["x", {"b": "by X"}],
            "n": 3,
            "json": '["X"]',
        }


def test_every_model_that_keeps_words_is_looked_through():
    """A new one is, unless it says here why not."""
    covered = {*record_models(), *plain_models()}
    left = {model._meta.label for model in apps.get_models() if model not in covered and text_columns(model)}
    assert left == {
        # Staff, and how they sign in.
        "account.EmailConfirmation",
        "accounts.Invitation",
        "accounts.Tries",
        "accounts.User",
        "auth.Group",
        "auth.Permission",
        "contenttypes.ContentType",
        "mfa.Authenticator",
        "sessions.Session",
        "socialaccount.SocialAccount",
        "socialaccount.SocialApp",
        "socialaccount.SocialToken",
        # Nobody can change it.
        "accounts.AuditEntry",
        # Looked through in ways of their own.
        "declarations.StoredFile",
        "record.ImportedRecord",
        "reversion.Version",
        # Written anew with the record.
        "desk.ListedTranslation",
        "search.Entry",
        "search.Passage",
        # Addresses.
        "publishing.Change",
        "publishing.FormerSlug",
        "publishing.OldAddress",
        # It holds eight signs of its own making.
        "publishing.RecordVersion",
        "publishing.TranslationState",
    }


class TestThePage:
    def found(self, desk, **more):
        return desk.post(PAGE, {"step": "look", "names": NAME, **more})

    def test_who_may_not_is_refused(self):
        client = signed_in_with("events.view_event", "events.change_event")

        assert client.get(PAGE).status_code == 403
        assert client.post(PAGE, {"step": "look", "names": NAME}).status_code == 403

    def test_what_was_found_is_listed_with_the_names_beside(self, desk, event):
        page = self.found(desk)

        found = page.context["found"]
        assert page.context["added"] == [ARABIC]
        assert sorted(type(one.row).__name__ for one in found.people) == ["ChairPerson", "Speaker"]
        assert sorted((type(one.row).__name__, one.column.name) for one in found.places) == [
            ("Event", "editor_note"),
            ("Event", "text_ar"),
            ("Event", "text_en"),
            ("Speaker", "function_en"),
        ]
        text = page.content.decode()
        assert "<mark>AMINA" not in text
        assert "<mark>Amina Şahin-Ouédraogo</mark>" in text

    def sent(self, page, what, **more):
        context = page.context
        data = {
            "names": "\n".join(context["names"]),
            "listed": [
                *(one.key for one in context["found"].people),
                *(one.key for one in context["found"].places),
            ],
            "name": [old for old, _new in context["name_pairs"]],
            "new_name": [new for _old, new in context["name_pairs"]],
            "function": [old for old, _new in context["function_pairs"]],
            "new_function": [new for _old, new in context["function_pairs"]],
            "reason": "Asked by letter of 3 May",
            "wording_en": "[name removed]",
            "wording_fr": "[nom supprimé]",
            "wording_ar": "[حُذف الاسم]",
            "step": f"show:{what}",
        }
        data["ticked"] = data["listed"]
        return {**data, **more}

    def test_erasing_is_previewed_then_done(self, desk, event):
        data = self.sent(self.found(desk), "erase")
        before = Version.objects.count()

        preview = desk.post(PAGE, data)

        assert [effect.is_removed for effect in preview.context["effects"]].count(True) == 2
        assert (Speaker.objects.count(), Version.objects.count()) == (2, before)
        fields = preview.context["fields"]
        sent = {name: [value for key, value in fields if key == name] for name, _value in fields}
        answer = desk.post(PAGE, {**sent, "step": "do:erase"}, follow=True)
        assert "Erased: 2 rows of people, 2 texts" in answer.content.decode()
        assert tables_that_say(*NAMES) == set()
        assert "A person’s data were erased" in {
            version.revision.get_comment() for version in versions_of(Event.objects.get())
        }

    def test_correcting_is_previewed_then_done(self, desk, event):
        data = self.sent(self.found(desk), "correct", new_name=["Amina Shahin", ARABIC])

        preview = desk.post(PAGE, data)
        assert "Amina Shahin" in preview.content.decode()
        assert Speaker.objects.filter(name_en=NAME).count() == 1
        desk.post(PAGE, {**data, "step": "do:correct"})

        assert Speaker.objects.filter(name_en="Amina Shahin").count() == 1
        assert tables_that_say(NAME) == set()

    @pytest.mark.parametrize(
        ("what", "more", "told"),
        [
            ("erase", {"reason": ""}, "This field is required."),
            ("erase", {"wording_en": f"was {NAME}"}, "The name itself cannot stand in its place."),
            ("correct", {}, "Nothing is different"),
            ("correct", {"new_name": "Amina\0Shahin"}, "Null characters are not allowed."),
            ("correct", {"new_name": ["", ""]}, "Write each name as it should be"),
        ],
    )
    def test_what_is_missing_is_told_and_nothing_is_done(self, desk, event, what, more, told):
        data = self.sent(self.found(desk), what, **more)

        for step in ("show", "do"):
            page = desk.post(PAGE, {**data, "step": f"{step}:{what}"})
            assert told in page.content.decode()
        assert Speaker.objects.filter(name_en=NAME).count() == 1

    @pytest.mark.parametrize(
        ("names", "told"),
        [
            ("", "This field is required."),
            ("…", "Write the name with letters."),
            ("Al", "“Al” is too short"),
            ("\n".join(f"Name {n}" for n in range(20)), "At most 12 ways"),
        ],
    )
    def test_odd_names_are_refused_in_words(self, desk, names, told):
        assert told in desk.post(PAGE, {"step": "look", "names": names}).content.decode()

    def test_looking_changes_nothing(self, desk, event):
        before = {table: text for table, text in everywhere() if table.startswith(("reversion", "events"))}

        self.found(desk)

        assert {
            table: text for table, text in everywhere() if table.startswith(("reversion", "events"))
        } == before

    def test_what_is_out_of_reach_is_said(self, desk):
        file = factories.StoredFileFactory(content=f"Signed by {NAME}".encode())
        version = factories.DocumentVersionFactory(file=file)
        factories.EventFactory(slug="speech-of-amina-sahin-ouedraogo")
        User.objects.create(username="amina", first_name="Amina", last_name="Şahin-Ouédraogo")

        page = self.found(desk)

        found = page.context["found"]
        assert (found.files, len(found.addresses), len(found.accounts)) == ([version], 1, 1)
        text = page.content.decode()
        assert "Backups of the database" in text
        assert reverse("admin:declarations_documentversion_change", args=[version.pk]) in text

    def test_former_address_is_out_of_reach_too(self, desk):
        event = factories.EventFactory(slug="speech-of-amina-sahin-ouedraogo")
        event.slug = "speech"
        event.save()
        factories.EventFactory()

        assert self.found(desk).context["found"].addresses == [event]

    def test_page_is_read_in_arabic(self, desk, event):
        with override("ar"):
            desk.cookies["django_language"] = "ar"
            page = self.found(desk)

        assert 'dir="rtl"' in page.content.decode()


def test_memory_does_not_grow_with_the_history(event, monkeypatch):
    """Rows are read a few at a time; with a smaller number the result is the same."""
    monkeypatch.setattr("desk.people.finding.AT_ONCE", 2)
    monkeypatch.setattr("desk.people.finding.rows_in_turn.__defaults__", (2,))
    with changes.together():
        event.save()

    assert look(Spellings(NAMES)).kept[Version] > 8
    erased()
    assert tables_that_say(*NAMES) == set()


def test_every_form_of_the_page_carries_its_token(desk, event):
    pages = [desk.get(PAGE), TestThePage().found(desk)]
    pages.append(desk.post(PAGE, TestThePage().sent(pages[1], "erase")))

    for page in pages:
        # One for each form, the choice of a language in the frame and the way out included.
        text = page.content.decode()
        assert text.count("<form") - text.count('method="get"') == text.count("csrfmiddlewaretoken")
