"""Numbers as documents print them, in figures of any kind, in Roman numerals, letters and words."""

WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Vowel signs, the lengthening stroke and marks of direction tell nothing here.
_IGNORED = {*map(chr, range(0x064B, 0x0660)), "\u0640", *map(chr, range(0x200B, 0x2010))}
_IGNORED |= {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\ufeff"}
_ALIKE = str.maketrans("أإآٱى\u00a0\u202f\t", "ااااي   ")

# Lists are lettered in the old order of the alphabet or, more rarely, in that of dictionaries.
ABJAD = "ابجدهوزحطيكلمنسعفصقرشت"
HIJAI = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def folded(text: str) -> tuple[str, list[int]]:
    """Digits and letters made comparable, and where in the text each of them stands."""
    kept = [(letter, place) for place, letter in enumerate(text) if letter not in _IGNORED]
    letters = "".join(letter for letter, _place in kept).translate(WESTERN).translate(_ALIKE)
    return letters, [*(place for _letter, place in kept), len(text)]


def roman(text: str) -> int | None:
    """Up to 399, written as it should be."""
    values = [_ROMAN.get(letter, 0) for letter in text.lower()]
    if not values or 0 in values:
        return None
    following = [*values[1:], 0]
    number = sum(-value if value < after else value for value, after in zip(values, following, strict=True))
    return number if number > 0 and to_roman(number) == text.lower() else None


def to_roman(number: int) -> str:
    steps = [
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ]
    written = ""
    for value, letters in steps:
        count, number = divmod(number, value)
        written += letters * count
    return written


def letter_for(number: int) -> str:
    """1 is a, 26 is z, 27 is aa."""
    written = ""
    while number:
        number, rest = divmod(number - 1, 26)
        written = chr(ord("a") + rest) + written
    return written


def places_of_letter(letter: str) -> tuple[int, ...]:
    """Which places it can have in a list that is lettered, the likeliest first."""
    small = letter.lower()
    if "a" <= small <= "z":
        return (ord(small) - ord("a") + 1,)
    return tuple(dict.fromkeys(order.index(letter) + 1 for order in (ABJAD, HIJAI) if letter in order))


def _arabic_ordinals() -> dict[str, int]:
    """From the first to the ninety-ninth, masculine and feminine, in any case of the word."""
    units = ["حادي", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع"]
    found = {"الاول": 1, "الاولي": 1, "العاشر": 10, "العاشرة": 10}
    for number, unit in enumerate(units, 1):
        for word in (f"ال{unit}", f"ال{unit}ة"):
            if number > 1:
                found[word] = number
            found |= {f"{word} عشر": 10 + number, f"{word} عشرة": 10 + number}
    tens = ["عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
    for number, ten in enumerate(tens, 2):
        for ending in ("ون", "ين"):
            found[f"ال{ten}{ending}"] = number * 10
            for digit, unit in enumerate(units, 1):
                for word in (f"ال{unit}", f"ال{unit}ة"):
                    found[f"{word} وال{ten}{ending}"] = number * 10 + digit
    return found


def _in_order(*lists: str) -> dict[str, int]:
    return {word: number for words in lists for number, word in enumerate(words.split(), 1)}


IN_WORDS = {
    **_in_order(
        "one two three four five six seven eight nine ten eleven twelve",
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth",
        "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
        "première seconde",
        "un deux trois quatre cinq six sept huit neuf dix",
    ),
    "unique": 1,
    **_arabic_ordinals(),
}
# First, secondly …: how Arabic numbers what others call I, II.
ADVERBS = _in_order("اولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا")
# The names of letters: how Arabic counts what others call A, B.
NAMES_OF_LETTERS = _in_order("الف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون")
