"""The columns that every record has at its end."""

from django.utils.translation import gettext_lazy

from publishing.models import Record
from spreadsheets.columns import Addresses, Choice, Column, Text
from spreadsheets.kinds.base import information

EXAMPLE = "https://www.iom.int/"


def address(model: type[Record], *, example: str) -> Text:
    return Text(
        model=model,
        name="slug",
        example=example,
        given_meaning=gettext_lazy(
            "By it a row is known again. The last part of the page’s address, which lasts; "
            "of a new record it may be empty, and is made from the title."
        ),
    )


def sources(model: type[Record]) -> tuple[Column, ...]:
    return (
        Addresses(model=model, name="sources", example=EXAMPLE),
        Addresses(model=model, name="mirrors"),
        Choice(model=model, name="confidence"),
        Text(model=model, name="editor_note"),
        *information(model),
    )
