"""What somebody has typed into a form of the desk, apart from what stands in it by itself. Not a part of the
desk, which is loaded for nobody who only reads."""

from collections.abc import Iterable

# What stands for a file that was taken in is signed with the moment.
SIGNED = "-token"
# Each form of a new record has one of its own: `publishing.admin.added_twice`.
FORM_MARK = "form_mark"
# Of the names of fields that nobody fills in: counts, keys, how things stood when the form was opened.
BEGINNINGS = ("_", "opened_", "revision-", FORM_MARK)
ENDINGS = ("-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS", SIGNED)


def words_in(sent: Iterable[tuple[str, Iterable[str]]]) -> list[tuple[str, str]]:
    """Name and value of what was typed or chosen; `sent` are names with their values."""
    named = [(name, value) for name, values in sent for value in values if not _stands_by_itself(name)]
    return [(name, value) for name, value in named if value.strip() and not value.isdecimal()]


def _stands_by_itself(name: str) -> bool:
    return name == "csrfmiddlewaretoken" or name.startswith(BEGINNINGS) or name.endswith(ENDINGS)
