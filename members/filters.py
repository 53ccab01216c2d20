from django.utils.translation import gettext_lazy as _

from members.models import Chairmanship, Membership, Partner
from publishing.filters import PublicFilterSet, RecordFilter, ValuesFilter
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


class MembershipFilter(PublicFilterSet):
    partner = RecordFilter(by="of_partner", kind="partner", label=_("Partner"))
    standing = ValuesFilter(label=_("Standing"), choices=Membership.Standing.choices)
