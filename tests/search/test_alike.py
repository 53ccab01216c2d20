"""Records whose title is nearly the same."""

import pytest

from declarations.models import Document
from publishing.folding import fold
from search.alike import alike_by_title, is_nearly_the_same
from tests import factories

COLUMNS = ("title_en", "title_fr", "title_ar")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Cairo Declaration", "Cairo declaration", True),
        ("Cairo Declaration", "Cairo Declarations", True),
        ("Khartoum Declaration on returns", "Khartum Declaration on return", True),
        ("Déclaration du Caire", "Declaration du Caire", True),
        ("إعلان القاهرة", "اعلان القاهره", True),
        ("Cairo Declaration", "Rome Declaration", False),
        ("10th Meeting of officials", "11th Meeting of officials", False),
        ("Webinar series: module 1", "Webinar series: module 2", False),
        ("Niger", "Nigeria", False),
        ("Sudan", "South Sudan", False),
        ("", "", False),
    ],
)
def test_titles_are_nearly_the_same_or_not(one, other, same):
    assert is_nearly_the_same(fold(one), fold(other)) is same


@pytest.mark.django_db
@pytest.mark.parametrize("state", [{}, {"draft": True}, {"in_review": True}])
def test_record_is_found_in_whichever_language_it_is_alike(state):
    there = factories.DocumentFactory(
        title_en="A title of its own", title_fr="Déclaration du Caire sur le retour", **state
    )
    factories.DocumentFactory(title_en="Rome Declaration")
    new = Document(title_en="Another title", title_fr="Declaration du Caire sur le retour")

    assert alike_by_title(Document.objects.all(), new, COLUMNS) == [there]


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_looking_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    for _number in range(count):
        factories.DocumentFactory(title_en="Cairo Declaration", draft=True)
    new = Document(title_en="Cairo Declaration")

    with django_assert_num_queries(3):
        found = alike_by_title(Document.objects.all(), new, COLUMNS)

    assert len(found) == count
