import pytest
from babel.messages.catalog import Catalog
from django.core.management import CommandError, call_command

from khartoum.catalogues import catalogue_file, compile_catalogues, faults, read_catalogue, write_catalogue
from khartoum.extraction import extracted

pytestmark = pytest.mark.once


@pytest.fixture
def site(settings, tmp_path):
    """A folder for a small site of its own."""
    settings.BASE_DIR = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    for name in ("templates", "events"):
        (tmp_path / name).mkdir()
    (tmp_path / "events" / "__init__.py").touch()
    return tmp_path


def messages(catalogue):
    return {(message.context, message.id) for message in catalogue if message.id}


def test_sentences_of_templates_are_found_in_each_spelling(site):
    (site / "templates" / "page.html").write_text(
        """
        <p class="it's">{% translate "Chair" context "person" %} {{ _("Next")|upper }}</p>
      {% include "x.html" with message=_("No event.") only %}
   {% blocktranslate trimmed count number=events|length with name=event.name %}
        One event of {{ name }}
   {% plural %}
        {{ number }} events of {{ name }}
   {% endblocktranslate %}
            {# Translators: a share #}
            {% blocktranslate %}100 % of {{ name }}{% endblocktranslate %}
        """
    )

    found = extracted()

    assert messages(found) == {
        ("person", "Chair"),
        (None, "Next"),
        (None, "No event."),
        (None, ("One event of %(name)s", "%(number)s events of %(name)s")),
        (None, "100 %% of %(name)s"),
    }
    assert found["100 %% of %(name)s"].auto_comments == ["a share"]


def test_sentences_of_modules_are_found_but_not_those_of_migrations(site):
    (site / "events" / "models.py").write_text('_("Event"); pgettext_lazy("month", "May"); print("no")\n')
    (site / "events" / "migrations").mkdir()
    (site / "events" / "migrations" / "0001_initial.py").write_text('_("Old")\n')

    assert messages(extracted()) == {(None, "Event"), ("month", "May")}


def test_update_adds_what_is_new_and_keeps_what_is_translated(site, capsys):
    (site / "templates" / "page.html").write_text('{% translate "Old" %}{% translate "New" %}')
    catalogue = Catalog(locale="fr", charset="utf-8", fuzzy=False)
    catalogue.add("Old", "Ancien")
    catalogue.add("Gone", "Parti")
    write_catalogue("fr", catalogue)

    call_command("messages")

    french = read_catalogue("fr")
    assert messages(french) == {(None, "Old"), (None, "New")}
    assert french["Old"].string == "Ancien"
    assert french["New"].string == ""
    assert capsys.readouterr().out == "fr: 1 sentences to translate\nar: 2 sentences to translate\n"


def test_update_changes_nothing_the_second_time(site):
    (site / "templates" / "page.html").write_text('{% translate "Old" %}')
    call_command("messages", verbosity=0)
    written = catalogue_file("fr").read_bytes()

    call_command("messages", verbosity=0)

    assert catalogue_file("fr").read_bytes() == written


def one_message(language, message_id, string, **options):
    catalogue = Catalog(locale=language, charset="utf-8", fuzzy=False)
    catalogue.add(message_id, string, locations=[("page.html", 1)], **options)
    return catalogue


FORMS = ["لا شيء", "حدث واحد", "حدثان", "%(count)s أحداث", "%(count)s حدثا", "%(count)s حدث"]


@pytest.mark.parametrize(
    ("message_id", "french", "fault"),
    [
        ("Events", "", "is not translated"),
        ("By %(name)s", "Par %(nom)s", "has an unknown placeholder %(nom)s in 'Par %(nom)s'"),
        ("By %(name)s", "Par", "lacks %(name)s in 'Par'"),
        (("%(count)s day", "%(count)s days"), ("un jour", "jours"), "lacks %(count)s in 'jours'"),
        (
            ("a day of %(name)s", "days of %(name)s"),
            ("un jour", "jours de %(name)s"),
            "lacks %(name)s in 'un jour'",
        ),
    ],
)
def test_fault_of_a_translation_is_told(site, settings, message_id, french, fault):
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    write_catalogue("fr", one_message("fr", message_id, french))

    told = list(faults(one_message("fr", message_id, "")))

    assert told[0].removeprefix(f"fr: {message_id!r} (page.html) ") == fault


def test_translation_to_be_read_again_is_told(site, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    write_catalogue("fr", one_message("fr", "Events", "Événements", flags=["fuzzy"]))

    assert [fault[-42:] for fault in faults(one_message("fr", "Events", ""))] == [
        "is fuzzy: read it, then take the mark away"
    ]


def test_arabic_forms_for_none_one_and_two_need_no_number(site, settings):
    settings.LANGUAGES = [("en", "English"), ("ar", "Arabic")]
    ids = ("%(count)s event", "%(count)s events")
    write_catalogue("ar", one_message("ar", ids, FORMS))

    assert list(faults(one_message("ar", ids, ""))) == []


def test_check_fails_on_a_sentence_that_no_catalogue_has(site, capsys):
    (site / "templates" / "page.html").write_text('{% translate "New" %}')

    with pytest.raises(CommandError, match="2 faults"):
        call_command("messages", "--check")

    assert not catalogue_file("fr").exists()


def test_catalogue_is_compiled_once_and_again_when_it_changes(site):
    write_catalogue("fr", one_message("fr", "Events", "Événements"))

    assert compile_catalogues() == ["fr"]
    assert compile_catalogues() == []


def test_no_french_line_ends_before_a_colon_or_within_quotation_marks(site):
    catalogue = Catalog(locale="fr", charset="utf-8", fuzzy=False)
    catalogue.add("Search: “%(words)s”", "Recherche : « %(words)s\u00a0»")
    catalogue.add(
        ("%(count)s left: go on", "%(count)s left; go on"),
        ("Reste\u00a0: %(count)s", "Restent\u202f; %(count)s"),
    )
    catalogue.add("Look at ?page=2 :it", "Voir ?page=2 :it")
    write_catalogue("fr", catalogue)

    read = {message.id: message.string for message in read_catalogue("fr") if message.id}
    assert read["Search: “%(words)s”"] == "Recherche\u202f: «\u202f%(words)s\u202f»"
    plural = read["%(count)s left: go on", "%(count)s left; go on"]
    assert plural == ("Reste\u202f: %(count)s", "Restent\u202f; %(count)s")
    assert read["Look at ?page=2 :it"] == "Voir ?page=2 :it"
