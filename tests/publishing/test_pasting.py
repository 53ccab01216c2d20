"""Texts as the clipboard brings them from word processors."""

from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from publishing.richtext import clean_html
from tests.staff import signed_in

PASTED = Path(__file__).parent / "pasted"

CLEAN = {
    "word": (
        "<h2>Senior Officials’ Meeting</h2>"
        "<p>The meeting was opened by <strong>Egypt</strong> and <em>France</em>, as agreed in "
        '<a href="https://example.org/cairo" rel="noopener">Cairo</a>[1].</p>'
        "<ul><li><p>Return and reintegration</p><ul><li><p>Counselling</p></li></ul></li>"
        "<li><p>Legal pathways</p></li></ul>"
        "<p>They agreed to continue:</p>"
        '<ol start="3"><li><p>Meet in Khartoum</p></li><li><p>Report yearly</p></li></ol>'
        "<table><tbody>"
        '<tr><td><p><strong>Partner</strong></p></td><td colspan="2"><p><strong>Pledge</strong></p></td></tr>'
        "<tr><td><p>Egypt</p></td><td><p>Two trainings</p></td><td></td></tr>"
        "</tbody></table>"
    ),
    "word_arabic": (
        "<h2>اجتماع كبار المسؤولين</h2>"
        "<ol><li><p>افتتاح الاجتماع</p></li><li><p>مناقشة <strong>العودة</strong></p></li></ol>"
    ),
    "google_docs": (
        "<p>They met in <strong>Nairobi</strong><em> twice</em></p><br><ul><li><p>One</p></li></ul>"
    ),
}


@pytest.mark.parametrize("name", CLEAN)
def test_pasted_text_keeps_its_structure_and_nothing_else(name):
    cleaned = clean_html((PASTED / f"{name}.html").read_text())

    assert cleaned == CLEAN[name]


@pytest.mark.parametrize("name", CLEAN)
def test_clean_text_stays_as_it_is(name):
    once = clean_html((PASTED / f"{name}.html").read_text())

    assert clean_html(once) == once


MSO = "<p class=MsoNormal>{}</p>"


@pytest.mark.parametrize(
    ("pasted", "left"),
    [
        (MSO.format("a&nbsp;&nbsp;&nbsp;b"), "<p>a b</p>"),
        (MSO.format("Qui&nbsp;?"), "<p>Qui&nbsp;?</p>"),
        (MSO.format("a<br>b"), "<p>a<br>b</p>"),
        (MSO.format("• one") + MSO.format("• two"), "<ul><li><p>one</p></li><li><p>two</p></li></ul>"),
        (MSO.format("1 &lt; 2 &amp; 3"), "<p>1 &lt; 2 &amp; 3</p>"),
        (MSO.format("<o:p></o:p>"), ""),
        (MSO.format("a") + "<div>b</div><div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        (MSO.format('<a href="file:///C:/x.doc">x</a>'), "<p>x</p>"),
        (MSO.format("<span style='display:none'>hidden</span>shown"), "<p>shown</p>"),
        ("<h4 class=MsoHeading>x</h4>", "<h3>x</h3>"),
        ("<head><style>mso-x{}</style><body>" + MSO.format("x"), "<p>x</p>"),
        (MSO.format("<script>alert(1)</script><b onclick=x()>y</b>"), "<p><strong>y</strong></p>"),
        ("<o:p>" + "<span>" * 20_000 + "deep", "deep"),
        ("<o:p>" + "<b>" * 20_000, ""),
    ],
)
def test_what_only_a_word_processor_reads_goes(pasted, left):
    assert clean_html(pasted) == left


def test_two_kinds_of_marks_are_two_lists():
    def item(mark, words, level=1):
        return (
            f"<p class=MsoListParagraph style='mso-list:l0 level{level} lfo1'>"
            f"<span style='mso-list:Ignore'>{mark}</span>{words}</p>"
        )

    pasted = item("(a)", "one") + item("·", "two") + item("·", "three", level=2)

    assert clean_html(pasted) == (
        "<ol><li><p>one</p></li></ol><ul><li><p>two</p><ul><li><p>three</p></li></ul></li></ul>"
    )


pieces = st.sampled_from(
    [
        *(
            "<p class=MsoNormal>",
            "</p>",
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "<ul>",
            "<li>",
            "</ul>",
            "<table>",
            "<td>",
        ),
        *("<p style='mso-list:l0 level1 lfo1'>", "<p style='mso-list:l0 level3 lfo1'>", "</table>", "<o:p>"),
        *("<span style='mso-list:Ignore'>1.</span>", "<span style='mso-list:Ignore'>·</span>", "</span>"),
        *(
            "<![if !supportLists]>",
            "<![endif]>",
            "<!--[if x]>",
            "<del>",
            "</del>",
            "<xml>",
            "<head>",
            "<body>",
        ),
        *(
            "word",
            " ",
            "&nbsp;",
            "• ",
            "<",
            "&",
            "mso-",
            "<br>",
            "<h1>",
            "</h1>",
            "<div>",
            "</div>",
            "<a href=x>",
        ),
    ]
)


@given(st.lists(pieces, max_size=25).map("".join))
def test_anything_pasted_becomes_clean(html):
    once = clean_html(html)

    assert clean_html(once) == once
    assert "mso" not in once.replace("mso-", "").lower()


@pytest.mark.django_db
def test_pasted_text_is_cleaned_for_the_editor_of_those_who_work_at_the_desk(client):
    address = reverse("desk:pasted")
    sent = {"html": MSO.format("<b>They</b> met.")}

    assert signed_in().post(address, sent).json() == {"html": "<p><strong>They</strong> met.</p>"}
    assert signed_in("omar").get(address).status_code == 405
    assert signed_in("amal").post(address, {"html": "x" * 1_000_001}).status_code == 413
    assert client.post(address, sent).status_code == 302
