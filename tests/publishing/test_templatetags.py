from datetime import UTC, datetime

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from publishing import lean
from publishing.dates import PartialDate
from publishing.json_ld import json_ld
from publishing.models import TranslationState
from tests.factories import EventFactory, SpeakerFactory

LIBRARIES = "{% load frame texts %}"


def rendered(source, language="en", **context):
    with translation.override(language):
        return Template(LIBRARIES + source).render(Context(context))


def translated(event, **state):
    event.translation_states.create(**{"field": "title", "language": "fr", **state})
    return event


# Texts


@pytest.mark.parametrize(("language", "colon"), [("en", ": "), ("fr", "\u202f: "), ("ar", ": ")])
def test_a_label_stands_apart_from_its_words_as_the_language_does_it(language, colon):
    shown = rendered(
        "{% captured as words %}<bdi>{{ name }}</bdi>{% endcaptured %}{% labelled label words %}",
        language,
        label="R & D",
        name="<Rome>",
    )

    assert shown == f"R &amp; D{colon}<bdi>&lt;Rome&gt;</bdi>"


@pytest.mark.django_db
def test_a_title_stands_apart_from_what_surrounds_it():
    event = EventFactory(title_en="Meeting & more")

    assert rendered('{% text event "title" %}', event=event) == "<bdi>Meeting &amp; more</bdi>"


@pytest.mark.django_db
def test_an_arabic_title_runs_from_the_right_even_if_it_begins_with_a_latin_word():
    event = EventFactory(title_ar="JVAP اجتماع")

    assert rendered('{% text event "title" %}', "ar", event=event) == '<bdi dir="rtl">JVAP اجتماع</bdi>'


@pytest.mark.django_db
def test_a_fallback_title_carries_its_own_language_and_direction():
    event = EventFactory(title_en="Meeting", title_ar="")

    assert rendered('{% text event "title" %}', "ar", event=event) == '<bdi lang="en" dir="ltr">Meeting</bdi>'


@pytest.mark.django_db
def test_a_text_that_is_missing_in_every_language_leaves_nothing():
    event = EventFactory(venue_en="", text_en="")

    assert rendered('{% text event "venue" %}{% text_block event "text" %}', event=event) == ""


@pytest.mark.django_db
def test_plain_text_has_no_markup_and_is_escaped():
    event = EventFactory(title_en='On "routes" & <more>')

    assert rendered('{% plain event "title" %}', event=event) == "On &quot;routes&quot; &amp; &lt;more&gt;"


@pytest.mark.django_db
def test_formatted_text_keeps_its_markup_and_names_its_language():
    event = EventFactory(text_en="<p>It <strong>met</strong>.</p>", text_fr="")

    block = rendered('{% text_block event "text" %}', "fr", event=event)

    assert block == '<div class="prose" lang="en" dir="ltr"><p>It <strong>met</strong>.</p></div>'


# Notes


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "shown", "note"),
    [
        ("en", "fr", "Not available in English; shown in French."),
        ("en", "ar", "Not available in English; shown in Arabic."),
        ("fr", "en", "Not available in French; shown in English."),
        ("fr", "ar", "Not available in French; shown in Arabic."),
        ("ar", "en", "Not available in Arabic; shown in English."),
        ("ar", "fr", "Not available in Arabic; shown in French."),
    ],
)
def test_a_fallback_says_which_language_is_missing_and_which_is_shown(wanted, shown, note):
    event = EventFactory(**{"text_en": "", f"text_{shown}": "<p>A text.</p>"})

    with translation.override(wanted):
        expected = translation.gettext(note)

    assert (
        rendered('{% fallback_note event "text" %}', wanted, event=event) == f'<p class="note">{expected}</p>'
    )


@pytest.mark.django_db
def test_a_text_in_the_readers_language_needs_no_fallback_note():
    event = EventFactory(title_en="Meeting")

    assert rendered('{% fallback_note event "title" %}', event=event) == ""


@pytest.mark.django_db
def test_an_unofficial_translation_says_so_where_it_is_read():
    event = translated(EventFactory(title_fr="Réunion"))

    with translation.override("fr"):
        expected = translation.gettext("Unofficial translation.")

    note = rendered('{% translation_note event "title" "text" %}', "fr", event=event)

    assert note == f'<p class="note">{expected}</p>'


@pytest.mark.django_db
def test_an_original_is_not_called_a_translation():
    event = translated(EventFactory(title_fr="Réunion"))

    assert rendered('{% translation_note event "title" %}', "en", event=event) == ""


@pytest.mark.django_db
def test_a_translation_that_falls_back_to_the_original_is_not_called_one():
    event = translated(EventFactory(title_fr=""))

    assert rendered('{% translation_note event "title" %}', "fr", event=event) == ""


@pytest.mark.django_db
def test_a_confirmed_translation_needs_no_note():
    event = translated(EventFactory(title_fr="Réunion"), status=TranslationState.Status.CONFIRMED)

    assert rendered('{% translation_note event "title" %}', "fr", event=event) == ""


@pytest.mark.django_db
def test_a_translation_older_than_its_original_is_out_of_date():
    event = translated(
        EventFactory(title_fr="Réunion"),
        status=TranslationState.Status.CONFIRMED,
        made_from=1,
        original_revision=2,
    )

    with translation.override("fr"):
        expected = translation.gettext("The original has changed since it was made.")

    assert (
        rendered('{% translation_note event "title" %}', "fr", event=event)
        == f'<p class="note">{expected}</p>'
    )


@pytest.mark.django_db
def test_unofficial_texts_of_parts_say_so_where_one_of_them_is_shown():
    event = translated(SpeakerFactory(function_fr="Ambassadeur").event, field="speakers")
    translated(SpeakerFactory(function_fr="").event, field="speakers")
    note = '{% translation_note event "speakers" "agenda_items" %}'

    assert rendered(note, "fr", event=event) == '<p class="note">Traduction non officielle.</p>'
    assert rendered(note, "en", event=event) == ""
    assert rendered(note, "fr", event=SpeakerFactory(function_fr="Ambassadeur").event) == ""


@pytest.mark.django_db
def test_notes_read_what_was_loaded_with_the_record(django_assert_num_queries):
    translated(EventFactory(slug="kampala", title_fr="Réunion"))
    event = EventFactory._meta.model.objects.prefetch_related("translation_states").get(slug="kampala")

    with django_assert_num_queries(0):
        rendered(
            '{% translation_note event "title" "text" %}{% fallback_note event "text" %}', "fr", event=event
        )


# Dates and addresses


@pytest.mark.parametrize("known", ["2025-04-09", "2018-05", "2016"])
def test_a_date_is_given_to_machines_as_exactly_as_it_is_known(known):
    date = PartialDate.parse(known)

    assert rendered("{% when date %}", date=date) == f'<time datetime="{known}">{date}</time>'


def test_a_span_of_days_is_not_passed_off_as_one_of_them():
    date = PartialDate.parse("2015-04-23", "2015-04-24")

    assert rendered("{% when date %}", date=date) == f"<span>{date}</span>"


def test_an_unknown_date_is_said_to_be_unknown():
    assert rendered("{% when date %}", date=None) == "date not known"


def test_the_unknown_date_of_a_plan_is_still_to_come():
    assert rendered("{% when date planned=True %}", date=None) == "date to be confirmed"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-04-09", None, '<time datetime="2025-04-09">le 9 avril 2025</time>'),
        ("2025-04", None, '<time datetime="2025-04">avril 2025</time>'),
        ("2025", None, '<time datetime="2025">2025</time>'),
        ("2025-04-08", "2025-04-09", "<span>8–9 avril 2025</span>"),
    ],
)
def test_after_since_a_day_has_an_article_in_french(start, end, words):
    date = PartialDate.parse(start, end)

    assert rendered("{% when date since=True %}", "fr", date=date) == words


def test_after_since_a_day_stays_as_it_is_in_english():
    date = PartialDate.parse("2025-04-09")

    assert rendered("{% when date since=True %}", date=date) == rendered("{% when date %}", date=date)


def test_a_moment_is_shown_by_its_day():
    moment = datetime(2025, 4, 9, 10, 30, tzinfo=UTC)

    assert rendered("{% day moment %}", moment=moment) == rendered(
        "{% when date %}", date=PartialDate.parse("2025-04-09")
    )


def test_a_source_is_named_by_its_host():
    assert rendered("{{ url|host }}", url="https://www.icmpd.org/news/ministers") == "icmpd.org"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("https://www.icmpd.org/", ""),
        ("https://www.icmpd.org/news/ministers/", "/news/ministers"),
        ("https://khartoumprocess.net/resources/library?site=3", "/resources/library?site=3"),
        ("https://misralbalad.com/%d9%88%d8%b2%d9%8a%d8%b1", "/وزير"),
        (f"https://icmpd.org/{'a' * 80}", f"/{'a' * 58}…"),
    ],
)
def test_the_path_of_a_source_is_readable_and_short(address, path):
    assert rendered("{{ url|path_of }}", url=address) == path


# The frame


def test_structured_data_cannot_end_its_own_block():
    block = json_ld({"name": "</script><script>alert('é & è')"})

    assert block == (
        '<script type="application/ld+json">'
        '{"name":"\\u003C/script\\u003E\\u003Cscript\\u003Ealert(\'é \\u0026 è\')"}'
        "</script>"
    )


def test_without_structured_data_there_is_no_block():
    assert json_ld(None) == ""


def test_what_is_captured_is_one_line_and_not_escaped_twice():
    source = "{% captured as title %}\n  {{ name }}\n  in Cairo\n{% endcaptured %}[{{ title }}]"

    assert rendered(source, name="A & B") == "[A &amp; B in Cairo]"


def test_what_is_captured_keeps_the_spaces_at_which_no_line_may_end():
    source = "{% captured as title %}\n  {{ name }}\n{% endcaptured %}[{{ title }}]"

    assert rendered(source, name="Kenya\u202f: 25\u00a0%") == "[Kenya\u202f: 25\u00a0%]"


def test_breadcrumbs_lead_from_the_home_page_to_the_page_above():
    trail = rendered('{% breadcrumbs "Events" "/en/events/" %}')

    expected = lean.rendered("components/breadcrumbs.jinja", crumbs=[("Events", "/en/events/")])
    assert trail == expected
    assert trail.count("<li>") == 2


def test_the_page_of_a_failure_needs_no_request_and_no_database():
    page = render_to_string("500.html")

    assert page.count("<h1>") == 1


@pytest.mark.django_db
def test_table_in_a_text_is_moved_by_itself_where_it_is_too_wide():
    event = EventFactory(text_en="<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>")

    assert rendered('{% text_block event "text" %}', event=event) == (
        '<div class="prose" lang="en" dir="ltr"><p>a</p>'
        '<div class="table-scroll" role="region" tabindex="0" aria-label="Table">'
        "<table><tbody><tr><td>b</td></tr></tbody></table></div></div>"
    )
