import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreadsheets.cells import armoured, plain

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    "\u00a0=1",
    "\u200b=1",
    "\ufeff=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "|calc",
    "%0A=1",
    "'=1",
    "''=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_be_a_formula_begins_with_an_apostrophe(text):
    assert armoured(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Kenya", "2018-05", "a=b", "’tis", "'tis", "https://example.org/?a=1", "نعم"]
)
def test_other_text_is_left_alone(text):
    assert armoured(text) == text


@given(st.text(alphabet=st.characters(codec="utf-8")) | st.text(alphabet="'=+-@ \t\r\nab＝"))
def test_what_was_armoured_reads_as_it_was(text):
    assert plain(armoured(text)) == text
