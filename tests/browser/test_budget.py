"""What a visit transfers, as the production server sends it (DESIGN, rule 9)."""

from scripts.quality.walk import MAIN
from scripts.quality.weight import weight_of


def test_no_main_page_is_heavier_than_a_slow_and_paid_for_link_bears(browser, portal):
    # Arabic letters take two bytes each: the heaviest of the three.
    weights = {path: weight_of(browser, portal, f"/ar/{path}") for path in MAIN}

    assert {path: weight for path, weight in weights.items() if weight.too_much()} == {}
