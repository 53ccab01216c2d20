from django.utils.translation import gettext_lazy as _

from members.models import Chairmanship, Partner
from publishing.filters import PublicFilterSet, ValuesFilter
from search.filters import WordsFilter


class PartnerFilter(PublicFilterSet):
    q = WordsFilter(label=_("Words in the name"))
    kind = ValuesFilter(field_name="partner_kind", label=_("Kind"), choices=Partner.Kind.choices)
    region = ValuesFilter(label=_("Region"), choices=Partner.Region.choices)

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()


class ChairmanshipFilter(PublicFilterSet):
    class Meta:
        model = Chairmanship
        fields: tuple[str, ...] = ()
