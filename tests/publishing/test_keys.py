import pytest

from publishing.admin.keys import key_of, number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("٣", 3),
        ("", 7),
        ("abc", 7),
        ("-1", 7),
        ("1.5", 7),
        ("\0", 7),
        ("100", 7),
        ("9" * 5_000, 7),
    ],
)
def test_what_is_no_number_that_can_be_meant_is_the_default(text, number):
    assert number_in(text, figures=2, default=7) == number


def test_what_is_no_key_of_a_database_is_the_key_of_nothing():
    assert [key_of(text) for text in ("9" * 18, "9" * 19, "x")] == [10**18 - 1, 0, 0]
