"""The tracker and the trail: which commitments, in which status, and counted how."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from declarations.commitment_page import _questions
from declarations.models import Commitment, Document
from publishing.dates import PartialDate, Precision
from publishing.models import Change
from publishing.together import Together
from tests.factories import (
    CommitmentFactory,
    DocumentFactory,
    DomainFactory,
    EventFactory,
    PartnerFactory,
    ProgressEntryFactory,
    ProvisionFactory,
    ThemeFactory,
)
from tests.html_forms import choices_in

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HIDDEN = ["draft", "in_review", "scheduled", "withdrawn"]


def days_away(days):
    day = timezone.localdate() + timedelta(days=days)
    return PartialDate(day, day, Precision.DAY)


def tracker(client, **query):
    return client.get(reverse("commitments:list"), query)


# Status


def test_a_commitment_is_open_until_an_entry_says_otherwise():
    CommitmentFactory()

    [commitment] = Commitment.objects.for_detail()
    assert (commitment.status, commitment.status_since) == ("open", None)


def test_the_latest_entry_that_sets_a_status_decides_and_says_since_when():
    commitment = CommitmentFactory()
    ProgressEntryFactory(commitment=commitment, status="achieved", date=PartialDate.parse("2024-05"))
    ProgressEntryFactory(commitment=commitment, status="in_progress", date=PartialDate.parse("2022"))
    ProgressEntryFactory(commitment=commitment, status="", date=PartialDate.parse("2025"))

    [read] = Commitment.objects.for_detail()
    assert (read.status, str(read.status_since)) == ("achieved", "May 2024")


@pytest.mark.parametrize("trait", HIDDEN)
def test_an_entry_that_is_not_public_sets_no_status_and_is_not_counted(client, trait):
    commitment = CommitmentFactory()
    ProgressEntryFactory(commitment=commitment, status="in_progress", date=PartialDate.parse("2022"))
    ProgressEntryFactory(commitment=commitment, status="achieved", **{trait: True})

    page = tracker(client)

    [row] = page.context["commitments"]
    assert (row.status, row.entry_count, [str(entry.date) for entry in row.latest_entries]) == (
        "in_progress",
        1,
        ["2022"],
    )
    assert {share.status: share.count for share in page.context["statuses"]} == {
        "open": 0,
        "in_progress": 1,
        "achieved": 0,
        "superseded": 0,
        "not_pursued": 0,
    }


# What is overdue


@pytest.mark.parametrize(
    ("due", "status", "is_overdue"),
    [
        (-1, "open", True),
        (0, "open", False),
        (1, "open", False),
        (-1, "in_progress", True),
        (-1, "achieved", False),
        (-1, "not_pursued", False),
        (None, "open", False),
    ],
)
def test_one_row_and_the_queryset_agree_on_what_is_overdue(due, status, is_overdue):
    commitment = CommitmentFactory(due=None if due is None else days_away(due))
    if status != "open":
        ProgressEntryFactory(commitment=commitment, status=status)

    assert Commitment.objects.with_status().get().is_overdue is is_overdue
    assert Commitment.objects.overdue().exists() is is_overdue


def test_what_is_due_in_a_year_is_overdue_only_when_the_year_is_over(client):
    this_year = timezone.localdate().year
    CommitmentFactory(slug="open-still", due=PartialDate.parse(str(this_year)))
    CommitmentFactory(slug="late", due=PartialDate.parse(str(this_year - 1)))

    assert [row.slug for row in tracker(client).context["commitments"] if row.is_overdue] == ["late"]
    assert "Overdue" in client.get("/en/commitments/late/").content.decode()
    assert "Overdue" not in client.get("/en/commitments/open-still/").content.decode()


def test_without_progress_are_those_of_older_texts_of_which_nothing_was_told_lately():
    a_year_ago = timezone.localdate() - timedelta(days=365)
    old, new = (ProvisionFactory(document=DocumentFactory(date=days_away(-days))) for days in (700, 20))
    quiet = CommitmentFactory(provision=old)
    ProgressEntryFactory(commitment=quiet, date=days_away(-400))
    ProgressEntryFactory(commitment=quiet, date=days_away(-10), draft=True)
    told = CommitmentFactory(provision=old)
    ProgressEntryFactory(commitment=told, date=days_away(-10))
    done = CommitmentFactory(provision=old)
    ProgressEntryFactory(commitment=done, date=days_away(-400), status="achieved")
    CommitmentFactory(provision=new)

    assert list(Commitment.objects.without_progress_since(a_year_ago)) == [quiet]


# The tracker


@pytest.mark.parametrize("count", [1, 3])
def test_tracker_takes_the_same_queries_for_any_length(client, count, django_assert_num_queries):
    event, actor = EventFactory(), PartnerFactory()
    for _each in range(count):
        commitment = CommitmentFactory(theme=ThemeFactory())
        commitment.actors.add(actor)
        ProgressEntryFactory.create_batch(count, commitment=commitment, event=event)

    # How the record stands; the choices of three filters; how many; the rows, their actors, latest entries;
    # five counts, for themes are counted by domain, too.
    with django_assert_num_queries(13):
        page = tracker(client)

    assert len(page.context["commitments"]) == count


def test_tracker_lists_the_newest_documents_first(client):
    older, newer = (DocumentFactory(date=PartialDate.parse(year)) for year in ("2014", "2025"))
    made = [CommitmentFactory(provision=ProvisionFactory(document=text)) for text in (older, newer, older)]

    assert list(tracker(client).context["commitments"]) == [made[1], made[2], made[0]]

    older.date = PartialDate.parse("2026")
    older.save()

    assert list(tracker(client).context["commitments"]) == [made[2], made[0], made[1]]


def test_each_filter_narrows_the_tracker(client):
    domain = DomainFactory(slug="domain")
    topic = ThemeFactory(slug="topic", parent=domain)
    kenya = PartnerFactory(slug="kenya")
    wanted = CommitmentFactory(
        title_en="Double the scholarships",
        theme=topic,
        provision=ProvisionFactory(document=DocumentFactory(slug="plan")),
    )
    wanted.actors.add(kenya)
    ProgressEntryFactory(commitment=wanted, status="achieved")
    CommitmentFactory()

    for name, value in {
        "q": "scholarships",
        "document": "plan",
        "theme": "topic",
        "actor": "kenya",
        "status": "achieved",
    }.items():
        assert list(tracker(client, **{name: value}).context["commitments"]) == [wanted], name
    assert list(tracker(client, theme="domain").context["commitments"]) == [wanted]


@pytest.mark.parametrize("name", ["document", "theme", "actor", "status"])
def test_an_unknown_value_is_told_and_lists_nothing(client, name):
    CommitmentFactory()

    page = tracker(client, **{name: "no-such-thing"})

    assert list(page.context["commitments"]) == []
    assert len(page.context["problems"]) == 1
    assert "Part of this address was not understood" in page.content.decode()


@pytest.mark.parametrize("name", ["document", "theme", "actor"])
def test_a_question_kept_as_a_link_follows_a_new_address(client, name):
    commitment = CommitmentFactory(theme=ThemeFactory())
    commitment.actors.add(PartnerFactory())
    named = {"document": commitment.document, "theme": commitment.theme, "actor": commitment.actors.get()}[
        name
    ]
    former, named.slug = named.slug, f"{named.slug}-renamed"
    named.save()

    assert list(tracker(client, **{name: former}).context["commitments"]) == [commitment]


def test_numbers_beside_a_filter_follow_the_other_filters_and_not_its_own(client):
    plan, declaration = DocumentFactory(slug="plan"), DocumentFactory(slug="declaration")
    for document, status in [(plan, "achieved"), (plan, "open"), (declaration, "achieved")]:
        commitment = CommitmentFactory(provision=ProvisionFactory(document=document))
        if status != "open":
            ProgressEntryFactory(commitment=commitment, status=status)

    page = tracker(client, document="plan")

    assert choices_in(page)["document"] == {
        "plan": f"{plan} (2)",
        "declaration": f"{declaration} (1)",
    }
    assert choices_in(page)["status"] == {"open": "open (1)", "achieved": "achieved (1)"}
    assert [(share.status, share.count) for share in page.context["statuses"] if share.count] == [
        ("open", 1),
        ("achieved", 1),
    ]


def test_a_document_beyond_those_offered_stays_chosen_with_its_number(client, monkeypatch):
    monkeypatch.setattr("declarations.filters.commitments.DOCUMENTS_OFFERED", 1)
    for _ in range(2):
        CommitmentFactory(provision=ProvisionFactory(document=DocumentFactory()))

    for document in Document.objects.all():
        page = tracker(client, document=document.slug)
        assert choices_in(page)["document"][document.slug] == f"{document} (1)"


def test_of_a_question_that_is_not_understood_all_is_offered_and_nothing_counted(client):
    document = CommitmentFactory().provision.document

    page = tracker(client, status="forgotten", document=document.slug)

    assert choices_in(page)["document"] == {document.slug: str(document)}


def test_a_topic_counts_for_its_domain_and_hidden_values_for_nothing(client):
    domain, hidden_domain = DomainFactory(slug="domain"), DomainFactory(slug="hidden", draft=True)
    for theme in (
        domain,
        ThemeFactory(slug="topic", parent=domain),
        ThemeFactory(slug="orphan", parent=hidden_domain),
        ThemeFactory(slug="gone", withdrawn=True, parent=domain),
    ):
        CommitmentFactory(theme=theme).actors.add(
            PartnerFactory(slug=f"of-{theme.slug}", scheduled=theme.slug != "topic")
        )

    page = tracker(client)

    counts = {value: label.rpartition(" ")[2] for value, label in choices_in(page)["theme"].items()}
    assert counts == {"domain": "(2)", "topic": "(1)", "orphan": "(1)"}
    assert list(choices_in(page)["actor"]) == ["of-topic"]
    for value, count in counts.items():
        assert f"({len(tracker(client, theme=value).context['commitments'])})" == count


@pytest.mark.parametrize("trait", HIDDEN)
def test_what_is_not_public_is_neither_counted_nor_offered(client, trait):
    CommitmentFactory(title_en="Shown")
    for hidden in (
        CommitmentFactory(theme=ThemeFactory(), **{trait: True}),
        CommitmentFactory(
            theme=ThemeFactory(), provision=ProvisionFactory(document=DocumentFactory(**{trait: True}))
        ),
    ):
        hidden.actors.add(PartnerFactory())

    page = tracker(client)

    assert sum(share.count for share in page.context["statuses"]) == 1
    assert [label.rpartition(" ")[2] for label in choices_in(page)["document"].values()] == ["(1)"]
    assert choices_in(page)["theme"] == {}
    assert choices_in(page)["actor"] == {}


def test_numbers_say_when_they_are_of_the_newest_only(client, monkeypatch):
    for module in ("declarations.filters.commitments", "publishing.paging"):
        monkeypatch.setattr(f"{module}.COUNTED_EXACTLY", 2)
    CommitmentFactory.create_batch(3)

    page = tracker(client)

    assert sum(share.count for share in page.context["statuses"]) == 2
    assert page.context["are_counts_cut"]


def test_the_bar_of_statuses_is_as_long_as_its_parts(client):
    CommitmentFactory.create_batch(2)
    ProgressEntryFactory(commitment=CommitmentFactory(), status="superseded")

    shares = tracker(client).context["statuses"]

    assert [(share.start, share.length) for share in shares if share.count] == [(0, 666), (666, 334)]


def test_a_status_leads_to_its_commitments_with_the_other_filters_kept(client):
    plan = DocumentFactory(slug="plan")
    CommitmentFactory(provision=ProvisionFactory(document=plan))

    page = tracker(client, document="plan", after="20230504~9999")

    [share] = [share for share in page.context["statuses"] if share.count]
    assert share.url == "/en/commitments/?document=plan&status=open"


def test_where_none_are_named_all_partners_committed_themselves(client):
    CommitmentFactory(slug="of-all")
    CommitmentFactory(slug="of-hidden").actors.add(PartnerFactory(draft=True))

    assert "All partners" in client.get("/en/commitments/of-all/").content.decode()
    assert "All partners" not in client.get("/en/commitments/of-hidden/").content.decode()
    assert tracker(client).content.decode().count("All partners") == 1


def test_an_empty_tracker_says_what_a_commitment_is_and_where_to_read_the_texts(client):
    text = DocumentFactory(title_en="Rome Declaration")
    CommitmentFactory(provision=ProvisionFactory(document=text), draft=True)
    ProvisionFactory(document=DocumentFactory(title_en="Hidden", draft=True))
    DocumentFactory(title_en="Without paragraphs")

    page = tracker(client)

    assert page.context["documents_to_read"] == [text]
    assert "No commitment has been entered yet" in page.content.decode()


def test_filters_that_find_nothing_do_not_say_that_there_is_nothing(client):
    CommitmentFactory()

    page = tracker(client, status="achieved").content.decode()

    assert "No commitment matches these filters." in page
    assert "No commitment has been entered yet" not in page


# The trail


@pytest.mark.parametrize("count", [1, 3])
def test_a_commitment_takes_the_same_queries_for_any_number_of_steps(
    client, count, django_assert_num_queries
):
    commitment = CommitmentFactory(theme=ThemeFactory())
    for _each in range(count):
        commitment.actors.add(PartnerFactory())
        ProgressEntryFactory(commitment=commitment, event=EventFactory(), document=DocumentFactory())

    # The commitment; what sets its status; what hangs on it; events, documents, translations of its entries.
    with django_assert_num_queries(6):
        page = client.get(commitment.get_absolute_url())

    assert len(page.context["entries"]) == count


def test_a_commitment_tells_its_trail_from_the_paragraph_to_what_followed(client):
    provision = ProvisionFactory(
        document=DocumentFactory(title_en="Valletta plan", date=PartialDate.parse("2015-11-12")),
        number="12",
        text_en="Double the scholarships.",
        standing="paraphrase",
    )
    commitment = CommitmentFactory(provision=provision)
    ProgressEntryFactory(
        commitment=commitment,
        date=PartialDate.parse("2018"),
        text_en="<p>Nearly doubled.</p>",
        status="achieved",
        document=DocumentFactory(title_en="Report of 2018"),
    )
    ProgressEntryFactory(
        commitment=commitment,
        date=PartialDate.parse("2016"),
        text_en="<p>First call.</p>",
        event=EventFactory(title_en="Meeting of 2016"),
    )

    page = client.get(commitment.get_absolute_url()).content.decode()

    told = [
        "Paraphrase of a summary; not the authentic text",
        "Double the scholarships.",
        "12 November 2015",
        "First call.",
        "Meeting of 2016",
        "Nearly doubled.",
        "Report of 2018",
    ]
    assert sorted(told, key=page.index) == told
    assert f'href="{provision.get_absolute_url()}"' in page
    assert "since" in page


@pytest.mark.parametrize("trait", HIDDEN)
def test_a_step_shows_only_public_evidence(client, trait):
    entry = ProgressEntryFactory(
        event=EventFactory(title_en="Zzsecret event", **{trait: True}),
        document=DocumentFactory(title_en="Zzsecret document", **{trait: True}),
    )
    ProgressEntryFactory(commitment=entry.commitment, text_en="<p>Zzsecret step</p>", **{trait: True})

    page = client.get(entry.commitment.get_absolute_url())

    assert page.context["entries"] == [entry]
    assert "Zzsecret" not in page.content.decode()


def test_a_very_long_trail_shows_its_latest_steps_and_says_so(client, monkeypatch):
    monkeypatch.setattr("declarations.commitment_page.ENTRIES_SHOWN", 2)
    monkeypatch.setattr("declarations.commitment_page.PAGE", Together(_questions))
    commitment = CommitmentFactory()
    for year in ("2019", "2020", "2021"):
        ProgressEntryFactory(commitment=commitment, date=PartialDate.parse(year))

    page = client.get(commitment.get_absolute_url())

    assert [str(entry.date) for entry in page.context["entries"]] == ["2020", "2021"]
    assert "Only the latest steps are shown." in page.content.decode()


def test_words_that_are_missing_in_a_language_are_shown_in_another_and_say_so(client):
    commitment = CommitmentFactory(title_ar="التزام")
    ProgressEntryFactory(commitment=commitment, text_ar="<p>خطوة</p>")

    with translation.override("ar"):
        page = client.get(commitment.get_absolute_url()).content.decode()

    assert '<blockquote lang="en" dir="ltr">' in page
    assert page.count('<p class="note">') >= 1
    assert "خطوة" in page


@pytest.mark.parametrize(
    ("trait", "status"), [("draft", 404), ("in_review", 404), ("scheduled", 404), ("withdrawn", 410)]
)
def test_a_commitment_that_is_not_public_is_hidden_at_its_own_address(client, trait, status):
    hidden = CommitmentFactory(title_en="Zzsecret", **{trait: True})

    page = client.get(hidden.get_absolute_url())

    assert page.status_code == status
    assert "Zzsecret" not in page.content.decode()


def test_a_commitment_of_a_withdrawn_document_is_not_found(client):
    commitment = CommitmentFactory(provision=ProvisionFactory(document=DocumentFactory(withdrawn=True)))

    assert client.get(commitment.get_absolute_url()).status_code == 404


def test_a_renamed_commitment_leads_from_its_former_address(client):
    commitment = CommitmentFactory(slug="first-name")
    commitment.slug = "second-name"
    commitment.save()

    answer = client.get("/en/commitments/first-name/")

    assert (answer.status_code, answer.url) == (301, "/en/commitments/second-name/")


# What is told of it elsewhere


def test_what_is_new_leads_to_where_progress_and_files_are_shown(client):
    entry = ProgressEntryFactory(commitment__title_en="Double the scholarships")

    page = client.get(reverse("whats_new")).content.decode()

    assert f'href="{entry.commitment.get_absolute_url()}#entry-{entry.slug}"' in page
    assert "Double the scholarships" in page


def test_progress_that_waits_for_its_document_is_told_when_that_appears():
    document = DocumentFactory(draft=True)
    entry = ProgressEntryFactory(commitment=CommitmentFactory(provision=ProvisionFactory(document=document)))
    assert not Change.objects.filter(kind__in=["commitment", "progressentry"]).exists()

    document.published_at = timezone.now()
    document.save()

    told = Change.objects.filter(kind__in=["commitment", "progressentry"]).values_list("slug", "verb")
    assert sorted(told) == sorted([(entry.commitment.slug, "published"), (entry.slug, "published")])


def test_a_deleted_commitment_tells_the_deletion_of_its_steps():
    entry = ProgressEntryFactory()

    entry.commitment.delete()

    told = Change.objects.filter(verb="deleted").values_list("kind", "slug")
    assert sorted(told) == sorted([("commitment", entry.commitment.slug), ("progressentry", entry.slug)])
