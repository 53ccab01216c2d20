from events.models import Event
from spreadsheets import writing
from spreadsheets.columns import Information


def counted(read):
    for number in range(1_000):
        read.append(number)
        yield number


def test_text_goes_out_before_all_rows_are_read():
    read = []

    pieces = writing.as_csv(["number"], ([str(number)] for number in counted(read)))
    first = next(pieces)

    assert (first[:11], len(read)) == (b"\xef\xbb\xbfnumber\r\n", writing.PORTION)
    assert b"".join([first, *pieces]).count(b"\r\n") == 1_001


def test_data_goes_out_row_by_row():
    read = []
    column = Information(model=Event, name="number", given_label="Number", told=str)

    pieces = writing.as_json([column], counted(read))
    opening, first = next(pieces), next(pieces)

    assert (opening, first, len(read)) == (b"[\n", b'{"number": "0"}', 1)
