"""Whichever database: the same tokens are found by the same expressions."""

import pytest

from search.engines import Expression, engine
from search.models import Entry, Passage
from tests.factories import EventFactory, hours_from_now

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    EventFactory(title_en="Something else")
    return Entry.objects.create(
        record_kind="event",
        record_id=0,
        language="en",
        kind="event",
        slug="x",
        title="x",
        visible_from=hours_from_now(-1),
    )


def is_found(entry, *groups, without=()):
    keys = engine().entries(Expression(groups, without), limit=10)
    return entry.pk in keys


@pytest.mark.parametrize(
    "token",
    [
        "a",
        "été",
        "قاهر",
        "第",
        "дом",
        "t:plan",
        "r:قاهره",
        "#s12",
        "y:2024",
        "th:7",
        "l:fr",
        "9a9",
        "ß",
        "x" * 40,
    ],
)
def test_a_token_is_found_as_it_was_given(entry, token):
    engine().write_entries([(entry.pk, [token, "other"])])

    assert is_found(entry, (token,))
    assert is_found(entry, (token, "absent"), ("other",))
    assert not is_found(entry, (token,), ("absent",))
    assert not is_found(entry, ("other",), without=(token,))


@pytest.mark.parametrize(
    "token",
    ["it's", 'say "x"', "a\\", "a:b*", "a & b", "NOT", "(", "'", '"', ":*", "a <-> b"],
)
def test_a_token_is_never_read_as_an_operator(entry, token):
    engine().write_entries([(entry.pk, ["other"])])

    assert not is_found(entry, ("absent", token), ("other",))
    assert is_found(entry, ("other",), without=("absent",))


def test_a_beginning_finds_what_begins_so(entry):
    engine().write_entries([(entry.pk, ["r:conference", "r:قاهره"])])

    assert is_found(entry, ("r:conf*",))
    assert is_found(entry, ("r:قا*",))
    assert not is_found(entry, ("r:ference*",))
    assert not is_found(entry, ("conf*",))


def test_what_is_written_again_is_replaced(entry):
    engine().write_entries([(entry.pk, ["old"])])
    engine().write_entries([(entry.pk, ["new"])])

    assert is_found(entry, ("new",))
    assert not is_found(entry, ("old",))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(-1, None, True), (-1, 1, True), (1, None, False), (-2, -1, False), (1, 2, False)],
)
def test_only_what_is_public_at_that_moment_is_found(entry, first, last, expected):
    engine().write_entries([(entry.pk, ["word"])])
    entry.visible_from = hours_from_now(first)
    entry.visible_until = hours_from_now(last) if last else None
    entry.save()

    assert is_found(entry, ("word",)) is expected


def test_words_of_a_phrase_follow_one_another(entry):
    passages = [Passage.objects.create(entry=entry, ordinal=number, text="x") for number in range(3)]
    tokens = ["plan of action", "action of plan", "plan of action plan of action"]
    engine().write_passages(
        [(row.pk, words.split(), [f"e:{entry.pk}"]) for row, words in zip(passages, tokens, strict=True)]
    )

    def found(*phrases, each=5):
        keys = engine().passages(Expression((phrases,)), entries=[entry.pk], each=each)
        return set(Passage.objects.filter(pk__in=keys).values_list("pk", flat=True))

    first, second, third = (row.pk for row in passages)
    assert found(("plan", "of", "action")) == {first, third}
    assert found(("plan", "action"), ("action", "of")) == {second}
    assert found(("plan",), each=2) == {first, second}
