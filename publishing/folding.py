"""Text made comparable, alike on every database: without case, accents and Arabic spelling variants."""

import re
import unicodedata

# Alef with hamza or madda, alef maqsura and teh marbuta are written with and without care.
ARABIC_VARIANTS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ـ": None})
NOT_WORDS = re.compile(r"[\W_]+")


def fold(text: str) -> str:
    """Lower-case words without marks, separated by single spaces."""
    # Variants first: decomposition would split alef with hamza into two letters.
    decomposed = unicodedata.normalize("NFKD", text.translate(ARABIC_VARIANTS).casefold())
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return NOT_WORDS.sub(" ", plain).strip()
