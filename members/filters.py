from datetime import date

from django.utils.translation import gettext_lazy as _

from members.as_of import AS_OF, AsOfFilter
from members.models import Chairmanship, CommitteeComposition, Membership, Partner
from publishing.filters import PublicFilterSet, RecordFilter, ValuesFilter
from search.filters import WordsFilter


class PartnerFilter(PublicFilterSet):
    q = WordsFilter(label=_("Words in the name"))
    kind = ValuesFilter(field_name="partner_kind", label=_("Kind"), choices=Partner.Kind.choices)
    region = ValuesFilter(label=_("Region"), choices=Partner.Region.choices)
    # Who was a member is told of each of them: yes, no or not known.
    as_of = AsOfFilter()

    class Meta:
        model = Partner
        fields: tuple[str, ...] = ()


class ChairmanshipFilter(PublicFilterSet):
    as_of = AsOfFilter(by="as_of")

    class Meta:
        model = Chairmanship
        fields: tuple[str, ...] = ()


class CompositionFilter(PublicFilterSet):
    as_of = AsOfFilter(by="latest_on")

    class Meta:
        model = CommitteeComposition
        fields: tuple[str, ...] = ()


def day_asked(question: PublicFilterSet) -> date | None:
    """None where no day was asked for, or the question was not understood."""
    chosen = None if question.problems() else question.form.cleaned_data.get(AS_OF)
    return chosen.earliest if chosen else None


class MembershipFilter(PublicFilterSet):
    partner = RecordFilter(by="of_partner", kind="partner", label=_("Partner"))
    standing = ValuesFilter(label=_("Standing"), choices=Membership.Standing.choices)
    as_of = AsOfFilter()
