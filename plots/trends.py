"""Many small plots of one scale beside one another, each with its name and total; one table behind them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from plots.amounts import Amount
from plots.columns import ROOM_ABOVE, ROOM_BELOW, Year, single

HEIGHT = 56
# Beside so many of the same years.
YEARS_NAMED = 4


@dataclass(frozen=True)
class Trend:
    name: str
    # The name as the page shows it.
    label: str
    url: str
    total: Amount
    years: Sequence[Year]


def trends(rows: Sequence[Trend], *, caption: str, heads: tuple[str, str]) -> SafeString:
    """`heads` name what there is a plot of, and the total."""
    highest = max((year.total.value for row in rows for year in row.years), default=0)
    context = {
        "rows": [
            (row, single(row.years, row.name, height=HEIGHT, highest=highest, named=YEARS_NAMED))
            for row in rows
        ],
        "years": rows[0].years if rows else [],
        "height": HEIGHT + ROOM_ABOVE + ROOM_BELOW,
        "base": HEIGHT + ROOM_ABOVE,
        "caption": caption,
        "heads": heads,
    }
    return render_to_string("plots/trends.html", context)
