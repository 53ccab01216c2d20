"""Names that are written in several ways. Each line holds the spellings of one, folded or not."""

from publishing.folding import fold

SPELLINGS = (
    "Ababa Abeba Abebe",
    "Sharm Charm",
    "Sheikh Sheik Shaikh Cheikh",
    "Khartoum Khartum Jartum",
    "Cairo Caire Kairo",
    "Rome Roma Rom",
    "Valletta Valette Valetta",
    "Djibouti Jibuti Djibuti",
    "Asmara Asmera",
    "Mogadishu Mogadiscio Muqdisho",
    "Juba Djouba",
    "Aswan Assouan Assuan",
    "Luxor Louxor Luksor",
    "Geneva Genève Genf",
    "Brussels Bruxelles Brüssel",
    "Lisbon Lisbonne Lisboa",
    "London Londres",
    "Tunis Tunisi",
    "Tripoli Tripolis",
    "Tashkent Tachkent",
    "Ethiopia Ethiopie Éthiopie",
    "Egypt Egypte Égypte",
    "Eritrea Erythrée",
    "إريتريا ارتريا أريتريا",
    "إثيوبيا أثيوبيا اثيوبية",
    "أبابا ابيبا",
    "فاليتا فالتا فاليطا",
    "القاهرة القاهره",
    "أسوان اسوان",
    "الأقصر الاقصر",
    "مقديشو مقديشيو مقاديشو",
)


def _groups() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for line in SPELLINGS:
        group = frozenset(fold(line).split())
        for spelling in group:
            found[spelling] = group
    return found


GROUPS = _groups()


def spellings_of(folded: str) -> frozenset[str]:
    """All spellings of the name, or the word alone."""
    return GROUPS.get(folded, frozenset({folded}))
