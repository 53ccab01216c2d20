"""`make quality` looks at every public view, and its parts see what is wrong."""

import pytest
from django.urls import URLResolver, get_resolver

from khartoum import urls
from scripts.quality import languages, textual, walk

pytestmark = pytest.mark.once


def public_names(patterns=None, namespaces=()):
    """Of each address that has a language, whatever the number of its patterns."""
    if patterns is None:
        prefixed = [pattern for pattern in urls.urlpatterns if is_prefixed(pattern)]
        patterns = [inner for pattern in prefixed for inner in pattern.url_patterns]
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from public_names(pattern.url_patterns, inner)
        else:
            yield ":".join((*namespaces, pattern.name or str(pattern.pattern)))


def is_prefixed(pattern):
    return type(pattern.pattern).__name__ == "LocalePrefixPattern"


def test_every_public_view_is_looked_at_or_is_no_page():
    lines = {*walk.PAGES, *walk.MADE, *walk.NO_PAGES}

    assert lines == set(public_names())
    assert not set(walk.NO_PAGES) & {*walk.PAGES, *walk.MADE}


def test_each_address_is_one_of_the_view_under_whose_name_it_stands():
    resolver = get_resolver()
    for lines in (walk.PAGES, walk.MADE):
        for name, paths in lines.items():
            assert paths, name
            found = {resolver.resolve(f"/en/{path.partition('?')[0]}").view_name for path in paths}
            assert found == {name}


def test_the_main_pages_are_among_them():
    assert {*walk.MAIN, *walk.PICTURED.values()} - set(walk.shipped()) == {"search/?q=migration"}


def test_what_a_text_browser_does_not_show_is_told():
    page = "<h1>All <em>events</em></h1><h2>2024</h2><form><button>Search</button></form>"

    assert textual.missing(page, textual.plain("All\n events … 2024 [ Search ]")) == []
    assert textual.missing(page, textual.plain("All events")) == [
        "heading not shown: 2024",
        "button not shown: Search",
    ]
    assert textual.missing("<p>Words.</p>", "Words.") == ["no heading"]


def test_words_that_only_styles_set_apart_are_told():
    joined = "<h1>Events</h1><p><b>Training</b><span><bdi>Juba</bdi></span></p>"
    wrong = textual.missing(joined, textual.plain("Events"))

    assert wrong == ["two texts are read as one word: g</b><span><bdi>J"]
    apart = joined.replace("<span>", " <span>")
    assert textual.missing(apart, textual.plain("Events")) == []


def test_a_sentence_left_in_english_is_told_in_french_and_in_arabic():
    said = {
        "en": ["All events of the year", "Cairo", "https://example.org/a/long/path"],
        "fr": ["All events of the year", "Cairo", "https://example.org/a/long/path"],
        "ar": ["All events of the year", "موجز الأخبار (Atom)", "https://example.org/a/long/path"],
    }

    assert list(languages.unmarked(said)) == [
        ("fr", "All events of the year"),
        ("ar", "All events of the year"),
    ]


def test_arabic_that_does_not_say_so_is_told():
    said = {"en": ["عملية الخرطوم"], "fr": ["وثيقة · 2014"], "ar": ["عملية الخرطوم"]}

    assert list(languages.unmarked(said)) == [("en", "عملية الخرطوم"), ("fr", "وثيقة · 2014")]
