from datetime import date
from typing import NamedTuple

import pytest
from django.utils import timezone

from declarations.models import Document
from events.models import Event, Speaker
from members.models import Chairmanship, Partner
from publishing.dates import PartialDate
from publishing.models import Change
from publishing.together import Counted, Shaped, Together
from tests.factories import DocumentFactory, EventFactory, PartnerFactory, SeriesFactory, SpeakerFactory

pytestmark = pytest.mark.django_db


class Columns(NamedTuple):
    slug: str
    date_earliest: date
    title_fr: str


def columns_of(rows):
    return [
        {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.attname not in row.get_deferred_fields()
        }
        for row in rows
    ]


def test_it_gives_what_each_question_alone_would_have_given(django_assert_num_queries):
    event = EventFactory(
        series=SeriesFactory(), sources=["https://example.org/ü"], date=PartialDate.parse("2016-05")
    )
    SpeakerFactory.create_batch(2, event=event)
    EventFactory.create_batch(2, date=None, title_fr="Réunion « d’été »")
    DocumentFactory(adopting_event=event)
    questions = {
        "events": Event.objects.published().select_related("series").newest_first(),
        "light": Event.objects.published().for_timeline(),
        "speakers": Speaker.objects.filter(event=event.pk).order_by("-pk"),
        "documents": Document.objects.filter(adopting_event=event.pk),
        "changes": Change.objects.visible(),
        "none": Event.objects.none(),
    }

    with django_assert_num_queries(1):
        found = Together(lambda: questions).ask()

    for name, rows in questions.items():
        assert found[name] == list(rows)
        assert columns_of(found[name]) == columns_of(rows)
    with django_assert_num_queries(0):
        assert found["events"][-1].series == event.series or found["events"][0].series == event.series


def test_a_record_holds_what_one_read_alone_holds_and_is_saved_as_such_a_one():
    EventFactory(country="EG", series=SeriesFactory())
    PartnerFactory()
    DocumentFactory()
    questions = {
        "events": Event.objects.all(),
        "light": Event.objects.only("title_fr"),
        "partners": Partner.objects.all(),
        "documents": Document.objects.all(),
    }

    found = Together(lambda: questions).ask()

    for name, rows in questions.items():
        for ours, theirs in zip(found[name], rows, strict=True):
            assert {**vars(ours), "_state": ""} == {**vars(theirs), "_state": ""}
            assert (ours._state.adding, ours._state.db) == (theirs._state.adding, theirs._state.db)
    event = found["events"][0]
    event.city_fr = "Le Caire"
    event.save()
    assert Event.objects.get().city_fr == "Le Caire"


@pytest.mark.parametrize("besides", [{}, {"others": Event.objects.filter(slug="another")}])
def test_rows_take_a_shape_and_are_counted(besides):
    EventFactory(slug="one", title_fr="Réunion", date=PartialDate.parse("2016-05-03"))
    EventFactory.create_batch(3)
    questions = {"rows": Shaped(Event.objects.filter(slug="one"), Columns), **besides}

    assert Together(lambda: questions).ask()["rows"] == [Columns("one", date(2016, 5, 3), "Réunion")]
    assert Together(lambda: {"number": Counted(Event.objects.all()[:3])}).ask() == {"number": [3]}
    assert Together(lambda: {"number": Counted(Event.objects.none())}).ask() == {"number": [0]}


def test_a_statement_is_written_once_and_takes_any_text_or_number():
    events = EventFactory.create_batch(3)
    written = []

    def build(slug, pk, day):
        written.append(day)
        return {
            "by_slug": Event.objects.filter(slug=slug),
            "others": Event.objects.filter(pk__gt=pk).order_by("pk"),
        }

    page, today = Together(build), timezone.localdate()
    for event in events:
        found = page.ask(slug=event.slug, pk=event.pk, day=today)
        assert found == {"by_slug": [event], "others": events[events.index(event) + 1 :]}
    assert page.ask(slug="' OR 1=1 --%s", pk=2**40, day=today) == {"by_slug": [], "others": []}
    assert written == [today]


def test_a_value_that_a_question_looks_at_is_refused():
    page = Together(lambda slug: {"events": Event.objects.filter(slug=slug[:3])})

    with pytest.raises(TypeError, match="slug did not come through"):
        page.ask(slug="event")


@pytest.mark.postgresql
@pytest.mark.parametrize("besides", [lambda n: {}, lambda n: {"events": Event.objects.filter(pk=n)}])
def test_a_number_of_a_small_column_is_refused_and_does_not_leave_out_its_question(besides):
    """What stands for a number until it is asked is a large one."""
    page = Together(lambda n: {"terms": Chairmanship.objects.filter(number=n), **besides(n)})

    with pytest.raises(TypeError, match="terms: a column has no room"):
        page.ask(n=1)


def test_a_question_that_has_no_rows_whatever_is_asked_is_left_out():
    event = EventFactory()
    page = Together(lambda n: {"none": Event.objects.none(), "events": Event.objects.filter(pk=n)})

    assert page.ask(n=event.pk) == {"none": [], "events": [event]}


@pytest.mark.parametrize("hidden", [{"draft": True}, {"scheduled": True}, {"withdrawn": True}])
def test_what_is_not_public_stays_out(hidden):
    EventFactory(**hidden)
    shown = EventFactory()
    page = Together(
        lambda: {
            "rows": Shaped(Event.objects.published(), Columns),
            "events": Event.objects.published(),
            "number": Counted(Event.objects.published()),
        }
    )

    found = page.ask()

    assert [row.slug for row in found["rows"]] == [shown.slug]
    assert found["events"] == [shown]
    assert found["number"] == [1]
