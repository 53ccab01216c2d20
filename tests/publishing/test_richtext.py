import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from events.models import Event
from publishing.richtext import clean_html
from tests.factories import EventFactory
from tests.html_forms import fields_of
from tests.staff import signed_in


@pytest.mark.parametrize(
    "html",
    [
        "<p>One <strong>two</strong> <em>three</em><br>four</p>",
        "<h2>Head</h2><h3>Smaller</h3>",
        '<ul><li>one</li></ul><ol start="3"><li>three</li></ol>',
        "<blockquote><p>said</p></blockquote>",
        "<p>عملية الخرطوم</p>",
        '<table><tbody><tr><th><p>a</p></th><th colspan="2"><p>b</p></th></tr></tbody></table>',
    ],
)
def test_what_the_editor_offers_stays_as_it_is(html):
    assert clean_html(html) == html


@pytest.mark.parametrize(
    "address", ["https://example.org/", "http://example.org/", "mailto:info@example.org", "/en/events/"]
)
def test_links_stay_and_cannot_reach_back(address):
    assert clean_html(f'<a href="{address}">x</a>') == f'<a href="{address}" rel="noopener">x</a>'


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ("<p>a<style>p{}</style>b</p>", "<p>ab</p>"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ('<p style="color:red" class="x" id="y">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="JaVaScRiPt:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="java\tscript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="&#106;avascript:alert(1)">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="data:text/html,<script>alert(1)</script>">a</a>', '<a rel="noopener">a</a>'),
        ('<a href="vbscript:x">a</a>', '<a rel="noopener">a</a>'),
        (
            '<a href="https://example.org" target="_blank">a</a>',
            '<a href="https://example.org" rel="noopener">a</a>',
        ),
        ('<p>a<img src="https://example.org/x.png" onerror="alert(1)"></p>', "<p>a</p>"),
        ('<iframe src="https://example.org"></iframe><p>a</p>', "<p>a</p>"),
        ("<p>a<!-- secret --></p>", "<p>a</p>"),
        ("<svg><script>alert(1)</script></svg><p>a</p>", "<p>a</p>"),
        ("<h1>a</h1>", "a"),
        (
            '<table border="1" onclick="x()"><tr><td colspan="1" rowspan="999" width="9">a</td></tr></table>',
            "<table><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<p>a<strong>b", "<p>a<strong>b</strong></p>"),
    ],
)
def test_everything_else_goes_and_the_words_stay(html, left):
    assert clean_html(html) == left


@pytest.mark.parametrize("html", ["", "<p></p>", "<p> </p>", "<p><br></p>", "<script>alert(1)</script>"])
def test_text_without_a_word_is_no_text(html):
    assert clean_html(html) == ""


@given(st.text(alphabet="<>/=\"' apscriptonlkhref:jv&;#x!-", max_size=80))
def test_cleaned_text_is_clean(html):
    assert clean_html(clean_html(html)) == clean_html(html)


@pytest.mark.django_db
def test_text_is_cleaned_on_saving_in_every_language():
    dirty = "<p>a</p><script>alert(1)</script>"
    event = EventFactory(text_en=dirty, text_fr=dirty, text_ar=dirty)

    kept = Event.objects.get(pk=event.pk)

    assert [kept.text_en, kept.text_fr, kept.text_ar] == ["<p>a</p>"] * 3
    assert event.text_fr == "<p>a</p>"


@pytest.mark.django_db
def test_text_is_cleaned_when_only_that_field_is_saved():
    event = EventFactory()
    event.text_fr = '<p onclick="x()">a</p>'

    event.save(update_fields=["text_fr"])

    assert Event.objects.get(pk=event.pk).text_fr == "<p>a</p>"


@pytest.mark.django_db
def test_form_that_comes_back_shows_what_would_be_saved():
    add = reverse("admin:events_event_add")
    client = signed_in()
    table = (
        '<table style="min-width: 25px"><colgroup><col></colgroup><tbody><tr><td>a</td></tr></tbody></table>'
    )

    page = client.post(add, {**fields_of(client.get(add), "event_form"), "text_fr": table})

    assert fields_of(page, "event_form")["text_fr"] == ["<table><tbody><tr><td>a</td></tr></tbody></table>"]
