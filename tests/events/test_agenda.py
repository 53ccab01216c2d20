"""An agenda taken from an e-mail."""

from datetime import time

import pytest

from events.agenda import AgendaLine, read_agenda


@pytest.mark.parametrize(
    ("line", "at", "title"),
    [
        (
            "09:30 – 10:00 Opening remarks, H.E. the Minister",
            time(9, 30),
            "Opening remarks, H.E. the Minister",
        ),
        ("9.30-10.00\tOpening", time(9, 30), "Opening"),
        ("9h30 – 10h00 : Ouverture", time(9, 30), "Ouverture"),
        ("9h Ouverture", time(9), "Ouverture"),
        ("14:00 Session 2: returns", time(14), "Session 2: returns"),
        ("2 pm Session 2", time(14), "Session 2"),
        ("12:15 a.m. Night session", time(0, 15), "Night session"),
        ("12:00 p.m. Lunch", time(12), "Lunch"),
        ("• 10:30 Coffee", time(10, 30), "Coffee"),
        ("١٠:٠٠ – ١١:٠٠ افتتاح الاجتماع", time(10), "افتتاح الاجتماع"),
        ("10:00 إلى 11:00 افتتاح الاجتماع", time(10), "افتتاح الاجتماع"),
        ("1. Adoption of the agenda", None, "Adoption of the agenda"),
        ("- Any other business", None, "Any other business"),
        ("2 reports of the chairs", None, "2 reports of the chairs"),
        ("2016 in review", None, "2016 in review"),
        ("25:00 Nothing", None, "25:00 Nothing"),
        ("10:00", None, "10:00"),
    ],
)
def test_line_begins_with_its_time(line, at, title):
    assert read_agenda(line) == [AgendaLine(title, at)]


def test_empty_lines_are_no_items_and_a_book_is_no_agenda():
    assert read_agenda("\n  \n10:00 One\r\n\r\n11:00 Two\n") == [
        AgendaLine("One", time(10)),
        AgendaLine("Two", time(11)),
    ]
    assert len(read_agenda("10:00 One\n" * 1000)) == 100
    assert len(read_agenda("x" * 1000)[0].title) == 300
