import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from members.actions import save_chairmanship
from members.models import Chairmanship
from publishing.dates import PartialDate
from publishing.models import Change
from tests.factories import ChairmanshipFactory, PartnerFactory


def next_term(partner, start="2024-06-01", **facts):
    return ChairmanshipFactory.build(
        partner=partner, start=PartialDate.parse(start), number=facts.pop("number", 20), **facts
    )


@pytest.mark.django_db
def test_term_that_overlaps_another_of_the_partner_is_refused_and_named():
    term = ChairmanshipFactory(partner__name_en="Egypt", nominal_years=[2024])

    with pytest.raises(ValidationError) as refused:
        save_chairmanship(chairmanship=next_term(term.partner))

    assert refused.value.code == "overlap"
    assert refused.value.messages == [
        "The term overlaps another of the same partner: Egypt 2024. Correct one of the two dates."
    ]
    assert list(Chairmanship.objects.all()) == [term]


@pytest.mark.django_db
def test_term_that_begins_at_the_handover_is_saved_and_told():
    term = ChairmanshipFactory(end=PartialDate.parse("2025-04-09"))
    Change.objects.all().delete()

    save_chairmanship(chairmanship=next_term(term.partner, "2025-04-09", slug="next"))

    assert Chairmanship.objects.count() == 2
    # The partner's record names its terms, so it has changed, too.
    assert set(Change.objects.values_list("kind", "slug", "verb")) == {
        ("chairmanship", "next", "published"),
        ("partner", term.partner.slug, "changed"),
    }


@pytest.mark.django_db
def test_term_can_be_saved_again():
    term = ChairmanshipFactory()
    term.nominal_years = [2024, 2025]

    save_chairmanship(chairmanship=term)

    assert Chairmanship.objects.get().nominal_years == [2024, 2025]


def in_thread(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_terms_saved_at_once_the_second_is_refused():
    partner = PartnerFactory()
    saved, may_commit, refused = threading.Event(), threading.Event(), []

    def first():
        with transaction.atomic():
            save_chairmanship(chairmanship=next_term(partner, number=1, slug="first"))
            saved.set()
            assert may_commit.wait(10)

    def second():
        try:
            save_chairmanship(chairmanship=next_term(partner, number=2, slug="second"))
        except ValidationError as error:
            refused.append(error.code)

    writer = in_thread(first)
    assert saved.wait(10)
    waiting = in_thread(second)
    waiting.join(0.5)
    still_waiting = waiting.is_alive()
    may_commit.set()
    for thread in (writer, waiting):
        thread.join(10)

    assert (still_waiting, refused) == (True, ["overlap"])
    assert list(Chairmanship.objects.values_list("slug", flat=True)) == ["first"]


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_whatever_the_order_only_one_of_many_overlapping_terms_is_saved():
    partner, start, outcomes = PartnerFactory(), threading.Barrier(4), []

    def save(number):
        term = next_term(partner, number=number, slug=f"term-{number}")
        start.wait(10)
        try:
            save_chairmanship(chairmanship=term)
        except ValidationError as error:
            outcomes.append(error.code)
        else:
            outcomes.append("saved")

    threads = [in_thread(lambda number=number: save(number)) for number in range(1, 5)]
    for thread in threads:
        thread.join(20)

    assert sorted(outcomes) == ["overlap", "overlap", "overlap", "saved"]
    assert Chairmanship.objects.count() == 1
