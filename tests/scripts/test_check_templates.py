import pytest

from scripts.check_templates import faults

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        '<button type="button"\n onclick="go()">',
        "<style>a {}</style>",
        "<script>go()</script>",
        '<script nonce="{{ request.csp_nonce }}">go()</script>',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example.org/x.js"></script>',
        '<img alt="" src="//tracker.example.org/x.png">',
        '<link rel="stylesheet" href="https://fonts.example.org/x.css">',
    ],
)
def test_what_the_policy_would_block_is_found(html):
    assert len(list(faults(html))) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<p class="style" data-on="x">one = two</p>',
        '<script type="application/ld+json">{}</script>',
        '<script src="{% static \'menu.js\' %}" type="module"></script>',
        '{# <p style="x"> #}{% comment %}<script>{% endcomment %}<!-- <style> -->',
        '<a href="https://www.example.org/">',
    ],
)
def test_what_the_policy_allows_passes(html):
    assert list(faults(html)) == []


def test_staff_may_have_a_script_with_the_nonce_of_the_request():
    assert list(faults('<script nonce="{{ request.csp_nonce }}">go()</script>', for_staff=True)) == []
    assert len(list(faults("<script>go()</script>", for_staff=True))) == 1
