"""Partners in numbers: who hosted, and who was in the chair."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from overview.numbers.wording import joined, most_often, name_of, shown_name_of
from plots.bars import Bar, bars
from plots.figures import Figure, Lead
from publishing.amounts import amount, list_url
from publishing.page_addresses import page_address
from publishing.written import exactly


def hosts(counts: dict[str, list[Any]]) -> Figure:
    found = {row.partner__slug: row.number for row in counts["by_partner"] if row.part == "host"}
    said = ngettext(
        "%(count)s partner has hosted events.", "%(count)s partners have hosted events.", len(found)
    )
    return Figure(
        "hosts",
        _("Who hosted"),
        joined([said % {"count": exactly(len(found))}, most_often(found, plain_names(counts))]),
        bars(
            by_partner(found, counts, "host"),
            caption=_("Number of events by host"),
            heads=(_("Partner"), _("Events")),
        ),
        [_("Co-hosts are counted as hosts.")],
        lead=Lead(
            exactly(len(found)),
            npgettext("after a number", "partner that hosted", "partners that hosted", len(found)),
        ),
        breadth="third",
    )


def chairs(counts: dict[str, list[Any]]) -> Figure:
    found = {row.partner__slug: row.number for row in counts["by_partner"] if row.part == "chair"}
    said = ngettext(
        "%(count)s partner has chaired events.", "%(count)s partners have chaired events.", len(found)
    )
    return Figure(
        "chairs",
        _("Who chaired"),
        joined([said % {"count": exactly(len(found))}, most_often(found, plain_names(counts))]),
        bars(
            by_partner(found, counts, "chair"),
            caption=_("Number of events by chair"),
            heads=(_("Partner"), _("Events")),
        ),
        [_("At a handover the outgoing and the incoming chair are both counted.")],
        lead=Lead(
            exactly(len(found)),
            npgettext("after a number", "partner that chaired", "partners that chaired", len(found)),
        ),
        breadth="third",
    )


def plain_names(counts: dict[str, list[Any]]) -> dict[str, str]:
    return {row.slug: name_of(row) for row in counts["partners"]}


def by_partner(found: dict[str, int], counts: dict[str, list[Any]], part: str) -> list[Bar]:
    named, names = {row.slug: row for row in counts["partners"]}, plain_names(counts)
    return [
        Bar(
            shown_name_of(named[slug]),
            amount(count, list_url("events:list", **{part: slug})),
            page_address("members:detail", slug),
        )
        for slug, count in sorted(found.items(), key=lambda pair: (-pair[1], names[pair[0]]))
    ]
