"""Names in texts: found however they are written, and put into other words."""

import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from publishing.folding import ARABIC_VARIANTS, fold

MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.combining(chr(code)))
WORD = re.compile(rf"(?:[^\W_]|[{re.escape(MARKS)}])+")
A_MARK = re.compile(f"[{re.escape(MARKS)}]")
# Between two words of a name there may be formatting; within it, and in web addresses, there is no name.
NO_WORDS = re.compile(r"<[^<>]*>|&[a-z]+;|&#\w+;|https?://[^\s\"'<>]+")
TAG = re.compile(r"<[^<>]*>")
ADDRESS = re.compile(r"https?://[^\s\"'<>]+")


@dataclass(frozen=True)
class Match:
    start: int
    end: int
    # Which of the names it is.
    name: str


class Spellings:
    """The ways in which one person's name is written. Case, accents and variants of letters do not matter."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = list(dict.fromkeys(name for name in names if fold(name)))
        # The longest first: “Amina Hassan Ali” is not “Amina Hassan” with something left over.
        by_words = {name: fold(name).split() for name in self.names}
        self._words = sorted(by_words.items(), key=lambda item: -len(item[1]))

    def find(self, text: str) -> list[Match]:
        if not self.may_be_in(text):
            return []
        tokens = []
        for token in WORD.finditer(NO_WORDS.sub(lambda match: " " * len(match.group()), text)):
            tokens.extend((word, token.start(), token.end()) for word in fold(token.group()).split())
        found, place = [], 0
        while place < len(tokens):
            match = self._match_at(tokens, place)
            if match is None:
                place += 1
                continue
            name, count = match
            found.append(Match(tokens[place][1], tokens[place + count - 1][2], name))
            place += count
        return found

    def _match_at(self, tokens: list[tuple[str, int, int]], place: int) -> tuple[str, int] | None:
        for name, words in self._words:
            if [token[0] for token in tokens[place : place + len(words)]] == words:
                return name, len(words)
        return None

    def may_be_in(self, text: str) -> bool:
        """Quick, and never wrong when it says no."""
        plain = _plain(text)
        return any(all(word in plain for word in words) for _name, words in self._words)

    def are_in(self, value: Any) -> bool:
        """In a text, or anywhere in plain data."""
        return any(self.find(text) for text in texts_in(value))

    def are_in_address(self, value: Any) -> bool:
        """In a web address, which is no text of ours to change."""
        return any(
            self.find(address.group().replace("://", " ").replace("/", " "))
            for text in texts_in(value)
            if "://" in text
            for address in ADDRESS.finditer(text)
        )

    def replaced(self, value: Any, put: Callable[[str], str]) -> Any:
        """The same, with other words in the place of each name; what holds none is returned as it is."""
        if isinstance(value, str):
            return self._replaced_text(value, put)
        if isinstance(value, list):
            return [self.replaced(item, put) for item in value]
        if isinstance(value, dict):
            return {key: self.replaced(item, put) for key, item in value.items()}
        return value

    def _replaced_text(self, text: str, put: Callable[[str], str]) -> str:
        data = data_in(text)
        if data is not None:
            changed = self.replaced(data, put)
            return text if changed == data else json.dumps(changed, ensure_ascii=False)
        for match in reversed(self.find(text)):
            # Formatting that begins or ends within the name stays whole.
            tags = "".join(TAG.findall(text, match.start, match.end))
            text = text[: match.start] + put(match.name) + tags + text[match.end :]
        return text


def _plain(text: str) -> str:
    if text.isascii():
        return text.lower()
    for _time in range(2):
        text = A_MARK.sub("", unicodedata.normalize("NFKD", text)).translate(ARABIC_VARIANTS).casefold()
    return text


def data_in(text: str) -> Any:
    """Plain data that is kept as text, such as what changed in a form; None where it is none."""
    if not text.startswith(("[", "{")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None


def texts_in(value: Any) -> Any:
    if isinstance(value, str):
        data = data_in(value)
        if data is None:
            yield value
        else:
            yield from texts_in(data)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
