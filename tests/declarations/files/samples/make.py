"""Makes the sample files beside it, once: run it again only to change them.

Needs Chromium (CHROMIUM=…) and Playwright, which the tests have; LibreOffice for the office formats.
"""

import os
import subprocess
from pathlib import Path

import pypdfium2
from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ENGLISH = [
    "Declaration of the Ministerial Conference on Safe Routes",
    "1. We, the ministers, met in Kampala to strengthen our cooperation against trafficking in human beings.",
    "2. We commit ourselves to offering protection to every refugee who crosses our borders, and to sharing "
    "information between our authorities.",
    "3. Senior officials will report on progress every year.",
]
FRENCH = [
    "Déclaration de la conférence ministérielle sur les routes sûres",
    "1. Nous, ministres, nous sommes réunis à Kampala afin de renforcer notre coopération contre la traite "
    "des êtres humains.",
    "2. Nous nous engageons à protéger tout réfugié qui franchit nos frontières, et à l’échange "
    "d’informations entre nos autorités.",
    "3. Les hauts fonctionnaires rendront compte chaque année des progrès accomplis.",
]
ARABIC = [
    "إعلان المؤتمر الوزاري بشأن الطرق الآمنة",
    "١. نحن الوزراء اجتمعنا في كمبالا لتعزيز تعاوننا في مكافحة الاتجار بالبشر.",
    "٢. نلتزم بحماية كل لاجئ يعبر حدودنا، وبتبادل المعلومات بين سلطاتنا (IOM 2015).",
    "٣. يقدم كبار المسؤولين تقريراً عن التقدم المحرز كل سنة خلال الفترة 2014-2015، أي 12.5 مليون يورو.",
]


def page_of(lines: list[str], language: str, style: str = "") -> str:
    direction = "rtl" if language == "ar" else "ltr"
    body = f"<h1>{lines[0]}</h1>" + "".join(f"<p>{line}</p>" for line in lines[1:])
    family = "Noto Naskh Arabic, Noto Sans Arabic" if language == "ar" else "DejaVu Serif, serif"
    return (
        f'<html lang="{language}" dir="{direction}"><meta charset="utf-8"><title>{lines[0]}</title>'
        f"<style>body {{ font: 14px {family} }} {style}</style><body>{body}</body></html>"
    )


def main() -> None:
    columns = "body { columns: 2; column-gap: 3em }"
    filler = "Cooperation between neighbours takes patience, and every meeting adds a little to it."
    two = [ENGLISH[0], *[f"Left or right, paragraph {n}. {filler} {filler}" for n in range(1, 13)]]
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        for name, html in {
            "english": page_of(ENGLISH, "en"),
            "french": page_of(FRENCH, "fr"),
            "arabic": page_of(ARABIC, "ar"),
            "two_columns": page_of(two, "en", columns),
        }.items():
            page.set_content(html)
            page.pdf(path=HERE / f"{name}.pdf", format="A4")
        browser.close()
    scan()
    office()


def scan() -> None:
    """A picture of a page, and no letter in it."""
    picture = pypdfium2.PdfDocument(HERE / "english.pdf")[0].render(scale=0.8, grayscale=True).to_pil()
    picture.save(HERE / "scan.pdf", "PDF", resolution=60)


def office() -> None:
    items = "".join(f"<li>{line[3:]}</li>" for line in ENGLISH[1:])
    numbered = f"<html><meta charset='utf-8'><body><h1>{ENGLISH[0]}</h1><ol>{items}</ol></body></html>"
    converted("numbered", numbered, "docx:MS Word 2007 XML")
    converted("numbered", numbered, "odt:writer8")
    # Chromium and LibreOffice write Arabic each in an order of its own.
    converted("arabic_office", page_of(ARABIC, "ar"), "pdf")


def converted(name: str, html: str, filter_: str) -> None:
    source = HERE / f"{name}.html"
    source.write_text(html)
    read_as = "--infilter=HTML (StarWriter)"
    subprocess.run(  # noqa: S603 - the office program of whoever runs this
        ["soffice", "--headless", read_as, "--convert-to", filter_, "--outdir", HERE, source],  # noqa: S607
        check=True,
    )
    source.unlink()


if __name__ == "__main__":
    main()
