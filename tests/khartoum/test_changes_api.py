"""/api/v1/changes/ and `modified_since`: what they tell, and above all what they do not."""

from datetime import UTC, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from khartoum.api import KINDS
from publishing import actions
from publishing.changes import together
from publishing.dates import PartialDate
from publishing.kinds import record_models
from publishing.models import Change, RecordVersion
from publishing.positions import Feed
from tests import factories
from tests.clock import clock
from tests.publishing.test_patience import counting

pytestmark = pytest.mark.django_db
CHANGES = "/api/v1/changes/"


def told(client, since="", **query):
    """On all pages, and the last cursor."""
    answer = client.get(CHANGES, {"since": since, **query} if since or query else {}).json()
    rows = [(row["collection"], row["slug"], row["verb"]) for row in answer["results"]]
    while answer["next"]:
        answer = client.get(answer["next"]).json()
        rows += [(row["collection"], row["slug"], row["verb"]) for row in answer["results"]]
    return rows, answer["cursor"]


def later(hours=1):
    return timezone.now() + timedelta(hours=hours)


def test_nothing_is_told_of_what_is_not_public(client):
    with clock() as now:
        draft, scheduled = factories.EventFactory(draft=True), factories.EventFactory(scheduled=True)
        withdrawn = factories.EventFactory(slug="gone")
        actions.withdraw(record=withdrawn, reason="Why")
        _rows, cursor = told(client)
        for number, record in enumerate([draft, scheduled, withdrawn]):
            record.slug = f"secret-{number}"
            record.save()
        # Public as far as its own dates go, but of a document that is not.
        document = factories.DocumentFactory(draft=True)
        provision = factories.ProvisionFactory(document=document)
        factories.CommitmentFactory(provision=provision)
        factories.CommitmentFactory(provision=provision, scheduled=True)
        # Shown at a day to come by what will not be public then.
        hidden = factories.EventFactory(
            draft=True, series=factories.SeriesFactory(slug="soon", scheduled=True)
        )
        factories.ParticipationFactory(
            event=hidden, partner=factories.PartnerFactory(slug="p", scheduled=True)
        )
        draft.delete()
        withdrawn.delete()

        assert told(client, cursor)[0] == []
        assert told(client)[0] == [("events", "gone", "published"), ("events", "gone", "withdrawn")]
        now.move(hours=25)
        assert told(client, cursor)[0] == [
            ("events", "secret-1", "published"),
            ("series", "soon", "published"),
            ("members", "p", "published"),
        ]
        assert {row["former_slug"] for row in client.get(CHANGES).json()["results"]} == {None}


def test_what_leaves_is_told_under_the_address_at_which_it_was_seen(client):
    renamed, gone = factories.ThemeFactory(slug="a"), factories.ThemeFactory(slug="b")
    cursor = told(client)[1]
    renamed.slug = "c"
    renamed.save()
    with together():
        gone.slug = "d"
        gone.save()
        actions.withdraw(record=gone, reason="Why")
    answer = client.get(CHANGES, {"since": cursor}).json()["results"]

    assert [(row["slug"], row["former_slug"], row["verb"]) for row in answer] == [
        ("c", "a", "renamed"),
        ("b", None, "withdrawn"),
    ]
    assert answer[0]["url"].endswith("/api/v1/themes/c/")


def test_with_a_document_its_files_leave(client):
    document = factories.DocumentFactory(slug="d")
    for slug in ("v-1", "v-2"):
        factories.DocumentVersionFactory(document=document, slug=slug)
    factories.DocumentVersionFactory(document=document, slug="draft", draft=True)
    cursor = told(client)[1]
    document.delete()

    assert set(told(client, cursor)[0]) == {
        ("documents", "d", "deleted"),
        ("document-versions", "v-1", "deleted"),
        ("document-versions", "v-2", "deleted"),
    }


def test_what_another_record_shows_changes_with_it_also_on_a_day_to_come(client):
    with clock() as now:
        partner = factories.PartnerFactory(slug="p")
        event, hidden = factories.EventFactory(slug="e"), factories.EventFactory(slug="h", draft=True)
        for row in (event, hidden):
            factories.ParticipationFactory(event=row, partner=partner)
        cursor = told(client)[1]
        partner.editor_note = "Ask."
        partner.save()
        assert told(client, cursor)[0] == []
        partner.name_en = "Another name"
        partner.save()
        rows, cursor = told(client, cursor)
        assert rows == [("members", "p", "changed"), ("events", "e", "changed")]
        # Its day comes although nobody writes then, and the event was tied to it after it had been scheduled.
        theme = factories.ThemeFactory(slug="t", scheduled=True)
        with together():
            event.themes.add(theme)
            event.save()
        _rows, cursor = told(client, cursor)
        now.move(hours=25)
        assert told(client, cursor)[0] == [("themes", "t", "published"), ("events", "e", "changed")]
        # No news of its own: only those who keep copies need to know.
        assert not Change.objects.visible().filter(kind="event", verb="changed", at=now.now).exists()


def test_what_the_summary_of_an_event_is_made_of_changes_the_event(client):
    series, domain = factories.SeriesFactory(slug="s"), factories.DomainFactory(slug="d")
    topic = factories.ThemeFactory(slug="t")
    factories.EventFactory(slug="e", series=series).themes.add(topic)
    _rows, cursor = told(client)
    series.series_kind = series.Kind.BACK_TO_BACK
    series.save()
    rows, cursor = told(client, cursor)
    assert set(rows) == {("series", "s", "changed"), ("events", "e", "changed")}

    topic.parent = domain
    topic.save()

    rows, _cursor = told(client, cursor)
    assert ("events", "e", "changed") in rows


def test_on_its_days_a_planned_event_is_told_anew(client):
    with clock() as now:
        planned = {"status": "planned", "date": PartialDate.parse("2026-03-03", "2026-03-04")}
        event = factories.EventFactory(slug="e", **planned)
        factories.EventFactory(slug="draft", draft=True, **planned)
        factories.EventFactory(slug="later", published_at=now.now + timedelta(days=2), **planned)
        factories.EventFactory(
            slug="gone", withdrawn_at=now.now + timedelta(hours=1), withdrawal_reason_en="Why", **planned
        )
        factories.EventFactory(slug="month", **planned | {"date": PartialDate.parse("2026-03")})
        factories.SpeakerFactory(event=event)
        cursor = told(client)[1]
        seen = []
        for _day in range(3):
            now.move(days=1)
            rows, cursor = told(client, cursor)
            seen.append({(slug, verb) for _collection, slug, verb in rows})
        assert seen == [{("gone", "withdrawn")}, {("e", "changed"), ("later", "published")}, set()]
        now.move(days=1)
        rows, cursor = told(client, cursor)
        assert set(rows) == {("events", "e", "changed"), ("events", "later", "changed")}
        now.move(days=27)
        assert told(client, cursor)[0] == [("events", "month", "changed")]
        # No news.
        assert not Change.objects.visible().filter(verb="changed", at__month=3, at__day__gt=1).exists()


def test_what_was_planned_before_days_were_told_is_announced_by_the_migration():
    days = [
        {"date": PartialDate.parse("2190-03-03", "2190-03-04")},
        {"date": PartialDate.parse("2190-03")},
        {"date": PartialDate.parse("2190-03-03"), "published_at": datetime(2190, 3, 3, 12, tzinfo=UTC)},
        {"date": PartialDate.parse("2190-03-03"), "draft": True},
        {"date": PartialDate.parse("2020-03-03")},
        {"date": None},
    ]
    for number, traits in enumerate(days):
        factories.EventFactory(slug=f"e-{number}", status="planned", **traits)
    announced = Change.objects.filter(batch=Change.ECHO).order_by("slug", "at").values("slug", "verb", "at")
    by_saving = list(announced)
    Change.objects.filter(batch=Change.ECHO).delete()

    import_module("events.migrations.0010_days_of_what_is_planned").announce(apps, None)

    assert list(announced.all()) == by_saving
    assert [row["slug"] for row in by_saving] == ["e-0", "e-0", "e-1", "e-2"]
    assert Change.objects.last().sequence == RecordVersion.objects.get().number


def test_an_event_that_was_held_is_not_told_anew(client):
    with clock() as now:
        event = factories.EventFactory(slug="e", status="planned", date=PartialDate.parse("2026-03-01"))
        event.status = event.Status.HELD
        event.save()
        cursor = told(client)[1]
        now.move(days=2)

        assert told(client, cursor)[0] == []


def test_what_is_announced_stays_so_when_what_it_depends_on_is_saved(client):
    with clock() as now:
        document = factories.DocumentFactory(slug="d")
        theme = factories.ThemeFactory(slug="t", scheduled=True)
        factories.CommitmentFactory(
            slug="c", provision=factories.ProvisionFactory(document=document), theme=theme
        )
        document.summary_en = "<p>Reworded.</p>"
        document.save()
        cursor = told(client)[1]
        now.move(hours=25)

        assert told(client, cursor)[0] == [("themes", "t", "published"), ("commitments", "c", "changed")]


def test_lists_tell_what_was_modified_each_once_and_go_on_from_their_cursor(client):
    events = [factories.EventFactory(slug=slug) for slug in "abc"]
    factories.ThemeFactory.create_batch(3)

    def modified(since, **query):
        answer = client.get("/api/v1/events/", {"modified_since": since, **query}).json()
        return [row["slug"] for row in answer["results"]], answer

    first, answer = modified("", page_size=2)
    assert first == ["a", "b"]
    assert client.get(answer["next"]).json()["results"][0]["slug"] == "c"
    cursor = modified("", page_size=10)[1]["cursor"]
    for _time in range(2):
        factories.SpeakerFactory(event=events[1])
    events[0].slug = "z"
    events[0].save()
    actions.withdraw(record=events[2], reason="Why")

    assert modified(cursor)[0] == ["b", "z"]
    assert modified(cursor, fields="slug", type="thematic_meeting")[0] == ["b", "z"]
    assert modified(cursor, type="training")[0] == []
    assert modified(modified(cursor)[1]["cursor"])[0] == []
    assert modified((timezone.now() - timedelta(hours=2)).isoformat())[0] == ["b", "z"]
    assert client.get("/api/v1/events/").json().keys() == {"next", "previous", "results"}


def test_lists_of_parts_tell_all_rows_of_as_many_records_as_are_asked_for(client, monkeypatch):
    monkeypatch.setattr("publishing.modified.MOST_ROWS_WITH_MORE", 2)
    for slug in "abc":
        factories.SpeakerFactory.create_batch(3, event=factories.EventFactory(slug=slug))

    def asked(address):
        answer = client.get(address).json()
        return [row["event"]["slug"] for row in answer["results"]], answer["next"]

    one, _next = asked("/api/v1/speakers/?modified_since=&page_size=1")
    first, following = asked("/api/v1/speakers/?modified_since=&page_size=500")
    second, nothing = asked(following)

    assert one == ["a"] * 3
    assert (first, second, nothing) == (["a"] * 3 + ["b"] * 3, ["c"] * 3, None)


def test_each_kind_of_record_has_its_list(client):
    assert KINDS.keys() == record_models().keys()


def test_what_has_changed_since_is_given_its_time(client, monkeypatch, settings):
    """It is found along an index, however much there is; together with what is not, it is stopped."""
    settings.QUESTION_MILLISECONDS = 1
    factories.EventFactory(slug="a")
    following = Feed.following

    def slow(self, most):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {counting(500_000)}")
        return following(self, most)

    monkeypatch.setattr(Feed, "following", slow)

    assert client.get(CHANGES, {"since": "2020-01-01", "page_size": 5}).status_code == 200
    assert client.get("/api/v1/events/?modified_since=2020-01-01&include=summary").status_code == 200
    assert client.get("/api/v1/events/?modified_since=2020-01-01&mode=in_person").status_code == 503


@pytest.mark.parametrize(
    ("path", "names"),
    [
        (f"{CHANGES}?since=now", ["since"]),
        (f"{CHANGES}?since=00000000.1.1", ["since"]),
        (f"{CHANGES}?page_size=501", ["page_size"]),
        (f"{CHANGES}?kind=event", ["kind"]),
        ("/api/v1/events/?modified_since=2026-13-01", ["modified_since"]),
        ("/api/v1/events/?modified_since=2026-01-01&ordering=slug", ["ordering"]),
        ("/api/v1/themes/?modified_since=2026-01-01&after=a", ["after"]),
    ],
)
def test_what_is_not_understood_is_named(client, path, names):
    response = client.get(path)

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == names


def test_answers_cost_the_same_at_any_length_and_are_the_same_until_something_changes(
    client, django_assert_num_queries
):
    for count in (1, 30):
        factories.EventFactory.create_batch(count)
        with django_assert_num_queries(2):
            answer = client.get(CHANGES)
        with django_assert_num_queries(4):
            client.get("/api/v1/events/?modified_since=2020-01-01")
    cursor = answer.json()["cursor"]
    etag = client.get(CHANGES, {"since": cursor}).headers["ETag"]

    assert client.get(CHANGES, {"since": cursor}, headers={"If-None-Match": etag}).status_code == 304
    assert client.get(CHANGES, {"since": cursor}).json()["cursor"] == cursor
    assert client.get(CHANGES, {"since": "latest"}).json() == {"next": None, "cursor": cursor, "results": []}
