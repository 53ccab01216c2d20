import pytest

from events.models import Event, ThemedEvent
from publishing.changes import together
from publishing.dates import PartialDate
from publishing.paging import NEWEST_FIRST, OLDEST_FIRST, SOONEST_FIRST, page_of
from tests.factories import DomainFactory, EventFactory, ParticipationFactory, ThemeFactory

pytestmark = pytest.mark.django_db


def held():
    return set(ThemedEvent.objects.values_list("event", "theme", "type", "sort_key", "open_until"))


def wanted():
    rows = Event.objects.exclude(themes=None).order_by()
    columns = ("pk", "type", "sort_key", "open_until")
    marks = {(pk, theme, *rest) for pk, *rest, theme in rows.values_list(*columns, "themes")}
    under = rows.filter(themes__parent__isnull=False).values_list(*columns, "themes__parent")
    return marks | {(pk, domain, *rest) for pk, *rest, domain in under}


def about(*themes, **values):
    with together():
        event = EventFactory(**values)
        event.themes.set(themes)
    return event


def test_they_follow_every_change_of_an_event_its_themes_and_of_a_topic_that_moves():
    domain, other = DomainFactory(), DomainFactory()
    topic, alone = ThemeFactory(parent=domain), ThemeFactory()
    first, second = about(topic, domain), about(topic, alone)
    assert (len(held()), held()) == (5, wanted())

    first.date, first.type = PartialDate.parse("2031-05"), "training"
    first.save()
    assert held() == wanted()

    topic.parent = other
    topic.save()
    assert (len(held()), held()) == (6, wanted())

    topic.parent = None
    topic.save()
    assert (len(held()), held()) == (4, wanted())

    second.delete()
    assert (len(held()), held()) == (2, wanted())


@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST, SOONEST_FIRST])
@pytest.mark.parametrize("asked", ["about", "about_now"])
def test_the_events_of_a_theme_are_cut_into_pages_as_all_are(asked, order):
    domain = DomainFactory(slug="domain")
    topic, hidden = ThemeFactory(parent=domain), ThemeFactory(parent=domain, draft=True)
    for day in ("2015-03-01", "2019-03-01", "2019-03-01", "2017", "2031-01-01"):
        about(topic, domain, hidden, date=PartialDate.parse(day))
    about(topic, date=None)
    for state in ("draft", "scheduled", "withdrawn"):
        about(topic, **{state: True})
    about(hidden)
    about(ThemeFactory())
    rows = getattr(Event.objects.published(), asked)("domain")
    every = list(order.applied(Event.objects.published().filter(themes=topic)))

    found, after = [], ""
    while after is not None:
        page = page_of(rows, order=order, size=2, after=after)
        found, after = [*found, *page.rows], page.next_cursor

    assert len(every) == 6
    assert found == every


def test_a_theme_beside_a_partner_and_one_of_several_themes_are_understood(client):
    one, other = ThemeFactory(slug="one"), ThemeFactory(slug="other")
    with_partner = ParticipationFactory(event=about(one))
    ParticipationFactory(event=about(other), partner=with_partner.partner)
    both = about(one, other)
    about(ThemeFactory())

    def found(query):
        return {row.slug for row in client.get(f"/en/events/?{query}").context["page"].rows}

    assert found(f"theme=one&partner={with_partner.partner.slug}") == {with_partner.event.slug}
    assert both.slug in found("theme=one&theme=other")
    assert len(found("theme=one&theme=other")) == 3


def test_a_type_or_several_beside_a_theme_are_understood(client):
    theme = ThemeFactory(slug="one")
    training, webinar = about(theme, type="training"), about(theme, type="webinar")
    about(theme, type="thematic_meeting")
    about(ThemeFactory(), type="training")

    def found(query):
        return {row.slug for row in client.get(f"/en/events/?{query}").context["page"].rows}

    assert found("theme=one&type=training") == {training.slug}
    assert found("theme=one&type=training&type=webinar") == {training.slug, webinar.slug}
    assert found("theme=one&type=training&year=1990") == set()
