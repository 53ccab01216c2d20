"""Do the files agree? What one names, another must have; what is said twice must be the same."""

from collections.abc import Callable

from record.agreement.dates import dates
from record.agreement.decisions import decisions, redirects
from record.agreement.events import chairs, documents, meetings, themes
from record.agreement.findings import Findings
from record.agreement.members import committee, memberships, states
from record.agreement.outlines import outlines
from record.agreement.translations import notes, translations
from record.agreement.uniqueness import uniqueness
from record.problems import Problem, RecordError
from record.sources import Pack

CHECKS: tuple[Callable[[Pack], Findings], ...] = (
    uniqueness,
    dates,
    states,
    committee,
    memberships,
    chairs,
    themes,
    meetings,
    documents,
    outlines,
    translations,
    notes,
    decisions,
    redirects,
)


def check(pack: Pack) -> None:
    """Raises RecordError with everything that does not agree."""
    problems = [Problem(*finding) for findings in CHECKS for finding in findings(pack)]
    if problems:
        raise RecordError(problems)
