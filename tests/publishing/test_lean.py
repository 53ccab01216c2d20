"""What Jinja writes speaks the language of the page, and says the same as Django's templates would."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from publishing import lean

SENTENCES = {"en": "Skip to content", "fr": "Aller au contenu", "ar": "انتقل إلى المحتوى"}


def written(source: str, language: str, **context) -> str:
    with override(language):
        return lean.environment(language).from_string(source).render(context)


@pytest.mark.parametrize("language", SENTENCES)
def test_each_language_has_its_own_sentences(language):
    with override(language):
        expected = Template('{% load i18n %}{% translate "Skip to content" %}').render(Context())

    assert written('{{ _("Skip to content") }}', language) == expected
    assert written('{% set told = _("Skip to content") %}{{ told }}', language) == expected


def test_a_sentence_with_something_put_into_it_waits_for_it():
    source = '{{ _("%(count)s per cent", count=given) }} {{ _("100 %%") }}'

    assert written(source, "en", given="<2>") == "&lt;2&gt; per cent 100 %"


def test_what_is_put_into_an_address_is_quoted_as_by_django():
    source = '{{ words|urlencode("") }} {{ words|urlencode }}'

    assert written(source, "en", words="a/b & é") == "a%2Fb%20%26%20%C3%A9 a/b%20%26%20%C3%A9"


def test_addresses_are_those_of_the_active_language():
    assert [written('{{ url("home") }}', language) for language in SENTENCES] == ["/en/", "/fr/", "/ar/"]
