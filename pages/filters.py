from django.utils.translation import gettext_lazy as _

from pages.models import Term
from publishing.filters import PublicFilterSet, ValuesFilter


class TermFilter(PublicFilterSet):
    kind = ValuesFilter(field_name="term_kind", label=_("Kind"), choices=Term.Kind.choices)

    class Meta:
        model = Term
        fields: tuple[str, ...] = ()
