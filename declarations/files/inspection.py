"""Looks into one file: may it be kept, and what does it say?

    python -m declarations.files.inspection <path> <format>

A process of its own, with bounded time and memory, because what it reads comes from outside and the
libraries that read it are large. It knows nothing of Django, writes nothing, and answers in one line of
JSON: {"refused": reason} or what was found.
"""

import base64
import json
import sys
from collections.abc import Callable
from pathlib import Path

from declarations.files import open_document, pdf, plain, word
from declarations.files.findings import Findings
from declarations.files.refusals import Refusal, Refused
from publishing.bounds import bind

SECONDS, BYTES = 40, 1_500_000_000

INSPECTORS: dict[str, Callable[[Path], Findings]] = {
    "pdf": pdf.inspect,
    "docx": word.inspect,
    "odt": open_document.inspect,
    "txt": plain.inspect,
}


def inspect(path: Path, format: str) -> dict[str, object]:  # noqa: A002 - the word of the model
    try:
        found = INSPECTORS[format](path)
    except Refused as verdict:
        return {"refused": verdict.reason.value}
    except (MemoryError, RecursionError):
        return {"refused": Refusal.TOO_LARGE_INSIDE.value}
    return {
        "text_pages": found.text_pages,
        "page_count": found.page_count,
        "has_text": found.has_text,
        "picture": base64.b64encode(found.picture).decode(),
        "picture_width": found.picture_size[0],
        "picture_height": found.picture_size[1],
    }


if __name__ == "__main__":
    bind(seconds=SECONDS, memory=BYTES)
    sys.stdout.write(json.dumps(inspect(Path(sys.argv[1]), sys.argv[2])))
