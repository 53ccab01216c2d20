"""What a package says of the files in it: to who opens it, and to programs."""

from collections.abc import Iterator, Sequence

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from declarations.models import Document, DocumentVersion
from events.models import Event
from publishing.languages import text_in
from publishing.models import TranslationState

SUMS = "SHA256SUMS"
# Without it, older programs take Arabic for a Western script.
BEGINNING = "\ufeff"
# Names in the package, each with its file.
Named = Sequence[tuple[str, DocumentVersion]]


def sums_of(named: Named) -> str:
    """As `sha256sum --check` reads them."""
    return "".join(f"{version.file.sha256}  {name}\n" for name, version in named)


def text_for_readers(event: Event, named: Named) -> str:
    """In the active language. It begins and ends its lines as Windows wants it; all others read that."""
    return BEGINNING + "\r\n".join(_lines(event, named)) + "\r\n"


def _lines(event: Event, named: Named) -> Iterator[str]:
    yield text_in(event, "title").value
    yield settings.SITE_URL + event.get_absolute_url()
    yield ""
    yield _(
        "The files of the documents that this event adopted, discussed or issued, as the portal had them."
    )
    authorities = DocumentVersion.Authority
    if any(version.authority == authorities.COURTESY_TRANSLATION for _name, version in named):
        yield _("A courtesy translation is not official: only the authentic text can be relied on.")
    yield _("Whether a file still stands:") + f" {settings.SITE_URL}{reverse('verify')}"
    for name, version in named:
        yield ""
        yield name
        yield from (f"  {line}" for line in _about(version))


def _about(version: DocumentVersion) -> Iterator[str]:
    document = version.document
    title = text_in(document, "title")
    yield title.value
    if is_unofficial(document, "title", title.language):
        yield _("This title is an unofficial translation.")
    language = capfirst(str(Document.Language(version.language).label))
    authority = str(version.get_authority_display())
    facts = [language, authority, _("version %(number)s") % {"number": version.number}]
    yield " · ".join([*facts, filesizeformat(version.file.size)])
    yield settings.SITE_URL + document.get_absolute_url()
    yield settings.SITE_URL + version.own_address
    yield f"SHA-256 {version.file.sha256}"


def is_unofficial(document: Document, field: str, language: str) -> bool:
    """Of one whose states are loaded: it is asked for each file."""
    return any(
        state.status == TranslationState.Status.UNOFFICIAL
        for state in document.translation_states.all()
        if (state.field, state.language) == (field, language)
    )
