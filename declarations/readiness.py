"""What a document, one of its files, a commitment or a step of progress still lacks."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from declarations.models import Commitment, Document, DocumentVersion, ProgressEntry, Provision, StoredFile
from publishing.querysets import is_published
from publishing.readiness import Readiness, Severity, has_any, is_any

GOOD = Severity.GOOD
Availability = Document.Availability
LANGUAGES = settings.MODELTRANSLATION_LANGUAGES
QUIET_DAYS = 365


def _facts_of_documents() -> dict[str, Any]:
    files = DocumentVersion.objects.filter(withdrawn_at=None)
    authentic = files.filter(authority=DocumentVersion.Authority.AUTHENTIC)
    return {
        "has_file": is_any(files, "document"),
        "has_authentic": is_any(authentic, "document"),
        **{
            f"has_file_{code}": is_any(files.filter(language=code), "document") for code in ("en", "fr", "ar")
        },
        "has_words": is_any(files.filter(file__has_text=True), "document"),
        "has_provisions": is_any(Provision.objects.all(), "document"),
        "has_themes": is_any(Document.themes.through.objects.all(), "document"),
        "has_events": is_any(Document.related_events.through.objects.all(), "document"),
    }


DOCUMENTS = Readiness(Document, _facts_of_documents)


def _is_outcome(document):
    return document.nature == Document.Nature.OUTCOME


@DOCUMENTS.check(
    _("A date"), why=_("Without one it stands at the end of every list, and cannot be cited."), target="date"
)
def date(document, facts):
    return document.shown_date is not None


@DOCUMENTS.check(
    _("The meeting that adopted it"),
    why=_("An outcome is read together with the meeting it came from."),
    target="adopting_event",
)
def adopting_event(document, facts):
    return document.adopting_event_id is not None if _is_outcome(document) else None


@DOCUMENTS.check(
    _("The meetings it belongs to"),
    why=_("It is found from the pages of the meetings at which it was presented or discussed."),
    target="related_events",
    severity=GOOD,
)
def related_events(document, facts):
    return (
        document.adopting_event_id is not None or facts["has_events"] if not _is_outcome(document) else None
    )


@DOCUMENTS.check(_("A file"), why=_("Visitors come for the text itself."), target="versions")
def file(document, facts):
    return facts["has_file"]


@DOCUMENTS.check(
    _("The authentic text"),
    why=_("Only the authentic text can be cited; translations say that they are none."),
    target="versions",
)
def authentic_text(document, facts):
    return facts["has_authentic"] if facts["has_file"] else None


def _check_file_in(code, label):
    def question(document, facts):
        return facts[f"has_file_{code}"] if facts["has_file"] else None

    question.__name__ = f"file_{code}"
    why = _("Readers of this language have no text of their own.")
    DOCUMENTS.check(label, why=why, target="versions", severity=GOOD)(question)


_check_file_in("en", _("A file in English"))
_check_file_in("fr", _("A file in French"))
_check_file_in("ar", _("A file in Arabic"))


@DOCUMENTS.check(
    _("A file whose words can be found"),
    why=_("Of a scan the search finds nothing, and nobody can have it read aloud."),
    target="versions",
    severity=GOOD,
)
def words(document, facts):
    return facts["has_words"] if facts["has_file"] else None


@DOCUMENTS.check(
    _("What was seen of it, now that its file is here"),
    why=_("The page still says that the text was not seen."),
    target="availability",
)
def availability(document, facts):
    seen = (Availability.TEXT_SEEN, Availability.TEXT_SEEN_IN_PART)
    return document.availability in seen if facts["has_file"] else None


def _provisions(document, facts):
    return reverse("admin:declarations_document_provisions", args=[document.pk])


@DOCUMENTS.check(
    _("Its paragraphs"),
    why=_("Then each can be linked to, cited, and followed by commitments."),
    target=_provisions,
    severity=GOOD,
)
def provisions(document, facts):
    return facts["has_provisions"] if _is_outcome(document) and facts["has_words"] else None


@DOCUMENTS.check(
    _("What it is about"),
    why=_("Two sentences spare a reader on a telephone a long download."),
    target="summary_en",
    severity=GOOD,
)
def summary(document, facts):
    return has_any(document, "summary")


@DOCUMENTS.check(
    _("Who issued it"), why=_("Readers judge a document by whose it is."), target="issuer_en", severity=GOOD
)
def issuer(document, facts):
    return has_any(document, "issuer") if not _is_outcome(document) else None


@DOCUMENTS.check(
    _("Themes"), why=_("They bring it to the pages of its subjects."), target="themes", severity=GOOD
)
def themes(document, facts):
    return facts["has_themes"]


DOCUMENTS.ask_for_texts("title")
DOCUMENTS.ask_for_texts("summary", "issuer", severity=GOOD)
DOCUMENTS.ask_for_translations()
DOCUMENTS.ask_for_sources()


FILES = Readiness(
    DocumentVersion,
    lambda: {
        "is_document_public": is_any(Document.objects.published(), "versions"),
        "has_words": is_any(StoredFile.objects.filter(has_text=True), "versions"),
    },
)


def _document(version, facts):
    return reverse("admin:declarations_document_change", args=[version.document_id])


@FILES.check(
    _("A document that is public"), why=_("The file is public only when its document is."), target=_document
)
def document_public(version, facts):
    return facts["is_document_public"]


@FILES.check(
    _("Words that can be found"),
    why=_("It is a scan: add a version that was made from the text, if there is one."),
    target=_document,
    severity=GOOD,
)
def words_in_file(version, facts):
    return facts["has_words"]


@FILES.check(
    _("What is different from the earlier version"),
    why=_("Whoever cited the earlier one asks what was corrected."),
    target="note_en",
    severity=GOOD,
)
def note(version, facts):
    return has_any(version, "note") if version.number > 1 else None


FILES.ask_for_texts("note", severity=GOOD)
FILES.ask_for_translations()


def _facts_of_commitments() -> dict[str, Any]:
    since = timezone.localdate() - timedelta(days=QUIET_DAYS)
    recent = ProgressEntry.objects.filter(is_published(), commitment=OuterRef("pk"), date_latest__gte=since)
    pursued = Commitment.objects.pursued().order_by()
    return {
        "is_document_public": is_any(Provision.objects.published(), "commitments"),
        "has_recent_progress": Exists(recent),
        "is_pursued": is_any(pursued, "pk"),
    }


COMMITMENTS = Readiness(Commitment, _facts_of_commitments)


@COMMITMENTS.check(
    _("A document that is public"),
    why=_("The commitment is public only when the document that makes it is."),
    target="provision",
)
def made_public(commitment, facts):
    return facts["is_document_public"]


COMMITMENTS.ask_for_texts("title")


@COMMITMENTS.check(
    _("Until when"), why=_("Only what has a date can be told to be late."), target="due", severity=GOOD
)
def due(commitment, facts):
    return commitment.due is not None


@COMMITMENTS.check(
    _("A theme"), why=_("It brings the commitment to the page of its subject."), target="theme", severity=GOOD
)
def theme(commitment, facts):
    return commitment.theme_id is not None


@COMMITMENTS.check(
    _("Progress within the last year"),
    why=_("Readers ask what followed; “nothing yet” is an answer, too."),
    target="entries",
    severity=GOOD,
)
def progress(commitment, facts):
    return facts["has_recent_progress"] if facts["is_pursued"] else None


COMMITMENTS.ask_for_texts("description", severity=GOOD)
COMMITMENTS.ask_for_translations()
COMMITMENTS.ask_for_sources()


ENTRIES = Readiness(
    ProgressEntry,
    lambda: {
        "is_commitment_public": is_any(Commitment.objects.published(), "entries"),
    },
)


def _commitment(entry, facts):
    return reverse("admin:declarations_commitment_change", args=[entry.commitment_id])


@ENTRIES.check(
    _("A commitment that is public"),
    why=_("The step is public only when its commitment is."),
    target=_commitment,
)
def commitment_public(entry, facts):
    return facts["is_commitment_public"]


@ENTRIES.check(
    _("What followed, in words"),
    why=_("A status alone does not say what was done."),
    target="text_en",
    severity=GOOD,
)
def text(entry, facts):
    return has_any(entry, "text")


@ENTRIES.check(
    _("The event or document that shows it"),
    why=_("Readers can check a step only by what shows it."),
    target="event",
    severity=GOOD,
)
def evidence(entry, facts):
    return entry.event_id is not None or entry.document_id is not None


ENTRIES.ask_for_texts("text")
ENTRIES.ask_for_translations()
ENTRIES.ask_for_sources()
