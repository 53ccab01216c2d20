import datetime as dt
import io
import zipfile

import pytest

from spreadsheets.reading import tables
from spreadsheets.reading.tables import RefusedError, read
from tests.spreadsheets.sheets import csv_of, file_of, workbook_of

HEADER, ROW = ["Titre", "Lieu"], ["Réunion à Khartoum", "Le Caire"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_separator_is_found(delimiter):
    table = read(file_of(csv_of(HEADER, ROW, delimiter=delimiter)))

    assert (table.header, table.rows, table.source["delimiter"]) == (HEADER, [(2, ROW)], delimiter)


def test_separator_is_found_where_names_hold_another_one_in_quotes():
    table = read(file_of(b'"Title, in English, of it";City\nA;B\n'))

    assert table.header == ["Title, in English, of it", "City"]


def test_hint_of_excel_is_followed_and_rows_keep_their_numbers():
    table = read(file_of(b"sep=|\na|b\n1|2\n"))

    assert (table.header, table.rows) == (["a", "b"], [(3, ["1", "2"])])


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_encoding_of_french_is_found(encoding, found):
    text = "Titre;Lieu\nRéunion créée à l’été;Le Caire\n"

    table = read(file_of(text.encode(encoding)))

    assert (table.rows, table.source["encoding"]) == ([(2, ["Réunion créée à l’été", "Le Caire"])], found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1256"])
def test_encoding_of_arabic_is_found(encoding):
    text = "العنوان;المدينة\nاجتماع كبار المسؤولين;القاهرة\n"

    table = read(file_of(text.encode(encoding)))

    assert table.rows == [(2, ["اجتماع كبار المسؤولين", "القاهرة"])]


def test_encoding_that_is_chosen_is_taken():
    assert read(file_of("a;b\né;1\n".encode("cp1252")), encoding="cp1252").rows == [(2, ["é", "1"])]
    with pytest.raises(RefusedError, match="encoding"):
        read(file_of("a;b\né;1\n".encode("cp1252")), encoding="utf-8-sig")


def test_blank_rows_are_skipped_and_short_ones_filled():
    table = read(file_of(b"a,b,c\n\n1\n , ,\n2,3,4,5\n"))

    assert table.rows == [(3, ["1", "", ""]), (5, ["2", "3", "4"])]


def test_workbook_gives_texts_as_people_see_them():
    content = workbook_of(
        ["Name", "Day", "Number", "Yes", "Time", "Nothing"],
        ["Kenya", dt.datetime(2018, 5, 8), 3.0, True, dt.time(9, 30), None],  # noqa: DTZ001 - as workbooks have it
    )

    assert read(file_of(content)).rows == [(2, ["Kenya", "2018-05-08", "3", "yes", "09:30", ""])]


def with_part(name, content, *, base=None):
    """A workbook with one part of it replaced."""
    file = io.BytesIO()
    original = zipfile.ZipFile(io.BytesIO(base or workbook_of(["a"], ["b"])))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in original.namelist():
            if part != name:
                archive.writestr(part, original.read(part))
        archive.writestr(name, content)
    return file.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><sst>&x;</sst>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"a,b\n", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old"),
        (b"PK\x03\x04 no archive", "broken"),
        (with_part("xl/sharedStrings.xml", ENTITY), "broken"),
        (with_part("xl/sharedStrings.xml", b" " * 2_000_000 + ENTITY), "broken"),
        (with_part("xl/sharedStrings.xml", ENTITY.decode().encode("utf-16")), "broken"),
        (with_part("xl/workbook.xml", b"<workbook"), "broken"),
        (with_part("xl/bomb.xml", b"<a>" + b" " * 201_000_000 + b"</a>"), "too_large_inside"),
    ],
)
def test_file_that_is_no_table_or_could_do_harm_is_refused_with_the_reason(content, reason):
    with pytest.raises(RefusedError) as refused:
        read(file_of(content))

    assert (refused.value.reason, bool(refused.value.message)) == (reason, True)


def test_more_than_the_limits_is_refused(monkeypatch):
    monkeypatch.setattr(tables, "MOST_ROWS", 2)
    assert len(read(file_of(b"a\n1\n2\n")).rows) == 2
    for content, reason in [
        (b"a\n1\n2\n3\n", "too_many_rows"),
        (b",".join([b"a"] * 201) + b"\n1\n", "too_many_columns"),
        (b"a\n" + b"x" * 400_001, "too_long"),
    ]:
        with pytest.raises(RefusedError, match=reason):
            read(file_of(content))
    monkeypatch.setattr(tables, "MOST_BYTES", 3)
    with pytest.raises(RefusedError, match="too_large"):
        read(file_of(b"a\n1\n"))


def test_workbook_that_claims_a_million_rows_is_read_to_its_last_word():
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row><row r="900000"><c r="A900000" t="inlineStr"><is><t>b</t></is></c></row></sheetData></worksheet>'  # noqa: E501 - as a program writes it
    content = with_part("xl/worksheets/sheet1.xml", sheet)

    with pytest.raises(RefusedError, match="empty"):
        read(file_of(content))
