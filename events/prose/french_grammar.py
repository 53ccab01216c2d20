"""Articles, prepositions, verbs and marks of a French sentence."""

import re

from events.prose.dates import ends_in_words, is_pair, is_span
from events.prose.facts import Tense
from members.models import Partner
from publishing.dates import PartialDate, format_partial_date
from publishing.languages import text_in
from publishing.written import listed

Article = Partner.FrenchArticle

# Stands before ; : ! ? and inside « ».
NARROW = "\u202f"
# Infinitive, past participle, present (singular, plural), future (singular).
VERBS = {
    "accueillir": ("accueillir", "accueilli", "accueille", "accueillent", "accueillera"),
    "assurer": ("assurer", "assuré", "assure", "assurent", "assurera"),
    "coprésider": ("coprésider", "coprésidé", "copréside", "coprésident", "coprésidera"),
    "couvrir": ("couvrir", "couvert", "couvre", "couvrent", "couvrira"),
    "être": ("être", "été", "est", "sont", "sera"),
    "organiser": ("organiser", "organisé", "organise", "organisent", "organisera"),
    "porter": ("porter", "porté", "porte", "portent", "portera"),
    "prendre": ("prendre", "pris", "prend", "prennent", "prendra"),
    "présider": ("présider", "présidé", "préside", "président", "présidera"),
    "transmettre": ("transmettre", "transmis", "transmet", "transmettent", "transmettra"),
}
# Countries whose French name alone does not tell the preposition.
PLURAL_COUNTRIES = ("AE", "KM", "NL", "PH", "SC", "US")
COUNTRIES_WITHOUT_ARTICLE = ("BH", "CU", "CY", "DJ", "MC", "MG", "MT", "MU", "OM", "SG", "SM")
MASCULINE_IN_E = ("BZ", "GB", "KH", "MX", "MZ", "SR", "ZW")
VOWELS = "aàâeéèêiîïoôu"


def definite(word: str, *, feminine: bool) -> str:
    if word[0] in VOWELS:
        return "l’"
    return "la " if feminine else "le "


def name_of(partner: Partner) -> str:
    return text_in(partner, "name", "fr").value


def with_article(partner: Partner) -> str:
    """L’Égypte, le Kenya, les Pays-Bas, Malte."""
    articles = {Article.LE: "le ", Article.LA: "la ", Article.NONE: ""}
    elided = {Article.L_MASCULINE: "l’", Article.L_FEMININE: "l’"}
    return {**articles, **elided}.get(Article(partner.french_article), "les ") + name_of(partner)


def after_a(partner: Partner) -> str:
    """À l’Égypte, au Kenya, aux Pays-Bas, à Malte."""
    return contracted("à", with_article(partner))


def after_de(partner: Partner) -> str:
    """De l’Égypte, du Kenya, des Pays-Bas, de Malte, d’Europol."""
    name = with_article(partner)
    if partner.french_article == Article.NONE and name[0].lower() in VOWELS:
        return f"d’{name}"
    return contracted("de", name)


def contracted(preposition: str, name: str) -> str:
    """Au Caire, aux Pays-Bas, du Kenya, des Pays-Bas; à La Haye, de l’Égypte."""
    merged = {"à": {"le": "au", "les": "aux"}, "de": {"le": "du", "les": "des"}}[preposition]
    article, _space, rest = name.partition(" ")
    if rest and article.lower() in merged:
        return f"{merged[article.lower()]} {rest}"
    return f"{preposition} {name}"


def in_country(code: str, name: str) -> str:
    """En Égypte, au Kenya, aux Pays-Bas, à Malte."""
    if code in PLURAL_COUNTRIES:
        return f"aux {name}"
    if code in COUNTRIES_WITHOUT_ARTICLE:
        return f"à {name}"
    is_feminine = re.split(r"[ -]", name)[0].endswith("e") and code not in MASCULINE_IN_E
    return f"en {name}" if is_feminine or name[0].lower() in VOWELS else f"au {name}"


def is_plural(partners: list[Partner]) -> bool:
    return len(partners) > 1 or partners[0].french_article in (Article.LES_MASCULINE, Article.LES_FEMININE)


def ordinal(number: int, *, feminine: bool) -> str:
    return f"{number}e" if number > 1 else ("1re" if feminine else "1er")


def when(date: PartialDate) -> str:
    if not is_span(date):
        return f"{'le' if date.is_exact else 'en'} {format_partial_date(date, 'fr')}"
    first, last = ends_in_words(date, "fr")
    if is_pair(date):
        return f"les {first} et {last}"
    if date.is_exact:
        return f"du {first} au {last}"
    return f"{'d’' if first[0] in VOWELS else 'de '}{first} à {last}"


def verb(name: str, tense: Tense, *, plural: bool = False) -> str:
    infinitive, participle, singular, several, future = VERBS[name]
    return {
        Tense.PAST: f"{'ont' if plural else 'a'} {participle}",
        Tense.PRESENT: several if plural else singular,
        Tense.FUTURE: f"{future[:-1]}ont" if plural else future,
        Tense.DUE: f"{'devaient' if plural else 'devait'} {infinitive}",
    }[tense]


def quoted(text: str) -> str:
    inner = re.sub(r"«\s*", "“", re.sub(r"\s*»", "”", text))
    return f"«{NARROW}{inner}{NARROW}»"


def capitalised(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def all_of(partners: list[Partner]) -> str:
    return listed([with_article(partner) for partner in partners], "fr")
