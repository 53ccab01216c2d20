"""How paragraphs begin that come before the first number: “Recalling …”, « Rappelant … », «إذ نشير …»."""

import re

from declarations.splitting.numerals import folded

LOOKED_AT = 48

_PREAMBULAR = re.compile(
    r"(?:(?:[A-Z][a-z]{2,14}ing|[A-ZÉ][a-zéè]{2,16}ant|Having|Mindful|Aware|Conscious|Deeply|Gravely|Convinced"
    r"|Determined|Concerned|Alarmed|Desirous|Resolved|Inspired|Encouraged|Guided|Committed|Gathered|Whereas"
    r"|In view of|Conscients?|Conscientes?|Préoccupée?s?|Convaincue?s?|Déterminée?s?|Résolue?s?|Profondément"
    r"|Désireux|Désireuses?|Soucieux|Soucieuses?|Inspirée?s?|Guidée?s?|Alarmée?s?|Attendu|Vu|Réunis|Tenant"
    r"|Se félicitant|Se fondant|À la lumière|Compte tenu)\b"
    r"|(?:We|Nous)(?:,|\s(?:the|les)\s)|The (?:Ministers|Parties|Participants|Member States)\b"
    r"|Les (?:ministres|Ministres|Parties|parties|Participants|participants|États membres)\b"
    r"|(?:و?اذ|و?نحن|و?انطلاقا|و?ادراكا|و?تاكيدا|و?استنادا|و?اقتناعا|و?ايمانا|و?اعترافا|و?تذكيرا"
    r"|و?استرشادا|و?رغبة|و?حرصا|و?وعيا|و?بناء علي|و?التزاما|بعد ان|ان الوزراء|ان الاطراف)(?=[\s،,]))"
)


def is_preambular(line: str) -> bool:
    return bool(_PREAMBULAR.match(folded(line[:LOOKED_AT])[0]))
