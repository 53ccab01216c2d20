import pytest

from scripts.check_styles import faults

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "declaration",
    [
        "margin-left: 1rem",
        "padding-right: 0",
        "border-left: 1px solid",
        "border-left-color: red",
        "border-top-right-radius: 2px",
        "left: 0",
        "right : auto",
        "text-align: left",
        "float:right",
        "scroll-margin-left: 1px",
        "margin: 1px 2px 3px 4px",
        "padding: 0 calc(1px + (2px)) 0 0",
        "inset: 0 auto 0 0",
    ],
)
def test_declaration_that_knows_one_direction_is_found_with_its_line(declaration):
    css = f"a {{\n    {declaration};\n}}\n"

    assert [line for line, _ in faults(css)] == [2]


@pytest.mark.parametrize(
    "css",
    [
        "a { margin-inline-start: 1rem; inset-inline-end: 0; text-align: start; float: inline-start }",
        "a { margin: 1px 2px; padding: 1px 2px 3px; inset: 0 }",
        "a { margin: 0 var(--space, 2px) 1px var(--space, 2px) }",
        "/* margin-left: 1px */ .left { color: red } .is-left::before { --left: 1px }",
        "a { background-position: left }",
    ],
)
def test_style_that_reads_from_both_sides_passes(css):
    assert list(faults(css)) == []
