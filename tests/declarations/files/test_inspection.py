"""Each file is looked into by the process that the portal starts for it."""

import json
import subprocess
import sys
import time

import pytest
from django.conf import settings

from declarations.files.inspection import inspect
from declarations.files.open_document import MANIFEST, OFFICE, XLINK
from declarations.files.refusals import Refusal
from declarations.files.storing import REASONS, _ask
from declarations.files.word_numbering import WORD
from tests.declarations.files import making
from tests.declarations.files.samples import HERE, sample

pytestmark = pytest.mark.once


def looked_into(tmp_path, content: bytes, format_: str) -> dict:
    path = tmp_path / f"upload.{format_}"
    path.write_bytes(content)
    return inspect(path, format_)


ARABIC = [
    "إعلان المؤتمر الوزاري بشأن الطرق الآمنة",
    "بحماية كل لاجئ",
    "(IOM 2015)",
    "كبار المسؤولين تقريراً",
    "خلال الفترة 2014-2015، أي 12.5 مليون",
]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("english.pdf", ["offering protection to every refugee", "3. Senior officials will report"]),
        ("french.pdf", ["réfugié qui franchit", "l’échange d’informations"]),
        *((name, ARABIC) for name in ("arabic.pdf", "arabic_office.pdf")),
        ("numbered.docx", ["2. We commit ourselves to offering protection", "3. Senior officials"]),
        ("numbered.odt", ["2. We commit ourselves to offering protection", "3. Senior officials"]),
    ],
)
def test_text_is_read_as_it_is_printed(name, words):
    found = inspect(HERE / name, name.rpartition(".")[2])

    text = found["text_pages"][0].replace("\n", " ")
    assert [word for word in words if word not in text] == []
    assert found["has_text"] is True


def test_columns_are_read_one_after_the_other():
    text = inspect(HERE / "two_columns.pdf", "pdf")["text_pages"][0]

    places = [text.index(f"paragraph {number}.") for number in range(1, 13)]
    assert places == sorted(places)


def test_a_scan_is_taken_and_known_to_have_no_text():
    found = inspect(HERE / "scan.pdf", "pdf")

    assert (found["has_text"], found["page_count"]) == (False, 1)
    assert found["picture_width"] == 480


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("The decla-\nration of Rome — 2014-\n2015", "The declaration of Rome — 2014-\n2015"),
        ("The EU-\nHorn of Africa", "The EU-Horn of Africa"),
        ("THE DECLA-\nRATION", "THE DECLARATION"),
        ("co\u00adopera\u00ad\ntion\u200f\x07", "cooperation"),
        ("\ufefb\ufe91\ufeaa — ﬁn — x²", "لابد — fin — x²"),
    ],
)
def test_words_are_whole_and_in_plain_letters(tmp_path, written, read):
    assert looked_into(tmp_path, written.encode(), "txt")["text_pages"] == [read]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (making.script_on_opening, "scripts"),
        (making.script_on_a_page, "scripts"),
        (making.program_started_by_a_link, "scripts"),
        (making.form_sent_away, "scripts"),
        (making.script_nobody_refers_to, "scripts"),
        (making.program_in_a_chain_of_actions, "scripts"),
        (making.embedded_file, "embedded"),
        (making.film, "embedded"),
        (making.dynamic_form, "form"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_pdf_that_could_act_is_refused(tmp_path, change, reason):
    assert looked_into(tmp_path, making.pdf_with(change), "pdf") == {"refused": reason}


def test_a_script_under_a_disguised_name_is_refused(tmp_path):
    """#53 is S: a reader takes /Java#53cript for the name it is."""
    plain = making.pdf_with(making.script_on_opening, packed=False)
    assert b"/JavaScript" in plain

    content = plain.replace(b"/JavaScript", b"/Java#53cript").replace(b"/JS", b"/#4aS")
    assert looked_into(tmp_path, content, "pdf") == {"refused": "scripts"}


def test_a_pdf_is_refused_only_where_it_cannot_be_read_without_a_password(tmp_path):
    assert looked_into(tmp_path, making.encrypted(user="secret"), "pdf") == {"refused": "password"}
    assert looked_into(tmp_path, making.encrypted(user=""), "pdf")["has_text"] is True


def relationship(kind, target="https://example.org/t.dotm", mode="External"):
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        f'Id="r1" TargetMode="{mode}" Target="{target}" Type="http://schemas.openxmlformats'
        f'.org/officeDocument/2006/relationships/{kind}"/></Relationships>'
    ).encode()


COMMAND = (
    f'<w:p xmlns:w="{WORD[1:-1]}"><w:instrText>D</w:instrText><w:instrText>DEAUTO calc</w:instrText></w:p>'
).encode()
IMAGE_ELSEWHERE = (
    f'<x xmlns:xlink="{XLINK[1:-1]}"><image xlink:href="https://example.org/counter.png"/></x>'.encode()
)
ENCRYPTED = f'<x xmlns:m="{MANIFEST[1:-1]}"><m:encryption-data/></x>'.encode()
LISTENER = f'<x xmlns:office="{OFFICE[1:-1]}"><office:event-listeners/></x>'.encode()
DOCUMENT_TYPE = "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>"


@pytest.mark.parametrize(
    ("parts", "base", "reason"),
    [
        ({"word/vbaProject.bin": b"macro"}, "numbered.docx", "macros"),
        ({"word/activeX/activeX1.xml": b"<a/>"}, "numbered.docx", "macros"),
        ({"word/embeddings/oleObject1.bin": b"x"}, "numbered.docx", "embedded"),
        ({"word/_rels/settings.xml.rels": relationship("attachedTemplate")}, "numbered.docx", "linked"),
        ({"word/_rels/x.xml.rels": relationship("image")}, "numbered.docx", "linked"),
        ({"word/_rels/x.xml.rels": relationship("vbaProject", "x.bin", "")}, "numbered.docx", "macros"),
        ({"word/_rels/x.xml.rels": relationship("aFChunk", "x.html", "")}, "numbered.docx", "embedded"),
        ({"word/header9.xml": COMMAND}, "numbered.docx", "scripts"),
        ({"word/document.xml": DOCUMENT_TYPE.encode()}, "numbered.docx", "broken"),
        ({"word/document.xml": DOCUMENT_TYPE.encode("utf-16")}, "numbered.docx", "broken"),
        ({"WORD/document.xml": b"<x/>"}, "numbered.docx", "broken"),
        ({"word/document.xml": b"<w:document"}, "numbered.docx", "broken"),
        ({"Basic/script-lc.xml": b"<a/>"}, "numbered.odt", "macros"),
        ({"Object 1/content.xml": b"<a/>"}, "numbered.odt", "embedded"),
        ({"styles.xml": LISTENER}, "numbered.odt", "scripts"),
        ({"styles.xml": IMAGE_ELSEWHERE}, "numbered.odt", "linked"),
        ({"META-INF/manifest.xml": ENCRYPTED}, "numbered.odt", "password"),
        ({"mimetype": b"application/zip"}, "numbered.odt", "other_content"),
        ({"anything": b"else"}, "", "other_content"),
    ],
)
def test_an_office_text_that_could_act_is_refused(tmp_path, parts, base, reason):
    format_ = base.rpartition(".")[2] or "docx"

    assert looked_into(tmp_path, making.archive(parts, base=base), format_) == {"refused": reason}


def test_a_link_that_a_reader_follows_is_no_harm(tmp_path):
    parts = {"word/_rels/document.xml.rels": relationship("hyperlink")}

    assert looked_into(tmp_path, making.archive(parts, base="numbered.docx"), "docx")["has_text"] is True


def test_macro_enabled_word_under_another_name_is_refused(tmp_path):
    types = making.part_of("numbered.docx", "[Content_Types].xml").replace(
        b"openxmlformats-officedocument.wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
    )

    content = making.archive({"[Content_Types].xml": types}, base="numbered.docx")
    assert looked_into(tmp_path, content, "docx") == {"refused": "macros"}


@pytest.mark.parametrize(
    ("content", "format_", "reason"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "txt", "markup"),
        (b"words, and then <svg onload=alert(1)>", "txt", "markup"),
        (b"MZ\x90\x00", "txt", "other_content"),
        (b"one\x00two", "txt", "other_content"),
        ("déjà".encode("latin-1"), "txt", "not_utf8"),
        (b" \n ", "txt", "empty"),
        (b"<html></html>", "pdf", "other_content"),
        (b"MZ\x90\x00" * 300, "pdf", "other_content"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "docx", "other_content"),
        (b"%PDF-1.7\nnothing more", "pdf", "broken"),
        (sample("english.pdf")[:4000], "pdf", "broken"),
        (b"MZ\x90" + sample("english.pdf"), "pdf", "other_content"),
        (b"MZ\x90" + sample("numbered.docx"), "docx", "other_content"),
        (sample("english.pdf"), "docx", "other_content"),
        (sample("numbered.docx"), "odt", "other_content"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(tmp_path, content, format_, reason):
    assert looked_into(tmp_path, content, format_) == {"refused": reason}


def test_text_in_utf_16_is_read(tmp_path):
    assert looked_into(tmp_path, "قمة".encode("utf-16"), "txt")["text_pages"] == ["قمة"]


@pytest.mark.parametrize(
    "content",
    [
        making.pdf_that_unpacks_to(300_000_000),
        making.pdf_whose_pages_go_round(),
        making.pdf_with(lambda pdf: pdf.pages[0].__setitem__("/MediaBox", [0, 0, 10_000_000, 10_000_000])),
    ],
    ids=["unpacks to 300 MB", "pages go round", "ten million points wide"],
)
def test_a_file_made_to_stall_is_over_in_bounded_time(tmp_path, content):
    path = tmp_path / "upload.pdf"
    path.write_bytes(content)
    began = time.monotonic()

    answer = _ask(path, "pdf")

    assert time.monotonic() - began < 60
    assert "refused" in answer or answer["page_count"]


def test_an_archive_that_unpacks_without_end_is_refused(tmp_path):
    bomb = making.archive({"word/document.xml": b"\0" * 450_000_000}, base="numbered.docx")

    assert len(bomb) < 1_000_000
    assert looked_into(tmp_path, bomb, "docx") == {"refused": "too_large_inside"}


def test_three_hundred_pages_are_read_whole(tmp_path):
    found = looked_into(tmp_path, making.long_pdf(300), "pdf")

    assert found["page_count"] == 300
    assert sum("every refugee" in page.replace("\n", " ") for page in found["text_pages"]) == 300


def test_the_process_knows_nothing_of_django():
    code = (
        "import sys, declarations.files.inspection; print([m for m in sys.modules if m.startswith('django')])"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout.replace("'", '"')) == []


def test_each_refusal_has_its_sentence():
    assert set(REASONS) == set(Refusal)
