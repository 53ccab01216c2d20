from django.core.exceptions import ValidationError

from publishing.dates import PartialDate
from record.agreement.findings import Findings
from record.sources import Pack, Row


def dates(pack: Pack) -> Findings:
    """A date is as long as its precision says, and ends after it starts."""
    said: list[tuple[str, str, Row, str, str]] = []
    for row in pack.states:
        said.append(("members.json", row["slug"], row, "membership_start", "membership_start_precision"))
        said.append(("members.json", row["slug"], row, "membership_end", "membership_end_precision"))
        said += [
            ("members.json", row["slug"], seat, "as_of", "as_of_precision")
            for seat in row["steering_committee_snapshots"]
        ]
    said += [("members.json", str(row["as_of"]), row, "as_of", "as_of_precision") for row in pack.snapshots]
    said += [("members.json", row["state"], row, "date", "precision") for row in pack.membership_events]
    for row in pack.chairs:
        said.append(("chairs.json", str(row["order"]), row, "start", "start_precision"))
        said.append(("chairs.json", str(row["order"]), row, "end", "end_precision"))
    for row in pack.meetings:
        said.append(("meetings.json", row["slug"], row, "start_date", "date_precision"))
        said.append(("meetings.json", row["slug"], row, "end_date", "date_precision"))
    for row in pack.documents:
        said.append(("documents.json", row["slug"], row, "date_adopted", "date_adopted_precision"))
        said.append(("documents.json", row["slug"], row, "date_document", "date_document_precision"))
    for file, slug, row, field, precision in said:
        real = None if row[field] is None else PartialDate.parse(row[field]).precision
        if real != row[precision]:
            yield file, slug, field, f"{row[field]!r} is not a date of the precision {row[precision]!r}."
    for row in pack.meetings:
        yield from span("meetings.json", row["slug"], "end_date", row["start_date"], row["end_date"])


def span(file: str, slug: str, field: str, start: str | None, end: str | None) -> Findings:
    if start is None:
        if end is not None:
            yield file, slug, field, "There is an end without a start."
        return
    try:
        PartialDate.parse(start, end)
    except ValidationError as error:
        yield file, slug, field, " ".join(error.messages)
