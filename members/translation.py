from modeltranslation.translator import TranslationOptions, register

from members.models import Chairmanship, ChairPerson, CommitteeComposition, MembershipMilestone, Partner


@register(Partner)
class PartnerTranslation(TranslationOptions):
    fields = ("name", "description", "withdrawal_reason")
    required_languages = ("en",)


@register(MembershipMilestone)
class MembershipMilestoneTranslation(TranslationOptions):
    fields = ("note",)


@register(CommitteeComposition)
class CommitteeCompositionTranslation(TranslationOptions):
    fields = ("note",)


@register(Chairmanship)
class ChairmanshipTranslation(TranslationOptions):
    fields = ("text", "priorities")


@register(ChairPerson)
class ChairPersonTranslation(TranslationOptions):
    fields = ("name", "function")
    required_languages = ("en",)
