"""The numbers that are printed before paragraphs and are not in their text. No Django here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

DEEPEST = 10
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
ARABIC_INDIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
# By the names that Word has for them.
ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
}
NOT_PRINTED = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class Level:
    kind: str = "decimal"
    # "%1.%2." is the numbers of the first two levels, each with its point.
    pattern: str = ""
    start: int = 1


Levels = Mapping[int, Level]


@dataclass(slots=True)
class Count:
    """How far one list has come, level by level; it counts as it is asked."""

    reached: list[int | None] = field(default_factory=lambda: [None] * DEEPEST)

    def begin_at(self, level: int, start: int) -> None:
        self.reached[level] = start - 1

    def next_label(self, level: int, levels: Levels) -> str:
        """ "12. ", or nothing at a level that has no numbers."""
        if level not in levels or level >= DEEPEST or levels[level].kind in NOT_PRINTED:
            return ""
        before = self.reached[level]
        self.reached[level] = levels[level].start if before is None else before + 1
        self.reached[level + 1 :] = [None] * (DEEPEST - level - 1)
        label = levels[level].pattern
        for index in range(level + 1):
            outer = levels.get(index, Level())
            number = self.reached[index]
            shown = written(outer.start if number is None else number, outer.kind)
            label = label.replace(f"%{index + 1}", shown)
        return f"{label} " if label else ""


def written(number: int, kind: str) -> str:
    alphabet = ALPHABETS.get(kind, "")
    if 0 < number <= len(alphabet):
        return alphabet[number - 1]
    if kind in {"lowerRoman", "upperRoman"} and 0 < number < 400:
        numeral = roman(number)
        return numeral.upper() if kind == "upperRoman" else numeral
    if kind == "hindiNumbers":
        return str(number).translate(ARABIC_INDIC_DIGITS)
    return str(number)


def roman(number: int) -> str:
    numeral = ""
    for worth, sign in ROMAN:
        numeral += sign * (number // worth)
        number %= worth
    return numeral


def whole(text: str | None, default: int = 0) -> int:
    """A number as it stands in XML; the default for what is none, or too long to be meant."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
