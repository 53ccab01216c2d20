import django_filters
from django.utils.translation import gettext_lazy as _

from members.models import Chairmanship, Partner
from publishing.filters import PublicFilterSet
from search.filters import WordsFilter


class PartnerFilter(PublicFilterSet):
    q = WordsFilter(label=_("Words in the name"))
    kind = django_filters.ChoiceFilter(
        field_name="partner_kind", label=_("Kind"), choices=Partner.Kind.choices, empty_label=_("All")
    )
    region = django_filters.ChoiceFilter(
        label=_("Region"), choices=Partner.Region.choices, empty_label=_("All")
    )

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()


class ChairmanshipFilter(PublicFilterSet):
    class Meta:
        model = Chairmanship
        fields: tuple[str, ...] = ()
