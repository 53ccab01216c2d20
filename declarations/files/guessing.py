"""What a file's name, and the text in it, say of its language. A guess: a person confirms it."""

import re
import unicodedata
from pathlib import PurePath

from declarations.models import Document

# As names of files give languages, between whatever separates words there.
NAMES = {
    "en": "en eng english anglais",
    "fr": "fr fra fre francais french fran",
    "ar": "ar ara arabic arabe عربي العربية عربية",
    "pt": "pt por portuguese portugues",
    "it": "it ita italian italiano",
    "de": "de deu ger german deutsch",
}
BY_NAME = {name: code for code, names in NAMES.items() for name in names.split()}
# Words that few texts are without, and hardly any of another language has.
COMMON = {
    "en": "the of and to in that for with",
    "fr": "le la les des et du une dans pour",
    "pt": "os das dos uma não para com",
    "it": "il gli della di che per con",
    "de": "der die und das von mit den",
}
ARABIC = re.compile("[\u0600-\u06ff]")
READ = 20_000


def language_of(name: str, text: str = "") -> str:
    """A code of `Document.Language`, or nothing."""
    plain = unicodedata.normalize("NFKD", PurePath(name).stem.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    words = re.split(r"[\W_\d]+", plain)
    named = {BY_NAME[word] for word in words if word in BY_NAME}
    if len(named) == 1:
        return named.pop()
    return _language_of_text(text[:READ])


def _language_of_text(text: str) -> str:
    if not text:
        return ""
    if len(ARABIC.findall(text)) > len(text) / 5:
        return Document.Language.ARABIC.value
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {code: sum(words.count(word) for word in common.split()) for code, common in COMMON.items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > len(words) / 25 else ""
