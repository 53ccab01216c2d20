"""The handover dossier: for the coming chair what is public, for the secretariat the rest."""

import base64
import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from events.models import Event
from publishing import actions
from publishing.dates import PartialDate
from publishing.models import Remark
from tests import factories
from tests.staff import signed_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

TODAY = timezone.localdate()


def in_days(days):
    return PartialDate.parse((TODAY + timedelta(days=days)).isoformat())


def show(client=None, **query):
    response = (client or signed_in()).get(reverse("desk:handover"), query)
    assert response.status_code == 200
    return response


def text_of(response):
    """The dossier alone, without the desk around it."""
    return re.search(r"<article.*</article>", response.content.decode(), re.DOTALL)[0]


def section(response, name):
    return re.search(rf'<h2 id="dossier-{name}">.*?</section>', text_of(response), re.DOTALL)[0]


def person(name, *roles, **values):
    found = User.objects.create(username=name, is_staff=True, **values)
    found.groups.set(Group.objects.filter(name__in=roles))
    client = Client()
    client.force_login(found)
    return client


@pytest.fixture
def term():
    partner = factories.PartnerFactory(name_en="Kenya", name_fr="Kénya", name_ar="كينيا")
    return factories.ChairmanshipFactory(
        partner=partner, start=in_days(30), nominal_years=[2031], priorities_en="<p>Legal pathways.</p>"
    )


# Which chair


def test_the_next_term_is_offered_first(term):
    factories.ChairmanshipFactory(start=in_days(400), partner__name_en="Uganda")
    factories.ChairmanshipFactory(start=in_days(-400), partner__name_en="France")

    page = text_of(show())

    assert "Handover dossier: <bdi>Kenya</bdi>" in page
    assert "Legal pathways." in page


def test_without_a_coming_term_it_is_the_latest():
    factories.ChairmanshipFactory(number=1, start=in_days(-800), partner__name_en="Egypt")
    factories.ChairmanshipFactory(number=2, start=in_days(-300), partner__name_en="France")

    assert "Handover dossier: <bdi>France</bdi>" in text_of(show())


def test_any_partner_can_be_chosen_before_its_term_is_entered(term):
    partner = factories.OrganisationFactory(name_en="Uganda")

    page = show(chair=f"partner-{partner.pk}")

    assert "Handover dossier: <bdi>Uganda</bdi>" in text_of(page)
    assert f'href="{reverse("admin:members_chairmanship_add")}?partner={partner.pk}"' in page.content.decode()


def test_a_chair_that_is_not_offered_is_told_and_replaced_by_the_usual_one(term):
    page = show(chair="term-999", language="xx")

    assert "Handover dossier: <bdi>Kenya</bdi>" in text_of(page)
    assert page.content.decode().count("The usual choice is shown instead.") == 2


def test_an_empty_portal_says_what_it_needs():
    assert "No partner is public yet." in text_of(show())


# What it tells


def test_it_tells_of_open_commitments_with_their_last_step(term):
    open_one = factories.CommitmentFactory(title_en="Train judges", due=in_days(-5))
    factories.ProgressEntryFactory(
        commitment=open_one, date=PartialDate.parse("2020"), text_en="<p>Begun.</p>", status="in_progress"
    )
    factories.ProgressEntryFactory(
        commitment=open_one, date=PartialDate.parse("2021"), text_en="<p>Half done.</p>", status=""
    )
    factories.ProgressEntryFactory(commitment=open_one, draft=True, text_en="<p>Not yet told.</p>")
    achieved = factories.CommitmentFactory(title_en="Meet twice")
    factories.ProgressEntryFactory(commitment=achieved, status="achieved")

    page = section(show(), "commitments")

    assert "Train judges" in page
    assert "overdue" in page
    assert "Half done." in page
    assert [words for words in ("Begun.", "Not yet told.", "Meet twice") if words in page] == []


def test_it_tells_of_coming_meetings_and_of_those_of_two_years_with_their_documents(term):
    event = factories.EventFactory(title_en="To come", status=Event.Status.PLANNED, date=in_days(20))
    held = factories.EventFactory(title_en="Lately", date=in_days(-100))
    factories.ParticipationFactory(event=held, partner=term.partner)
    factories.EventFactory(title_en="Long ago", date=in_days(-800))
    factories.EventFactory(title_en="Elsewhere", date=in_days(-100), scope=Event.Scope.RELATED)
    factories.DocumentFactory(title_en="Adopted there", adopting_event=held)
    factories.DocumentFactory(title_en="Discussed there").related_events.add(held)

    page = show()
    coming, recent = section(page, "coming"), section(page, "recent")

    assert "To come" in coming
    assert "A host, chair or organiser" in coming
    assert event.get_absolute_url() in coming
    assert recent.index("Lately") < recent.index("Adopted there") < recent.index("Discussed there")
    assert "Kenya</bdi> (host)" in recent
    assert [words for words in ("To come", "Long ago", "Elsewhere") if words in recent] == []


def test_it_tells_what_is_missing_of_documents_and_translations(term):
    factories.DocumentFactory(title_en="Without a file", title_fr="", title_ar="بلا ملف")

    page = show()
    french, arabic = section(page, "translations").split("Arabic", 1)

    assert re.search(r"<h3>A file</h3>.*Without a file", section(page, "missing"), re.DOTALL)
    assert "Without a file" in french
    assert "Without a file" not in arabic


def test_it_names_the_secretariats_people_and_the_partners(term):
    factories.MembershipFactory(partner=term.partner)
    client = person("amal", "Editor", email="amal@example.org", first_name="Amal", last_name="Osman")
    person("gone", is_active=False, email="gone@example.org")

    page = section(show(client), "contacts")

    assert 'Amal Osman</bdi>: <a href="mailto:amal@example.org"' in page
    assert "gone@example.org" not in page
    assert "Kenya" in page
    assert "Amal Osman</bdi>\u202f: <a" in section(show(client, language="fr"), "contacts")


# For whom


@pytest.fixture
def secrets():
    """Of each kind one that visitors do not see."""
    factories.EventFactory(draft=True, title_en="Secret meeting", date=in_days(9), status="planned")
    factories.EventFactory(draft=True, title_en="Secret past", date=in_days(-9))
    meeting = factories.EventFactory(title_en="Open meeting", date=in_days(-8), editor_note="Secret doubt")
    factories.DocumentFactory(draft=True, title_en="Secret paper", adopting_event=meeting)
    factories.CommitmentFactory(draft=True, title_en="Secret promise")
    factories.EventFactory(in_review=True, title_en="Secret review", date=in_days(-700))
    scheduled = factories.EventFactory(draft=True, title_en="Secret launch", date=in_days(-701))
    actions.publish(record=scheduled, at=timezone.now() + timedelta(days=3))
    kind = ContentType.objects.get_for_model(meeting)
    Remark.objects.create(content_type=kind, object_id=meeting.pk, text="Secret remark")
    hidden = factories.OrganisationFactory(draft=True, name_en="Secret partner")
    factories.ParticipationFactory(event=meeting, partner=hidden)
    factories.CommitmentFactory(title_en="Open promise").actors.add(hidden)


SECRETS = {"meeting", "past", "paper", "promise", "review", "launch", "remark", "doubt", "partner"}


def told(page):
    return {word for word in SECRETS if f"Secret {word}" in page}


def test_the_chairs_dossier_holds_nothing_that_is_not_public(term, secrets):
    page = text_of(show())

    assert told(page) == set()
    assert "Open meeting" in page
    assert "Open promise" in page
    assert "/admin/" not in page


def test_the_secretariats_own_tells_the_rest_and_says_that_it_is_not_to_be_passed_on(term, secrets):
    page = text_of(show(reader="secretariat"))

    assert told(page) == SECRETS
    assert "Do not pass it on." in page


# Who may


@pytest.mark.parametrize(
    ("role", "status"), [("Editor", 200), ("Translator (Arabic)", 200), ("Auditor", 200), ("", 403)]
)
def test_it_is_for_those_who_may_read_all_that_is_in_it(term, role, status):
    client = person("amal", role)

    assert client.get(reverse("desk:handover")).status_code == status
    assert client.post(reverse("desk:handover_file")).status_code == status
    assert AuditEntry.objects.filter(action="exported").count() == (1 if status == 200 else 0)


def test_a_stranger_is_asked_to_sign_in(term):
    response = Client().get(reverse("desk:handover"))

    assert response.status_code == 302
    assert "login" in response["Location"]


# In three languages


@pytest.mark.parametrize(
    ("language", "direction", "name"),
    [("en", "ltr", "Kenya"), ("fr", "ltr", "Kénya"), ("ar", "rtl", "كينيا")],
)
def test_its_language_is_chosen_apart_from_that_of_the_desk(term, language, direction, name):
    page = show(language=language)

    assert '<html lang="en' in page.content.decode()
    assert text_of(page).startswith(f'<article class="dossier" lang="{language}" dir="{direction}">')
    assert name in text_of(page)


def test_without_a_choice_it_is_in_the_language_of_the_desk(term):
    client = signed_in()
    client.cookies["django_language"] = "ar"

    assert 'dir="rtl"' in text_of(show(client))[:80]


# As a file


def test_the_file_needs_nothing_else_and_the_audit_log_knows_of_it(term, settings):
    client = signed_in()

    response = client.post(reverse("desk:handover_file"), {"language": "ar", "chair": f"term-{term.pk}"})

    content = response.content.decode()
    assert response["Content-Disposition"] == f'attachment; filename="handover-{term.partner.slug}-ar.html"'
    assert "no-store" in response["Cache-Control"]
    assert content.startswith("<!DOCTYPE html>")
    assert '<html lang="ar" dir="rtl">' in content
    [styles] = re.findall(r'href="data:text/css;base64,([^"]+)"', content)
    assert "@page" in base64.b64decode(styles).decode()
    assert re.findall(r'(?:src|href)="(?!https?://|#|mailto:|data:text/css)', content) == []
    assert "<script" not in content
    [entry] = AuditEntry.objects.filter(action=AuditEntry.Action.EXPORTED)
    assert (entry.person, entry.object_name, entry.details["language"]) == ("nadia", str(term), "ar")


def test_looking_at_it_writes_nothing_and_the_file_is_asked_for_by_a_button(term):
    client = signed_in()

    show(client)

    assert AuditEntry.objects.filter(action=AuditEntry.Action.EXPORTED).count() == 0
    assert client.get(reverse("desk:handover_file")).status_code == 405


# What it costs


def fill(count):
    for number in range(count):
        factories.EventFactory(status=Event.Status.PLANNED, date=in_days(20))
        held = factories.EventFactory(date=in_days(-20), editor_note="Who hosted?")
        factories.ParticipationFactory(event=held, partner=factories.OrganisationFactory())
        factories.DocumentFactory(adopting_event=held)
        factories.DocumentFactory().related_events.add(held)
        commitment = factories.CommitmentFactory(draft=number % 2 == 1)
        commitment.actors.add(factories.OrganisationFactory())
        factories.ProgressEntryFactory(commitment=commitment)
        factories.ProgressEntryFactory(commitment=commitment, in_review=True)
        actions.publish(record=factories.EventFactory(draft=True), at=timezone.now() + timedelta(days=1))
        kind = ContentType.objects.get_for_model(commitment)
        Remark.objects.create(content_type=kind, object_id=commitment.pk, text="Ask the chair.")


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(("reader", "queries"), [("chair", 47), ("secretariat", 67)])
def test_it_takes_the_same_queries_for_any_length(term, count, reader, queries, django_assert_num_queries):
    fill(count)
    client = signed_in()

    with django_assert_num_queries(queries):
        page = show(client, reader=reader)

    assert text_of(page).count("/commitments/" if reader == "chair" else "/commitment/") >= 1


def test_a_long_list_ends_and_says_so(term, monkeypatch):
    monkeypatch.setattr("desk.dossier.COMMITMENTS", 2)
    factories.CommitmentFactory.create_batch(3)

    page = text_of(show())

    assert len(re.findall(r"/commitments/commitment-\d+/", page)) == 2
    assert "There are more than 2; only these are listed here." in page
