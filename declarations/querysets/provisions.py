from typing import Self

from django.db import models
from django.db.models import Prefetch, Q
from django.db.models.functions import Coalesce, Length

from publishing.folding import fold
from publishing.languages import columns_of
from publishing.querysets import is_published


class ProvisionQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(is_published("document__"))

    def of_document(self, slug: str) -> Self:
        return self.filter(document__slug=slug)

    def in_order(self) -> Self:
        return self.order_by("position", "pk")

    def outline(self) -> Self:
        """In order, without the texts: `length_of_text_en` and so on say how long each is."""
        columns = columns_of("text")
        lengths = {f"length_of_{name}": Coalesce(Length(name), 0) for name in columns}
        return self.in_order().defer("text", *columns).annotate(**lengths)

    def for_choosing(self) -> Self:
        """With what tells them apart, those of the newest documents first."""
        heavy = [f"document__{name}" for name in ("summary", *columns_of("summary"))]
        return (
            self.select_related("document")
            .defer(*heavy)
            .order_by("-document__sort_key", "-document__pk", "position", "pk")
        )

    def search(self, text: str) -> Self:
        """For staff: every word is in the title of the document, the number, the identifier or the words."""
        found = self
        for word in text.replace("\0", "").split()[:20]:
            # Marks alone fold to nothing, which every title holds.
            matches = Q(document__search_text__contains=fold(word) or word)
            for column in ("eid", "number", *columns_of("heading"), *columns_of("text")):
                matches |= Q(**{f"{column}__icontains": word})
            found = found.filter(matches)
        return found

    def with_commitments(self) -> Self:
        """With the public ones that follow from them, each with its status."""
        from declarations.models import Commitment  # noqa: PLC0415 (models import this module)

        rows = Commitment.objects.published().with_status().newest_first()
        light = rows.defer("description", *columns_of("description"))
        return self.prefetch_related(Prefetch("commitments", queryset=light))
