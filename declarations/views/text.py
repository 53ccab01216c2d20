from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from declarations.holdings import NOT_THERE, Holdings, holdings_of, languages_in_order
from declarations.models import Document, DocumentVersion
from declarations.reading import Entry, ExtractedText, Outline
from publishing.languages import direction
from publishing.views import PublicDetailView

# What is read on the page of the text: the provisions, or what was extracted from a file.
PROVISIONS, FILE = "provisions", "file"


class TextQuestion:
    """What a query string asks of a text, and in words what of it was not understood."""

    def __init__(self, request: HttpRequest) -> None:
        self.path, self.problems = request.path, []
        self.language = self._one_of(request, "text", Document.Language.values)
        self.of = self._one_of(request, "of", [PROVISIONS, FILE])
        self.page = request.GET.get("page", "")

    def _one_of(self, request: HttpRequest, name: str, known: list[str]) -> str:
        value = request.GET.get(name, "")
        if value in {"", *known}:
            return value
        self.problems.append(
            _("“%(name)s” cannot be “%(value)s”.") % {"name": name, "value": value[:40]},
        )
        return ""

    @property
    def wanted(self) -> str:
        return self.language or get_language()

    def page_number(self, last: int) -> int:
        if not self.page:
            return 1
        number = int(self.page) if self.page.isascii() and self.page.isdigit() and len(self.page) < 7 else 0
        if 1 <= number <= last:
            return number
        self.problems.append(
            _("There is no page “%(page)s” in this text; the last one is %(last)s.")
            % {"page": self.page[:40], "last": last}
        )
        return 1

    def address(self, *, anchor: str = "", **changes: Any) -> str:
        """The same question, changed."""
        query = {"text": self.language, "of": self.of, **changes}
        told = urlencode([(name, value) for name, value in query.items() if value])
        return f"{self.path}?{told}{anchor}" if told else f"{self.path}{anchor}"

    def languages(self, codes: list[str], shown: str, *, anchor: str = "") -> list[dict[str, Any]]:
        """A row of links, if there is a choice."""
        if len(codes) < 2:
            return []
        return [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "direction": direction(code),
                "path": self.address(text=code, anchor=anchor),
                "is_current": code == shown,
            }
            for code in codes
        ]

    def not_there(self, shown: str) -> str:
        """Says that another language stands in for the one that was wanted."""
        if shown == self.wanted:
            return ""
        return NOT_THERE.get(self.wanted, _("This text is not available in the language you asked for."))


def text_address(document: Document) -> str:
    return reverse("documents:text", kwargs={"slug": document.slug})


def with_text(holdings: Holdings) -> dict[str, DocumentVersion]:
    """Language → the current version whose text can be read, a PDF before others."""
    found: dict[str, DocumentVersion] = {}
    for version in holdings.current:
        if version.file.has_text:
            found.setdefault(version.language, version)
    return found


class DocumentTextView(PublicDetailView):
    """The whole text to be read: the provisions if they are the document's own words, else what was
    extracted from its file, else the paraphrases."""

    model = Document
    queryset = Document.objects.prefetch_related("translation_states")
    template_name = "documents/document_text.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        document = self.object
        question = TextQuestion(self.request)
        outline, versions = Outline(document), with_text(holdings_of(document))
        if not outline and not versions:
            raise Http404
        of_file = bool(versions) and (question.of == FILE or not outline.is_authentic)
        if question.of == PROVISIONS and outline:
            of_file = False
        shown = _extracted(question, versions) if of_file else _provisions(question, outline)
        other = FILE if not of_file else PROVISIONS
        return super().get_context_data(
            **shown,
            of=question.of,
            of_file=of_file,
            other_url=question.address(of=other) if outline and versions else "",
            problems=question.problems,
            clear_url=question.path,
            **kwargs,
        )

    def address_of(self, record: Document) -> str:
        return text_address(record)


def _extracted(question: TextQuestion, versions: dict[str, DocumentVersion]) -> dict[str, Any]:
    order = languages_in_order(versions)
    language = question.wanted if question.wanted in versions else order[0]
    text = ExtractedText(versions[language])
    number = question.page_number(text.last_number)
    index = text.index_of(number)
    return {
        "version": text.version,
        "text": text,
        "pages": text.shown(index),
        "page": _neighbours(question, text.addresses, index),
        "stretch": text.stretches[index],
        "languages": question.languages(order, language),
        "not_there": question.not_there(language),
    }


def _provisions(question: TextQuestion, outline: Outline) -> dict[str, Any]:
    language = outline.shown_in(question.wanted)
    pages = outline.pages(language)
    index = question.page_number(len(pages)) - 1
    several = len(pages) > 1
    return {
        **provisions_context(question, outline, language),
        "provisions": outline.shown(language, pages[index]),
        "contents": contents_of(outline, language, question) if several else [],
        "page": _neighbours(question, list(range(1, len(pages) + 1)), index),
        "page_number": index + 1,
        "page_count": len(pages),
        # A link to a paragraph lasts: pages of the text are cut anew when it is edited.
        "permalink_base": outline.document.get_absolute_url()
        + (f"?text={question.language}" if question.language else ""),
    }


def provisions_context(
    question: TextQuestion, outline: Outline, language: str, *, anchor: str = ""
) -> dict[str, Any]:
    """What the list of provisions needs besides them, on either page."""
    return {
        "outline": outline,
        "text_language": language,
        "text_direction": direction(language),
        "languages": question.languages(outline.languages, language, anchor=anchor),
        "not_there": question.not_there(language),
    }


def provisions_address(document: Document, question: TextQuestion, **more: Any) -> str:
    """Of the page of the text, in the language asked for."""
    query = {"text": question.language, "of": PROVISIONS, **more}
    return f"{text_address(document)}?{urlencode([pair for pair in query.items() if pair[1]])}"


def contents_of(outline: Outline, language: str, question: TextQuestion) -> list[tuple[Entry, str]]:
    """Each entry with its address on the page of the text."""
    pages = {}
    found = []
    for entry in outline.contents(language):
        if entry.page not in pages:
            pages[entry.page] = provisions_address(outline.document, question, page=entry.page)
        found.append((entry, f"{pages[entry.page]}#{entry.provision.eid}"))
    return found


def _neighbours(question: TextQuestion, addresses: list[int], index: int) -> dict[str, str]:
    """As the pager of lists takes them."""
    before = addresses[index - 1] if index else None
    after = addresses[index + 1] if index + 1 < len(addresses) else None
    return {
        "previous_url": question.address(page=before) if before else "",
        "next_url": question.address(page=after) if after else "",
    }
