import re

import pytest

from overview.timeline import reading
from publishing.dates import PartialDate
from tests.factories import (
    ChairmanshipFactory,
    DocumentFactory,
    EventFactory,
    MembershipFactory,
    ParticipationFactory,
    PartnerFactory,
    ThemeFactory,
)

pytestmark = [pytest.mark.once, pytest.mark.django_db]

PAGE = "/en/timeline/"
HIDDEN = ["draft", "scheduled", "withdrawn"]


def html_of(client, page=PAGE):
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def drawing_in(html):
    return html[html.index('class="lanes"') : html.index('<ol class="years">')]


def test_terms_events_and_adopted_documents_are_drawn_and_listed_with_links(client):
    term = ChairmanshipFactory(start=PartialDate.parse("2016"), end=PartialDate.parse("2017-12-07"))
    event = EventFactory(type="ministerial_conference", date=PartialDate.parse("2014-11-28"), city_en="Rome")
    adopted = DocumentFactory(adopting_event=event, adopted=PartialDate.parse("2014-11-28"))
    other = DocumentFactory()

    html = html_of(client)
    drawing, listed = drawing_in(html), html.split('<ol class="years">')[1]

    for thing in (term, event, adopted):
        assert f'href="{thing.get_absolute_url()}"' in drawing
        assert f'href="{thing.get_absolute_url()}"' in listed
    assert other.get_absolute_url() not in html
    assert re.findall(r"<h2>(.*?)</h2>", listed.split("</ol>")[0]) == ["2014", "2016"]
    assert "Rome" in drawing


def test_what_is_known_only_by_its_year_is_no_day(client):
    EventFactory(type="training", date=PartialDate.parse("2016"))

    drawing = drawing_in(html_of(client))

    assert 'class="inexact"' in drawing
    assert 'class="mark' not in drawing


def test_what_has_no_date_is_listed_at_the_end(client):
    EventFactory(date=PartialDate.parse("2016"))
    undated = EventFactory(date=None)

    html = html_of(client)

    assert undated.get_absolute_url() not in drawing_in(html)
    assert html.index("Date not known") < html.index(undated.get_absolute_url())


def test_too_many_of_a_kind_are_told_by_their_number_in_each_year(client, monkeypatch):
    monkeypatch.setattr(reading, "MOST", 2)
    for year in ("2016", "2016-05-01", "2017"):
        EventFactory(type="webinar", date=PartialDate.parse(year), mode="online", country="")
    shown = EventFactory(type="senior_officials_meeting", date=PartialDate.parse("2016"))
    for _ in range(3):
        DocumentFactory(nature="outcome", adopting_event=shown, date=PartialDate.parse("2018"))

    html = html_of(client)

    asked = "type=training&amp;type=webinar&amp;type=informal_working_group&amp;year=2016"
    assert f'href="/en/events/?{asked}" tabindex="-1"><rect class="count"' in html
    assert f'<a href="/en/events/?{asked}">2</a>' in html
    assert '<a href="/en/documents/?nature=outcome&amp;year=2018">3</a>' in html
    assert shown.get_absolute_url() in html


@pytest.mark.parametrize("trait", HIDDEN)
def test_nothing_hidden_is_on_it(client, trait):
    shown = EventFactory()
    EventFactory(title_en="Zzsecret", **{trait: True})
    DocumentFactory(title_en="Zzsecret", adopting_event=shown, **{trait: True})
    ChairmanshipFactory(partner=PartnerFactory(name_en="Zzsecret", **{trait: True}))

    html = html_of(client)

    assert shown.get_absolute_url() in html
    assert "Zzsecret" not in html


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_takes_the_same_queries_for_any_record(client, django_assert_num_queries, count):
    for _ in range(count):
        ChairmanshipFactory()
        DocumentFactory(adopting_event=EventFactory())

    # How the record stands, and all that is shown.
    with django_assert_num_queries(2):
        client.get(PAGE)


def test_a_record_without_anything_has_a_page(client):
    assert '<svg class="lanes"' not in html_of(client)


@pytest.mark.parametrize("trait", HIDDEN)
def test_a_partner_has_a_small_one_of_what_is_public(client, trait):
    partner = PartnerFactory()
    MembershipFactory(partner=partner)
    term = ChairmanshipFactory(partner=partner)
    hosted, took_part, hidden = EventFactory(), EventFactory(), EventFactory(**{trait: True})
    ParticipationFactory(event=hosted, partner=partner, role="host")
    ParticipationFactory(event=took_part, partner=partner, role="participant")
    ParticipationFactory(event=hidden, partner=partner, role="host")

    html = html_of(client, partner.get_absolute_url())
    drawing = html[html.index('class="lanes"') : html.index("</section>", html.index('class="lanes"'))]

    assert set(re.findall(r'href="([^"]+)" tabindex', drawing)) == {
        term.get_absolute_url(),
        hosted.get_absolute_url(),
    }


def test_a_partner_without_a_part_in_time_has_none(client):
    assert 'class="lanes"' not in html_of(client, PartnerFactory().get_absolute_url())


@pytest.mark.parametrize("trait", HIDDEN)
def test_a_theme_shows_its_years_each_with_its_list(client, trait):
    theme = ThemeFactory(slug="it")
    for number in ("2016", "2018-05-03", "2018-06"):
        EventFactory(date=PartialDate.parse(number)).themes.add(theme)
    EventFactory(date=PartialDate.parse("2018"), **{trait: True}).themes.add(theme)

    html = html_of(client, theme.get_absolute_url())

    assert "3 events on this theme." in html
    assert '<a href="/en/events/?theme=it&amp;year=2018">2</a>' in html
    assert client.get("/en/events/?theme=it&year=2018").context["count"] == 2
