"""Keeps commitments in the order of their documents, whose dates are corrected by saving those alone."""

from declarations.models import Commitment, Document
from publishing.changes import Touched


def follow(written: list[Touched]) -> None:
    for entry in written:
        document = entry.record
        if isinstance(document, Document) and not entry.is_deleted:
            of_it = Commitment.objects.filter(provision__document=document)
            of_it.exclude(sort_key=document.sort_key).write_bookkeeping(sort_key=document.sort_key)
