"""Text made comparable, alike on every database: without case, accents and Arabic spelling variants."""

import re
import unicodedata

# Alef, alef maqsura and teh marbuta are written with and without care. A hamza or madda goes with the marks.
ARABIC_VARIANTS = str.maketrans({"ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower-case words without marks, separated by single spaces."""
    return NOT_WORDS.sub(" ", bare(text)).strip()


def bare(text: str) -> str:
    """Letters without case, marks and Arabic spelling variants; the signs between words stay."""
    # Twice: signs that stand for several letters bring out new capitals and marks.
    return _without_marks(_without_marks(text).translate(ARABIC_VARIANTS).casefold())


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
