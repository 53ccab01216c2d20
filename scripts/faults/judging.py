"""What came of one question: good, a clear refusal, or one of the ways to fail."""

import http.client
import json
import re
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from scripts.faults.asking import Answer

INTERNALS = (
    "Traceback (most recent call",
    'File "/',
    "psycopg",
    "OperationalError",
    "django.db",
    "site-packages",
)


@dataclass(frozen=True)
class Question:
    """What is asked, of which sort, and what a good answer is."""

    sort: str
    path: str
    sha256: str = ""

    @property
    def language(self) -> str:
        """Empty where the address has none."""
        first = self.path.split("/")[1]
        return first if first in {"en", "fr", "ar"} else ""

    @property
    def is_data(self) -> bool:
        return self.path.startswith("/api/")


@dataclass(frozen=True)
class Asked:
    question: Question
    began: float
    took: float
    outcome: str

    @property
    def is_good(self) -> bool:
        return self.outcome == "good"

    @property
    def is_clear(self) -> bool:
        """A 503 that says so, in the right language."""
        return self.outcome == "clear 503"

    @property
    def ended(self) -> float:
        return self.began + self.took


def outcome_of(question: Question, answer: Answer) -> str:
    if any(trace in answer.text for trace in INTERNALS):
        return "trace"
    if answer.status == 503:
        return "clear 503" if is_clear(question, answer) else "unclear 503"
    if answer.status in {502, 504}:
        return f"{answer.status} of nginx"
    if answer.status != 200:
        return f"status {answer.status}"
    return "good" if is_whole(question, answer) else "wrong body"


def is_clear(question: Question, answer: Answer) -> bool:
    """Says when to come again, is kept by nobody, and speaks the language of the address."""
    if "no-store" not in answer.headers.get("cache-control", "") or "retry-after" not in answer.headers:
        return False
    kind = answer.headers.get("content-type", "")
    if question.is_data:
        return kind.startswith("application/problem+json") and is_json(answer)
    if question.language:
        return f'lang="{question.language}"' in answer.text and is_document(answer)
    return True


def is_whole(question: Question, answer: Answer) -> bool:
    if question.sha256:
        return sha256(answer.body).hexdigest() == question.sha256
    if question.is_data:
        return is_json(answer)
    if question.path.partition("?")[0].endswith((".atom", ".ics")):
        return answer.text.rstrip().endswith(("</feed>", "END:VCALENDAR"))
    if question.language:
        return f'lang="{question.language}"' in answer.text[:600] and is_document(answer)
    return bool(answer.body)


def is_document(answer: Answer) -> bool:
    return answer.text.rstrip().endswith("</html>")


def is_json(answer: Answer) -> bool:
    try:
        json.loads(answer.body)
    except ValueError:
        return False
    return True


def outcome_without_answer(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    if isinstance(error, (http.client.HTTPException, ssl.SSLError, ConnectionError)):
        return "cut"
    return re.sub(r"(?<!^)(?=[A-Z])", " ", type(error).__name__).lower()


def counted(asked: Iterable[Asked]) -> dict[str, int]:
    """Outcome → how often, the most frequent first."""
    found: dict[str, int] = {}
    for one in asked:
        found[one.outcome] = found.get(one.outcome, 0) + 1
    return dict(sorted(found.items(), key=lambda item: -item[1]))
