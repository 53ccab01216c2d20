"""Numbers that office programs print, and do not write into the text."""

import pytest

from declarations.files.inspection import inspect
from declarations.files.numbering import written
from declarations.files.word_numbering import WORD
from tests.declarations.files import making

NUMBERING = f"""<w:numbering xmlns:w="{WORD[1:-1]}">
<w:abstractNum w:abstractNumId="0">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
  <w:lvl w:ilvl="0"><w:numFmt w:val="upperRoman"/><w:pStyle w:val="Part"/><w:lvlText w:val="%1 –"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
<w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="5"><w:abstractNumId w:val="2"/></w:num>
</w:numbering>"""
STYLES = f"""<w:styles xmlns:w="{WORD[1:-1]}">
<w:style w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="NewPart"><w:basedOn w:val="Part"/></w:style>
<w:style w:styleId="Round"><w:basedOn w:val="Round"/></w:style>
</w:styles>"""


def of_list(list_id, level=0):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def styled(name):
    return f'<w:pStyle w:val="{name}"/>'


def word_lines(tmp_path, body):
    path = tmp_path / "text.docx"
    document = f'<w:document xmlns:w="{WORD[1:-1]}"><w:body>{body}</w:body></w:document>'
    parts = {
        "word/numbering.xml": NUMBERING.encode(),
        "word/styles.xml": STYLES.encode(),
        "word/document.xml": document.encode(),
    }
    path.write_bytes(making.archive(parts, base="numbered.docx"))
    return inspect(path, "docx")["text_pages"][0].split("\n")


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ([of_list(1), of_list(1, 1), of_list(1, 1), of_list(1), of_list(1, 1)], "1. 1.a) 1.b) 2. 2.a)"),
        # Another list of the same kind goes on, unless it says where it begins.
        ([of_list(1), of_list(2), of_list(3), of_list(3), of_list(1)], "1. 2. 7. 8. 9."),
        ([styled("Part"), styled("NewPart"), of_list(1)], "I – II – 1."),
        ([styled("Part") + of_list(0), styled("Round"), styled("Unknown"), of_list(99)], "- - - -"),
        ([of_list(5), of_list(5)], "- -"),
        ([of_list(1, 8), of_list(1, "x")], "- 1."),
    ],
)
def test_word_paragraphs_carry_the_numbers_of_their_lists(tmp_path, properties, expected):
    lines = word_lines(tmp_path, "".join(paragraph("words", each) for each in properties))

    assert " ".join(line.removesuffix("words").strip() or "-" for line in lines) == expected


def test_what_was_deleted_or_stands_twice_is_read_once(tmp_path):
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = paragraph("in the box")
    lines = word_lines(
        tmp_path,
        "<w:p><w:r><w:t>kept</w:t></w:r><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom>"
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('a cell')}</w:tc><w:tc>{paragraph('another')}</w:tc></w:tr></w:tbl>",
    )

    assert lines == ["kept", "in the box", "a cell", "another"]


def test_footnotes_of_word_come_after_the_text(tmp_path):
    path = tmp_path / "text.docx"
    note = (
        f'<w:footnotes xmlns:w="{WORD[1:-1]}"><w:footnote>{paragraph("A note.")}</w:footnote></w:footnotes>'
    )
    path.write_bytes(making.archive({"word/footnotes.xml": note.encode()}, base="numbered.docx"))

    assert inspect(path, "docx")["text_pages"][0].endswith("every year.\nA note.")


OPEN_CONTENT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xml="http://www.w3.org/XML/1998/namespace"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"
 text:display-levels="2"/></text:list-style><text:list-style style:name="L2">
<text:list-level-style-bullet text:level="1"/></text:list-style>
<text:outline-style><text:outline-level-style text:level="1" style:num-format="I"/></text:outline-style>
</office:automatic-styles><office:body><office:text>%s</office:text></office:body></office:document-content>"""


def open_lines(tmp_path, body):
    path = tmp_path / "text.odt"
    parts = {"content.xml": (OPEN_CONTENT % body).encode(), "styles.xml": b"<x/>"}
    path.write_bytes(making.archive(parts, base="numbered.odt"))
    return inspect(path, "odt")["text_pages"][0].split("\n")


def item(*inside):
    return f"<text:list-item>{''.join(inside)}</text:list-item>"


def in_list(*items, more="", style="L1"):
    return f'<text:list text:style-name="{style}" {more}>{"".join(items)}</text:list>'


A, B = "<text:p>a</text:p>", "<text:p>b</text:p>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (in_list(item(A, B), item(A)), ["1. a", "b", "2. a"]),
        (in_list(item(A, f"<text:list>{item(A)}{item(B)}</text:list>")), ["1. a", "1.a) a", "1.b) b"]),
        (in_list(item(A)) + B + in_list(item(A)), ["1. a", "b", "1. a"]),
        (
            in_list(item(A)) + B + in_list(item(A), more='text:continue-numbering="true"'),
            ["1. a", "b", "2. a"],
        ),
        (
            in_list(item(A), more='xml:id="one"')
            + in_list(item(B))
            + in_list(item(A), more='text:continue-list="one"'),
            ["1. a", "1. b", "2. a"],
        ),
        (in_list(f'<text:list-item text:start-value="5">{A}</text:list-item>', item(B)), ["5. a", "6. b"]),
        (in_list(item(A), style="L2"), ["a"]),
        (
            '<text:h text:outline-level="1">Aims</text:h>'
            + A
            + '<text:h text:outline-level="1">Means</text:h>',
            ["I Aims", "a", "II Means"],
        ),
        (
            "<text:p>word<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>A note.</text:p></text:note-body></text:note>s</text:p>" + A,
            ["words", "a", "A note."],
        ),
        (
            "<text:p>one<text:s text:c='3'/>two<office:annotation>remark</office:annotation></text:p>",
            ["one two"],
        ),
    ],
)
def test_paragraphs_of_opendocument_carry_the_numbers_of_their_lists(tmp_path, body, expected):
    assert open_lines(tmp_path, body) == expected


@pytest.mark.parametrize(
    ("number", "kind", "expected"),
    [
        (4, "lowerRoman", "iv"),
        (49, "upperRoman", "XLIX"),
        (3, "arabicAbjad", "ج"),
        (3, "arabicAlpha", "ت"),
        (12, "hindiNumbers", "١٢"),
        (27, "lowerLetter", "27"),
        (0, "upperRoman", "0"),
        (5, "chicago", "5"),
    ],
)
def test_numbers_are_written_in_the_way_of_their_list(number, kind, expected):
    assert written(number, kind) == expected
