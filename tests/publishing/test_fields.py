import pytest
from django.core.exceptions import ValidationError
from django.forms import modelform_factory

from declarations.models import Document
from events.models import Event
from publishing.fields import host_of, validate_addresses
from tests.factories import DocumentFactory, EventFactory

SourcesForm = modelform_factory(Event, fields=["sources"])
LanguagesForm = modelform_factory(Document, fields=["languages_seen"])


@pytest.mark.parametrize(
    "address", ["https://www.khartoumprocess.net/about", "http://example.org", "https://example.org/?a=1&b=é"]
)
def test_web_addresses_are_taken(address):
    validate_addresses([address])


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "ftp://example.org/",
        "example.org",
        "https://",
        "https://exa mple.org",
        "",
        7,
        None,
    ],
)
def test_anything_else_is_refused_and_named(address):
    with pytest.raises(ValidationError) as refused:
        validate_addresses(["https://example.org", address])

    expected = f"“{address}” is not a web address: begin it with https:// and leave out spaces."
    assert refused.value.messages == [expected]


def test_addresses_are_a_list():
    with pytest.raises(ValidationError) as refused:
        validate_addresses("https://example.org")

    assert refused.value.messages == ["Give the addresses as a list."]


def test_model_refuses_a_bad_address_whichever_way_it_came_in(db):
    event = EventFactory.build(sources=["javascript:alert(1)"])

    with pytest.raises(ValidationError) as refused:
        event.clean_fields(exclude=["uid"])

    assert list(refused.value.message_dict) == ["sources"]


def test_addresses_are_typed_one_on_each_line():
    form = SourcesForm({"sources": " https://a.example/ \n\n https://b.example/x\r\n"})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["sources"] == ["https://a.example/", "https://b.example/x"]


def test_form_shows_addresses_one_on_each_line_and_keeps_what_was_typed_wrong():
    shown = SourcesForm(instance=EventFactory.build(sources=["https://a.example/", "https://b.example/"]))
    wrong = SourcesForm({"sources": "https://a.example/\nnonsense"})

    assert shown["sources"].value() == "https://a.example/\nhttps://b.example/"
    assert wrong["sources"].value() == "https://a.example/\nnonsense"
    assert wrong.errors["sources"] == [
        "“nonsense” is not a web address: begin it with https:// and leave out spaces."
    ]


@pytest.mark.parametrize(
    ("typed", "changed"),
    [
        ("https://a.example/", []),
        ("https://a.example/\n", []),
        ("", ["sources"]),
        ("https://b.example/", ["sources"]),
    ],
)
def test_form_tells_whether_addresses_changed(typed, changed):
    form = SourcesForm({"sources": typed}, instance=EventFactory.build(sources=["https://a.example/"]))

    assert form.changed_data == changed


def test_no_address_at_all_is_an_empty_list():
    form = SourcesForm({"sources": ""})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["sources"] == []


def test_addresses_come_back_from_the_database_as_they_went_in(db):
    event = EventFactory(sources=["https://a.example/é"])

    assert Event.objects.get(pk=event.pk).sources == ["https://a.example/é"]


def test_host_is_told_without_www():
    addresses = ["https://www.khartoumprocess.net/about", "https://rabat-process.org:443/x", "nonsense"]

    assert [host_of(address) for address in addresses] == ["khartoumprocess.net", "rabat-process.org", ""]


def test_choices_are_ticked():
    form = LanguagesForm({"languages_seen": ["fr", "en"]})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["languages_seen"] == ["fr", "en"]
    assert [value for value, _label in form.fields["languages_seen"].choices] == Document.Language.values


def test_choice_that_is_not_offered_is_refused_by_the_form():
    assert LanguagesForm({"languages_seen": ["xx"]}).errors["languages_seen"] == [
        "Select a valid choice. xx is not one of the available choices."
    ]


def test_choice_that_is_not_offered_is_refused_by_the_model(db):
    document = DocumentFactory.build(languages_seen=["en", "xx"])

    with pytest.raises(ValidationError) as refused:
        document.clean_fields()

    assert refused.value.message_dict == {"languages_seen": ["“xx” is not among the choices."]}


@pytest.mark.parametrize(
    ("ticked", "changed"), [(["fr", "en"], []), (["en"], ["languages_seen"]), ([], ["languages_seen"])]
)
def test_order_of_ticks_is_no_change(ticked, changed):
    form = LanguagesForm(
        {"languages_seen": ticked}, instance=DocumentFactory.build(languages_seen=["en", "fr"])
    )

    assert form.changed_data == changed
