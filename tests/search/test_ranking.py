import pytest

from publishing.dates import PartialDate
from search.asking import Question, answer
from search.ranking import score_of
from search.reading import read
from tests.factories import DocumentFactory, EventFactory, hours_from_now

ENTRY = {
    "title_stems": "",
    "summary_stems": "",
    "is_own": True,
    "replaced_at": None,
    "part": "",
    "language": "en",
    "year": 2014,
}


def score(text, *, language="en", **entry):
    return score_of({**ENTRY, **entry}, read(text), language=language)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"title_stems": "cairo plan"}, {"summary_stems": "cairo plan"}),
        ({"summary_stems": "cairo plan"}, {}),
        ({"title_stems": "cairo plan"}, {"title_stems": "cairo"}),
        ({"title_stems": "cairo plan"}, {"title_stems": "cairo plan again"}),
        ({"title_stems": "the cairo plan"}, {"title_stems": "cairo plan again"}),
        ({"title_stems": "cairo plan x y"}, {"title_stems": "cairo x plan y"}),
        ({"title_stems": "cairo plan x"}, {"title_stems": "cairo plan x y z"}),
        ({}, {"is_own": False}),
        ({}, {"replaced_at": hours_from_now(-1)}),
        ({"replaced_at": hours_from_now(1)}, {"replaced_at": hours_from_now(-1)}),
        ({}, {"part": "en@1.pdf"}),
        ({}, {"language": "fr"}),
        ({"year": 2025}, {"year": 2015}),
    ],
)
def test_one_is_better_than_the_other(better, worse):
    assert score("cairo plan", **better) > score("cairo plan", **worse)


def test_recent_is_only_a_little_better():
    assert score("cairo", title_stems="cairo", year=2014) > score("cairo", summary_stems="cairo", year=2030)


@pytest.mark.django_db
def test_what_is_equally_good_has_an_order_that_does_not_depend_on_when_it_was_written():
    for slug in ("b", "c", "a"):
        EventFactory(slug=slug, title_en="Cairo", date=PartialDate.parse("2020"))
    DocumentFactory(slug="d", title_en="Cairo", date=PartialDate.parse("2021"))

    found = [hit.slug for hit in answer(Question("cairo"), language="en").hits]

    assert found == ["d", "a", "b", "c"]


@pytest.mark.django_db
def test_a_record_is_shown_by_the_text_in_the_readers_language():
    EventFactory(title_en="Khartoum", title_fr="Khartoum", title_ar="Khartoum")

    shown = [answer(Question("khartoum"), language=code).hits[0].language for code in ("en", "fr", "ar")]

    assert shown == ["en", "fr", "ar"]
