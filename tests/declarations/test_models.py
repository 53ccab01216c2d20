import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from declarations.models import Document, Relation
from publishing.dates import PartialDate
from publishing.models import Change
from tests.factories import DocumentFactory, EventFactory, RelationFactory

pytestmark = pytest.mark.django_db


def on(text):
    return text and PartialDate.parse(text)


def refusal(record):
    with pytest.raises(ValidationError) as refused:
        record.validate_constraints()
    return refused.value.messages


def test_text_adopted_on_a_date_has_its_meeting():
    document = DocumentFactory()
    document.adopted = on("2025-04-09")

    assert refusal(document) == ["Say which meeting adopted the text, or empty the date of adoption."]
    with (
        pytest.raises(IntegrityError, match="document_adopted_on_a_date_has_its_meeting"),
        transaction.atomic(),
    ):
        document.save()


def test_text_may_be_adopted_at_a_meeting_on_an_unknown_date():
    DocumentFactory(adopting_event=EventFactory(), adopted=None).validate_constraints()


@pytest.mark.parametrize(
    ("adopted", "date", "shown", "key"),
    [
        ("2025-04-09", "2025-05", "2025-04-09", 202504090),
        ("2025-04-09", None, "2025-04-09", 202504090),
        (None, "2021", "2021", 202101010),
        (None, None, None, 0),
    ],
)
def test_document_is_dated_by_its_adoption_or_else_by_the_date_it_bears(adopted, date, shown, key):
    document = DocumentFactory(adopting_event=EventFactory(), adopted=on(adopted), date=on(date))

    assert (document.shown_date, document.sort_key) == (on(shown), key)


def test_order_key_is_kept_with_a_partial_save():
    document = DocumentFactory(date=on("2021"))
    document.date = on("2022")

    document.save(update_fields=["date_earliest", "date_latest", "date_precision"])

    assert Document.objects.get().sort_key == 202201010


def test_languages_are_told_by_name_and_unknown_ones_left_out():
    assert DocumentFactory.build(languages_seen=["fr", "xx", "en"]).languages_seen_labels == [
        "French",
        "English",
    ]


def test_meeting_that_adopted_a_text_is_not_deleted():
    document = DocumentFactory(adopting_event=EventFactory())

    with pytest.raises(ProtectedError):
        document.adopting_event.delete()


def test_relation_is_to_another_document():
    document = DocumentFactory()
    relation = Relation(document=document, kind=Relation.Kind.CITES, other=document)

    assert refusal(relation) == ["A document cannot be related to itself."]
    with pytest.raises(IntegrityError, match="relation_is_to_another_document"), transaction.atomic():
        relation.save()


def test_relation_is_there_once_for_each_kind():
    relation = RelationFactory(kind=Relation.Kind.CITES)
    RelationFactory(document=relation.document, other=relation.other, kind=Relation.Kind.IMPLEMENTS)
    again = RelationFactory.build(document=relation.document, other=relation.other, kind=Relation.Kind.CITES)

    assert refusal(again) == ["This relation is already there."]
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_relations_go_with_the_document_that_states_them_and_keep_the_other():
    stating, named = RelationFactory.create_batch(2)

    stating.document.delete()
    with pytest.raises(ProtectedError):
        named.other.delete()

    assert list(Relation.objects.all()) == [named]


def test_relation_to_a_draft_is_no_news_of_the_public_document():
    public, draft = DocumentFactory(), DocumentFactory(draft=True)
    Change.objects.all().delete()

    RelationFactory(document=draft, other=public)

    assert not Change.objects.exists()


def test_relation_that_moves_changes_all_three_documents():
    relation, third = RelationFactory(), DocumentFactory()
    documents = {relation.document.slug, relation.other.slug, third.slug}
    Change.objects.all().delete()
    relation.other = third

    relation.save()

    assert set(Change.objects.values_list("slug", flat=True)) == documents


def test_rows_tell_what_they_are():
    relation = RelationFactory(document__title_en="Plan", other__title_en="Declaration", kind="implements")
    document = DocumentFactory(slug="a", title_en="Report")

    assert (str(relation), str(document)) == ("Plan implements Declaration", "Report")
    assert document.get_absolute_url() == "/en/documents/a/"
