"""How a picture comes to an event."""

from typing import Any

from django.db.models import Max

from events.models import Event, Picture, PictureFile
from publishing import changes


def add_picture(*, event: Event, file: PictureFile, original_name: str, **words: Any) -> tuple[Picture, bool]:
    """As a draft, after those that are there. The same picture a second time gives the one there is; says
    whether it is new."""
    with changes.together():
        there = event.pictures.filter(file=file).first()
        if there is not None:
            return there, False
        last = event.pictures.aggregate(last=Max("order"))["last"]
        picture = Picture(
            event=event,
            file=file,
            original_name=original_name[-255:],
            order=0 if last is None else last + 1,
            **words,
        )
        picture.save()
        return picture, True
