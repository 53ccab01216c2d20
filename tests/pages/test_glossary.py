import pytest
from django.utils import translation

from pages.glossary import glossary
from tests.factories import EventFactory, TermFactory, ThemeFactory

pytestmark = [pytest.mark.once, pytest.mark.django_db]


def explained(html, language="en"):
    with translation.override("en"):
        return glossary().explained(html, language)


def link(word, slug="jvap", hint=' data-hint="Action Plan: What is meant by it."'):
    return f'<a class="gloss" href="/en/glossary/{slug}/"{hint}>{word}</a>'


@pytest.fixture
def plan():
    return TermFactory(slug="jvap", name_en="Action Plan", other_names={"en": ["JVAP"]})


class TestExplaining:
    def test_only_the_first_mention_in_a_text_leads_there(self, plan):
        text = explained("<p>The Action Plan, or JVAP.</p><p>The Action Plan again.</p>")

        assert text == f"<p>The {link('Action Plan')}, or JVAP.</p><p>The Action Plan again.</p>"

    def test_nothing_is_explained_in_headings_and_links(self, plan):
        html = '<h2>JVAP</h2><p><a href="/x/">the <em>JVAP</em></a></p><table><tbody><tr><th>JVAP</th></tr>'

        assert explained(html) == html

    def test_an_abbreviation_is_taken_as_it_is_written_and_a_word_with_any_capital(self, plan):
        assert explained("<p>jvap</p>") == "<p>jvap</p>"
        assert explained("<p>An action&nbsp;plan</p>") == f"<p>An {link('action&nbsp;plan')}</p>"

    def test_a_word_that_is_part_of_another_is_left_alone(self, plan):
        html = "<p>Action Planning, JVAPs, pre-JVAP</p>"

        assert explained(html) == html

    def test_of_two_terms_the_longer_name_wins(self, plan):
        TermFactory(slug="cairo", name_en="Cairo Action Plan")

        hint = ' data-hint="Cairo Action Plan: What is meant by it."'
        assert explained("<p>Cairo Action Plan</p>") == f"<p>{link('Cairo Action Plan', 'cairo', hint)}</p>"

    def test_any_apostrophe_and_hyphen_and_other_forms_are_understood(self):
        TermFactory(slug="jvap", name_en="Senior Officials’ Meeting", forms={"en": ["asylum-seekers"]})

        hint = ' data-hint="Senior Officials’ Meeting: What is meant by it."'
        assert explained("<p>senior officials' meeting</p>") == (
            f"<p>{link('senior officials&#39;'.replace('&#39;', chr(39)) + ' meeting', hint=hint)}</p>"
        )
        assert "asylum‑seekers</a>" in explained("<p>asylum‑seekers</p>")

    @pytest.mark.parametrize("word", ["الأمانة", "والأمانة", "للأمانة", "بالأمانة"])
    def test_what_arabic_joins_to_a_word_belongs_to_it(self, word):
        TermFactory(slug="secretariat", name_ar="الأمانة")

        # No definition in Arabic: no hint in another language.
        assert explained(f"<p>{word}</p>", "ar") == f"<p>{link(word, 'secretariat', '')}</p>"

    def test_a_hint_cannot_break_out_of_its_attribute(self):
        TermFactory(slug="x", name_en="Quorum", definition_en='"><script>')

        assert 'data-hint="Quorum: &quot;&gt;&lt;script&gt;"' in explained("<p>Quorum</p>")

    def test_staff_can_leave_a_word_alone_in_texts(self):
        TermFactory(name_en="Chair", is_linked=False)

        assert explained("<p>The Chair</p>") == "<p>The Chair</p>"

    @pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
    def test_what_is_not_public_explains_nothing(self, state):
        TermFactory(name_en="Quorum", **{state: True})

        assert explained("<p>Quorum</p>") == "<p>Quorum</p>"

    def test_a_new_definition_is_shown_at_once(self, plan):
        explained("<p>JVAP</p>")
        plan.definition_en = "Another one."
        plan.save()

        assert "Action Plan: Another one." in explained("<p>JVAP</p>")

    def test_the_page_of_an_event_leads_to_it(self, client, plan):
        event = EventFactory(text_en="<p>They followed the JVAP.</p>")

        assert link("JVAP") in client.get(event.get_absolute_url()).content.decode()


class TestTheList:
    def test_it_stands_in_the_order_of_the_readers_alphabet(self, client):
        for en, ar in (("Émigré", "الجالية"), ("Chair", "الأمانة"), ("exile", "بروتوكول")):
            TermFactory(name_en=en, name_ar=ar)

        english, arabic = (client.get(f"/{code}/glossary/").context["letters"] for code in ("en", "ar"))

        assert [(letter, [term.name_en for term in found]) for letter, found in english] == [
            ("C", ["Chair"]),
            ("E", ["Émigré", "exile"]),
        ]
        assert [found[0].name_ar for _letter, found in arabic] == ["الأمانة", "بروتوكول", "الجالية"]

    @pytest.mark.parametrize("count", [1, 12])
    def test_it_takes_the_same_queries_for_any_length(self, client, count, django_assert_num_queries):
        TermFactory.create_batch(count)

        with django_assert_num_queries(2):
            client.get("/en/glossary/")

    def test_it_can_be_narrowed_and_says_what_it_does_not_understand(self, client):
        body = TermFactory(name_en="Assembly", term_kind="body")
        TermFactory(name_en="Asylum")

        page = client.get("/en/glossary/?kind=body")
        odd = client.get("/en/glossary/?kind=animal")

        assert [(letter, found) for letter, found in page.context["letters"]] == [("A", [body])]
        assert (odd.context["letters"], len(odd.context["problems"])) == ([], 1)


class TestThePage:
    def test_it_leads_to_pages_that_are_public_under_the_addresses_they_have_now(self, client):
        event, theme = EventFactory(slug="before", title_en="The founding"), ThemeFactory()
        hidden = EventFactory(draft=True)
        term = TermFactory(
            see_also="\n".join(
                [
                    f"https://portal.example{event.get_absolute_url()}",
                    theme.get_absolute_url().replace("/en/", "/fr/"),
                    hidden.get_absolute_url(),
                ]
            )
        )
        event.slug = "after"
        event.save()

        shown = client.get(term.get_absolute_url()).context["see_also"]

        assert {page["record"].get_absolute_url() for page in shown} == {
            "/en/events/after/",
            theme.get_absolute_url(),
        }

    def test_an_address_that_another_has_now_leads_to_that_one_alone(self, client):
        left = EventFactory(slug="som-2019")
        left.slug = "som-cairo-2019"
        left.save()
        present = EventFactory(slug="som-2019", title_en="The next one")
        term = TermFactory(see_also=present.get_absolute_url())

        shown = client.get(term.get_absolute_url()).context["see_also"]

        assert [page["record"] for page in shown] == [present]

    @pytest.mark.parametrize("count", [1, 12])
    def test_it_takes_the_same_queries_for_any_number_of_pages(
        self, client, count, django_assert_num_queries
    ):
        events = EventFactory.create_batch(count)
        term = TermFactory(see_also="\n".join(event.get_absolute_url() for event in events))

        with django_assert_num_queries(3):
            page = client.get(term.get_absolute_url())

        assert len(page.context["see_also"]) == count

    @pytest.mark.parametrize("line", ["/en/events/", "/en/nowhere/", "somewhere", "/admin/", "/en/search/"])
    def test_what_is_no_page_of_a_record_is_refused(self, line):
        with pytest.raises(Exception, match="is not the address of a page here") as refused:
            TermFactory.build(see_also=line).full_clean()

        assert set(refused.value.message_dict) == {"see_also"}


def test_the_api_tells_names_in_each_language(client):
    TermFactory(slug="iom", other_names={"en": ["IOM"], "fr": ["OIM"]}, term_kind="body")

    row = client.get("/api/v1/terms/iom/").json()

    assert (row["kind"], row["other_names"]) == ("body", {"en": ["IOM"], "fr": ["OIM"], "ar": []})
