import re

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml.html import fromstring

from accounts.models import AuditEntry, User
from events.models import Event, Participation
from spreadsheets.importing import check
from spreadsheets.models import ImportRow, ImportRun
from spreadsheets.views import imports, progress
from tests import factories
from tests.html_forms import fields_of
from tests.spreadsheets.sheets import (
    body_of,
    checked,
    csv_of,
    file_of,
    finish,
    post_from_page,
    press_import,
    sheet_in,
    somebody,
    upload,
    workbook_of,
)
from tests.staff import signed_in, signed_in_with

pytestmark = [pytest.mark.once, pytest.mark.django_db]

NAMES = ["event", "partner", "role"]
EDITOR = ("events.add_event", "events.change_event")


def address(name, run):
    return reverse(f"spreadsheets:{name}", args=[run.pk])


@pytest.fixture
def client():
    return signed_in()


@pytest.fixture
def som():
    for slug, name in (("kenya", "Kenya"), ("ethiopia", "Ethiopia")):
        factories.PartnerFactory(slug=slug, name_en=name)
    return factories.EventFactory(slug="som", title_en="SOM")


def test_file_with_a_wrong_row_is_corrected_on_the_page_and_imported(client, som):
    run, page = upload(
        client, "participations", csv_of(NAMES, ["som", "Etiopia", "host"], ["som", "kenya", "chair"])
    )
    assert page.context["preview"].shown == "problem"
    assert "confirm" not in page.content.decode()

    fields = fields_of(page, "corrections")
    assert fields["cell-2-1"] == ["Etiopia"]
    answer = client.post(address("correct", run), fields | {"cell-2-1": "Ethiopia"}, follow=True)
    assert fields_of(answer, "confirm")
    press_import(client, run, follow=True)

    assert [(row.partner.slug, row.role) for row in Participation.objects.order_by("role")] == [
        ("kenya", "chair"),
        ("ethiopia", "host"),
    ]


def test_null_character_in_a_cell_is_left_out(client, som):
    run, page = upload(client, "participations", csv_of(NAMES, ["som", "Etiopia", "host"]))

    client.post(address("correct", run), fields_of(page, "corrections") | {"cell-2-1": "Ethi\0opia"})

    assert run.rows.get().cells[1] == "Ethiopia"


def test_row_can_be_left_out(client, som):
    run, _page = upload(
        client, "participations", csv_of(NAMES, ["som", "Atlantis", "host"], ["som", "kenya", "chair"])
    )

    post_from_page(client, "correct", run, {"leave-out-2": "yes"})

    run.refresh_from_db()
    assert (run.row_count, run.counts["problem"], run.counts["new"]) == (1, 0, 1)


@pytest.mark.parametrize("format_", ["csv", "xlsx"])
def test_wrong_rows_come_as_a_small_file_and_go_back_in_their_places(client, som, format_):
    content = csv_of(
        ["Event", "Partner", "Role", "=Note"], ["som", "Etiopia", "host", "=1"], ["som", "kenya", "chair", ""]
    )
    run, _page = upload(client, "participations", content)

    small = client.get(reverse("spreadsheets:wrong_rows", args=[run.pk, format_]))
    if format_ == "csv":
        table = body_of(small).decode("utf-8-sig").splitlines()
        assert table[0] == "Row in your file,What is wrong,Event,Partner,Role,'=Note"
        corrected = "\n".join(table).replace("Etiopia,host", "Ethiopia,host").encode()
    else:
        [header, row] = sheet_in(small)
        assert (header[:2], row[:4]) == (
            ["Row in your file", "What is wrong"],
            ["2", "Partner: No partner is called “Etiopia”. Did you mean “Ethiopia”?", "som", "Etiopia"],
        )
        corrected = csv_of(["Partner", "Row in your file"], ["Ethiopia", "2"])
    post_from_page(client, "correct", run, {"by_file": "yes", "correct-file": file_of(corrected)})

    run.refresh_from_db()
    assert (run.counts["problem"], run.counts["new"]) == (0, 2)
    assert run.rows.get(number=2).cells == ["som", "Ethiopia", "host", "=1"]


def test_columns_of_one_name_come_back_each_in_its_place_and_long_texts_stay(client, som):
    long_text = "word " * 8_000
    content = csv_of(
        ["Event", "Partner", "Role", "Note", "Note", "What is wrong"],
        ["som", "Etiopia", "host", "first", long_text, "theirs"],
    )
    run, _page = upload(client, "participations", content)

    small = client.get(reverse("spreadsheets:wrong_rows", args=[run.pk, "xlsx"]))
    [header, row] = sheet_in(small)
    row[3] = "Ethiopia"
    corrected = file_of(workbook_of(header, row), "rows.xlsx")
    post_from_page(client, "correct", run, {"by_file": "yes", "correct-file": corrected})

    assert run.rows.get().cells == ["som", "Ethiopia", "host", "first", long_text, "theirs"]


def test_file_that_does_not_say_which_rows_it_corrects_is_refused(client, som):
    run, _page = upload(client, "participations", csv_of(NAMES, ["som", "Etiopia", "host"]))

    sent = {"by_file": "yes", "correct-file": file_of(csv_of(NAMES, ["som", "Ethiopia", "host"]))}
    page = post_from_page(client, "correct", run, sent, follow=True)

    assert [str(message) for message in page.context["messages"]] == [
        "The file has no column “Row in your file”, which says where each row belongs."
    ]
    assert run.rows.get().cells[1] == "Etiopia"


def test_cells_typed_over_what_was_checked_anew_meanwhile_are_not_taken_and_not_lost(client, som):
    rows = (["som", name, "host"] for name in ("Etiopia", "Kenia", "Atlantis", "Lemuria"))
    run, page = upload(client, "participations", csv_of(NAMES, *rows))
    mine = fields_of(page, "corrections") | {"cell-2-1": "Ethiopia", "cell-4-1": "Mu", "leave-out-5": "yes"}
    colleagues = {"cell-3-1": "Kenya", "cell-4-1": "Ethiopia", "cell-5-1": "Thule"}
    post_from_page(client, "correct", run, colleagues)

    page = client.post(address("correct", run), mine)

    assert [str(message) for message in page.context["messages"]][-1] == (
        "The rows have been checked anew meanwhile, and nothing was taken over. What you typed stands below: "
        "look at it again, then send it."
    )
    assert [row.cells[1] for row in run.rows.all()] == ["Etiopia", "Kenya", "Ethiopia", "Thule"]
    shown = fields_of(page, "corrections")
    assert (shown["cell-2-1"], shown["cell-5-1"], shown["leave-out-5"]) == (["Ethiopia"], ["Thule"], ["yes"])
    # What nobody has typed into needs no word.
    assert page.context["preview"].left_over == [("4", "Mu")]

    client.post(address("correct", run), shown)

    assert [row.cells[1] for row in run.rows.all()] == ["Ethiopia", "Kenya", "Ethiopia"]


def numbers_on(page):
    return [shown.row.number for shown in page.context["preview"].rows]


def test_what_was_typed_for_a_row_that_is_on_the_next_page_by_now_is_shown(client, som):
    rows = (["som", f"x{number}", "host"] for number in range(3, 53))
    run, page = upload(client, "participations", csv_of(NAMES, ["som", "kenya", "host"], *rows))
    mine = fields_of(page, "corrections") | {"cell-52-1": "Mu"}
    colleagues = file_of(csv_of(["Row in your file", "Partner"], ["2", "Atlantis"]))
    post_from_page(client, "correct", run, {"by_file": "yes", "correct-file": colleagues})

    page = client.post(address("correct", run), mine)

    assert page.context["preview"].left_over == [("52", "Mu")]
    assert "You typed this; its box is not on this page:" in page.content.decode()
    assert numbers_on(client.get(page.context["preview"].next_address)) == [52]


def test_labels_of_rows_and_columns_stand_before_a_colon_as_the_language_writes_it(client, som):
    run = checked("participations", csv_of(NAMES, ["som", "kenya", "host"], ["som", "kenya", ""]))
    shown = client.get(run.get_absolute_url(), {"show": "new"}, headers={"accept-language": "fr"})
    typed = client.post(
        address("correct", run), {"seen": "", "cell-2-1": "Mu"}, headers={"accept-language": "fr"}
    )
    small = client.get(
        reverse("spreadsheets:wrong_rows", args=[run.pk, "csv"]), headers={"accept-language": "fr"}
    )

    assert "Ligne 2\u202f: <bdi>" in shown.content.decode()
    assert "Ligne 2\u202f: <bdi>Mu</bdi>" in typed.content.decode()
    assert re.search("Rôle\u202f: ", body_of(small).decode("utf-8-sig"))


@pytest.mark.parametrize("left", [[], range(3, 53)])
def test_second_page_that_is_sent_once_its_rows_are_right_hides_none_of_the_others(client, som, left):
    rows = (["som", f"x{number}", "host"] for number in range(3, 55))
    run, first = upload(client, "participations", csv_of(NAMES, ["som", "kenya", "host"], *rows))
    second = client.get(first.context["preview"].next_address)
    assert numbers_on(second) == [53, 54]
    action = fromstring(second.content.decode()).get_element_by_id("corrections").get("action")
    leave_out = {f"leave-out-{number}": "yes" for number in range(3, 55) if number not in left}
    post_from_page(client, "correct", run, leave_out)

    page = client.post(action, fields_of(second, "corrections") | {"cell-53-1": "Mu"})

    assert (page.context["preview"].shown, numbers_on(page)) == ("problem", [*left])
    assert page.context["preview"].left_over == [("53", "Mu")]


def test_where_a_page_begins_is_meant_of_the_rows_it_was_said_of(client, som):
    run, _page = upload(client, "participations", csv_of(NAMES, ["som", "kenya", "host"]))

    assert numbers_on(client.get(f"{run.get_absolute_url()}?after=50")) == [2]


def test_file_of_corrections_of_what_was_checked_anew_meanwhile_is_not_taken(client, som):
    run, page = upload(client, "participations", csv_of(NAMES, ["som", "Etiopia", "host"]))
    mine = fields_of(page, "by-file") | {
        "correct-file": file_of(csv_of(["Row in your file", "Partner"], ["2", "Kenya"]))
    }
    post_from_page(client, "correct", run, {"cell-2-1": "Ethiopia"})

    page = client.post(address("correct", run), mine, follow=True)

    assert [str(message) for message in page.context["messages"]][-1] == (
        "The rows have been checked anew meanwhile, and nothing was taken over. Look at them again, then "
        "send the file once more."
    )
    assert run.rows.get().cells[1] == "Ethiopia"


@pytest.mark.parametrize("number", ["3", "99999999999999999999"])
def test_row_that_the_first_file_has_not_is_left_alone(client, som, number):
    run, _page = upload(client, "participations", csv_of(NAMES, ["som", "Etiopia", "host"]))

    rows = csv_of(["Row in your file", *NAMES], [number, "som", "Ethiopia", "host"])
    page = post_from_page(
        client, "correct", run, {"by_file": "yes", "correct-file": file_of(rows)}, follow=True
    )

    assert page.status_code == 200
    assert run.rows.get().cells[1] == "Etiopia"


def test_preview_shows_what_was_and_what_would_be(client, som):
    _run, page = upload(client, "events", csv_of(["slug", "city"], ["som", "Rome"]))

    [shown] = page.context["preview"].rows
    assert [(one.label, one.before, one.after) for one in shown.differences] == [
        ("City (English)", "Kampala", "Rome")
    ]
    assert [(tab.name, tab.count) for tab in page.context["preview"].tabs] == [
        ("problem", 0),
        ("new", 0),
        ("changed", 1),
        ("unchanged", 0),
    ]


def test_long_file_is_imported_with_its_progress_told_and_the_way_to_the_result(client, som, monkeypatch):
    monkeypatch.setattr(progress, "ROWS_AT_ONCE", 1)
    run = checked("participations", csv_of(NAMES, ["som", "kenya", "host"], ["som", "ethiopia", "chair"]))

    answer = press_import(client, run)
    page = body_of(answer).decode()

    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "2 of 2 rows" in page
    assert f'data-go-on href="{run.get_absolute_url()}"' in page
    assert page.rstrip().endswith("</html>")
    assert Participation.objects.count() == 2
    entry = AuditEntry.objects.get(action="imported")
    assert (entry.person, entry.address) == ("nadia", "127.0.0.1")


def test_page_that_is_closed_before_the_end_leaves_nothing(client, som, monkeypatch):
    monkeypatch.setattr(progress, "ROWS_AT_ONCE", 1)
    run = checked("participations", csv_of(NAMES, ["som", "kenya", "host"], ["som", "ethiopia", "chair"]))

    answer = press_import(client, run)
    pieces = iter(answer.streaming_content)
    next(pieces), next(pieces)
    answer._iterator.close()

    run.refresh_from_db()
    assert (run.state, Participation.objects.count()) == ("checked", 0)


def test_what_has_changed_since_the_check_is_shown_again(client, som):
    run, _page = upload(client, "events", csv_of(["slug", "city"], ["som", "Rome"]))
    som.refresh_from_db()
    som.city_en = "Jinja"
    som.save()

    page = press_import(client, run, follow=True)

    assert page.context["run"].notice == (
        "Nothing was imported: since the check, something has changed. Look at the rows again."
    )
    [shown] = page.context["preview"].rows
    assert [(one.before, one.after) for one in shown.differences] == [("Jinja", "Rome")]

    page = press_import(client, run, follow=True)

    assert (page.context["run"].state, page.context["run"].notice) == ("imported", "")


def test_rows_that_were_checked_anew_since_they_were_looked_at_are_shown_first(client, som):
    run, page = upload(client, "events", csv_of(["slug", "city"], ["som", "Rome"]))
    looked_at = fields_of(page, "confirm")
    som.refresh_from_db()
    som.city_en = "Jinja"
    som.save()
    client.post(address("check", run))

    page = client.post(address("import_all", run), looked_at, follow=True)

    assert page.context["run"].notice == (
        "Nothing was imported: since the check, something has changed. Look at the rows again."
    )
    [shown] = page.context["preview"].rows
    assert [(one.before, one.after) for one in shown.differences] == [("Jinja", "Rome")]
    assert Event.objects.get().city_en == "Jinja"


@pytest.mark.parametrize("at_once", [500, 0])
def test_import_whose_new_check_another_overtakes_says_that_nothing_was_imported(
    client, som, monkeypatch, at_once
):
    monkeypatch.setattr(progress, "ROWS_AT_ONCE", at_once)
    run = checked("events", csv_of(["slug", "city"], ["som", "Rome"]))
    colleagues = check(run=ImportRun.objects.get(), person=somebody())

    def overtaken(**options):
        task = check(**options)
        yield next(task)
        yield next(colleagues)
        yield from task

    monkeypatch.setattr(imports, "check", overtaken)
    som.refresh_from_db()
    som.city_en = "Jinja"
    som.save()

    body_of(press_import(client, run))

    told = "Nothing was imported: since the check, something has changed. Look at the rows again."
    page = client.get(run.get_absolute_url(), follow=True)
    assert (page.redirect_chain[-1][0], told in page.content.decode()) == (address("columns", run), True)
    finish(colleagues)
    assert client.get(run.get_absolute_url()).context["run"].notice == told
    assert Event.objects.get().city_en == "Jinja"


def test_rows_that_only_together_do_not_go_are_told_at_the_row(client):
    content = csv_of(
        ["name", "kind", "iso", "region"], ["Kenya", "country", "KE", "eu"], ["Kenia", "country", "KE", "eu"]
    )
    run, _page = upload(client, "partners", content)

    page = press_import(client, run, follow=True)

    [shown] = page.context["preview"].rows
    assert (shown.row.number, [cell.label for cell in shown.wrong_cells]) == (3, ["ISO country code"])


def test_import_is_undone_from_its_page(client, som):
    run, _page = upload(client, "events", csv_of(["slug", "city"], ["som", "Rome"]))
    press_import(client, run)
    assert Event.objects.get().city_en == "Rome"

    assert fields_of(client.get(address("undo", run)), "undo")
    page = client.post(address("undo", run), follow=True)

    assert (page.context["run"].state, Event.objects.get().city_en) == ("undone", "Kampala")
    assert client.get(address("undo", run)).status_code == 404


def test_undoing_what_somebody_has_changed_shows_what_and_does_nothing(client, som):
    run, _page = upload(client, "events", csv_of(["slug", "city"], ["som", "Rome"]))
    press_import(client, run)
    event = Event.objects.get()
    event.venue_en = "Town hall"
    event.save()

    page = client.post(address("undo", run))

    assert [one.title for one in page.context["obstacles"]] == ["SOM"]
    assert Event.objects.get().city_en == "Rome"


def test_file_is_thrown_away_with_its_rows(client, som):
    run, _page = upload(client, "events", csv_of(["slug", "city"], ["som", "Rome"]))

    client.post(address("discard", run))

    assert (ImportRun.objects.count(), ImportRow.objects.count()) == (0, 0)


@pytest.mark.parametrize("name", ["columns", "check", "correct", "discard", "import_all"])
def test_nothing_more_is_done_to_what_was_imported(client, som, name):
    run, _page = upload(client, "events", csv_of(["slug", "city"], ["som", "Rome"]))
    press_import(client, run)

    answer = client.post(address(name, run))

    run.refresh_from_db()
    assert (answer["Location"], run.state) == (run.get_absolute_url(), "imported")


def test_columns_must_say_what_each_row_is_about(client, som):
    sent = {
        "kind": "participations",
        "file": file_of(csv_of(["Who", "What"], ["som", "kenya"])),
        "encoding": "",
    }
    columns = client.post(reverse("spreadsheets:upload"), sent)["Location"]

    nothing = client.post(columns, fields_of(client.get(columns), "columns"))
    twice = client.post(columns, {"column-0": "event", "column-1": "event", "empties": ""})
    lacking = client.post(columns, {"column-0": "event", "column-1": "partner", "empties": ""})

    assert nothing.context["form"].non_field_errors() == ["Say of at least one column what it is."]
    assert twice.context["form"].errors["column-1"] == ["“Who” is already this column."]
    assert lacking.context["form"].non_field_errors() == ["Say which columns hold: Role."]


def test_wrong_file_is_refused_in_words(client):
    sent = {"kind": "events", "file": file_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "encoding": ""}

    page = client.post(reverse("spreadsheets:upload"), sent)

    assert page.context["form"].errors["file"] == [
        "This is an old or protected workbook. Save it as .xlsx or as CSV, without a password."
    ]
    assert not ImportRun.objects.exists()


def test_file_of_somebody_who_may_not_publish_is_checked_and_imported_by_a_publisher(som):
    editor, publisher = signed_in_with(*EDITOR), signed_in()
    run, page = upload(editor, "events", csv_of(["slug", "city"], ["som", "Rome"]))
    assert page.context["preview"].shown == "problem"
    press_import(editor, run)
    assert Event.objects.get().city_en == "Kampala"

    publisher.post(address("check", run))
    press_import(publisher, run)

    assert Event.objects.get().city_en == "Rome"


GET_PAGES = ["import", "columns", "undo"]
POST_PAGES = ["columns", "check", "correct", "discard", "import_all", "undo"]


@pytest.mark.parametrize(
    "permissions", [(), ("members.change_partner",), ("events.view_event",), ("events.delete_event",)]
)
def test_who_may_not_write_such_records_reaches_no_step_of_their_import(som, permissions):
    run = checked("participations", csv_of(NAMES, ["som", "kenya", "host"]))
    stranger = signed_in_with(*permissions)

    for name in POST_PAGES:
        assert stranger.post(address(name, run)).status_code == 403, name
    for format_ in ("csv", "xlsx"):
        assert stranger.get(reverse("spreadsheets:wrong_rows", args=[run.pk, format_])).status_code == 403
    assert stranger.get(reverse("spreadsheets:template", args=["participations", "csv"])).status_code == 403
    assert (ImportRun.objects.get().state, Participation.objects.count()) == ("checked", 0)


def test_who_may_bring_in_nothing_sees_no_imports_unless_permitted(som):
    run = checked("participations", csv_of(NAMES, ["som", "kenya", "host"]))
    stranger = signed_in_with("events.view_event")
    for name in ("imports", "upload"):
        assert stranger.get(reverse(f"spreadsheets:{name}")).status_code == 403
    assert stranger.get(run.get_absolute_url()).status_code == 403
    stranger.logout()

    User.objects.filter(username="amal").delete()
    auditor = signed_in_with("spreadsheets.view_importrun")
    assert auditor.get(reverse("spreadsheets:imports")).status_code == 200
    assert auditor.get(run.get_absolute_url()).status_code == 200
    assert press_import(auditor, run).status_code == 403


def test_who_may_bring_in_other_rows_sees_the_imports_of_those_alone(som):
    hidden = checked("participations", csv_of(NAMES, ["som", "kenya", "host"]))
    shown = checked("partners", csv_of(["name", "kind"], ["IOM", "organisation"]))
    stranger = signed_in_with("members.add_partner", "members.change_partner")

    listed = stranger.get(reverse("spreadsheets:imports")).context["runs"]

    assert [one.run for one in listed] == [shown]
    assert stranger.get(shown.get_absolute_url()).status_code == 200
    assert stranger.get(hidden.get_absolute_url()).status_code == 403


def test_kind_that_one_may_not_write_is_no_choice(som):
    client = signed_in_with(*EDITOR)
    page = client.get(reverse("spreadsheets:upload"))

    answer = client.post(
        reverse("spreadsheets:upload"), {"kind": "partners", "file": file_of(b"a\n1\n"), "encoding": ""}
    )

    assert [name for name, _label in page.context["form"].fields["kind"].choices] == [
        "events",
        "participations",
    ]
    assert list(answer.context["form"].errors) == ["kind"]


def test_strangers_are_sent_to_sign_in(db, client):
    run = checked("participations", csv_of(NAMES, ["som", "kenya", "host"]))
    client.logout()

    for name in {*GET_PAGES, *POST_PAGES}:
        assert client.post(address(name, run)).status_code == 302, name
        assert "login" in client.post(address(name, run))["Location"]


def test_looking_changes_nothing(client, som):
    run = checked("participations", csv_of(NAMES, ["som", "kenya", "host"]))
    before = (ImportRun.objects.values().get(), list(ImportRow.objects.values()))

    for name in ("import", "columns"):
        assert client.get(address(name, run)).status_code == 200
    for name in ("check", "correct", "discard", "import_all"):
        assert client.get(address(name, run)).status_code == 405

    assert (ImportRun.objects.values().get(), list(ImportRow.objects.values())) == before


@pytest.mark.parametrize("count", [1, 40])
def test_pages_take_the_same_queries_for_any_number_of_rows(client, som, django_assert_num_queries, count):
    rows = (["som", f"nobody-{number}", "host"] for number in range(count))
    run = checked("participations", csv_of(NAMES, *rows))
    for _number in range(count):
        ImportRun.objects.create(
            kind="events", file_name="a.csv", person=run.person, uploaded_at=timezone.now()
        )

    with django_assert_num_queries(4):
        assert len(client.get(run.get_absolute_url()).context["preview"].rows) == count
    with django_assert_num_queries(3):
        assert len(client.get(reverse("spreadsheets:imports")).context["runs"]) == count + 1


def test_rows_and_imports_are_shown_a_page_at_a_time(client, som):
    run = checked("participations", csv_of(NAMES, *(["som", f"x{number}", "host"] for number in range(60))))
    for _number in range(60):
        ImportRun.objects.create(kind="events", file_name="a.csv")

    first = client.get(run.get_absolute_url()).context["preview"]
    second = client.get(first.next_address).context["preview"]
    runs = client.get(reverse("spreadsheets:imports")).context
    older = client.get(f"{reverse('spreadsheets:imports')}?before={runs['older']}").context

    assert [len(first.rows), len(second.rows), second.next_address] == [50, 10, ""]
    assert [len(runs["runs"]), len(older["runs"]), older["older"]] == [50, 11, None]
