from modeltranslation.translator import TranslationOptions, register

from declarations.models import Commitment, Document, DocumentVersion, ProgressEntry, Provision


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "issuer", "summary", "provisions_note", "withdrawal_reason")
    required_languages = ("en",)


@register(DocumentVersion)
class DocumentVersionTranslation(TranslationOptions):
    fields = ("note", "withdrawal_reason")


@register(Provision)
class ProvisionTranslation(TranslationOptions):
    fields = ("heading", "text")


@register(Commitment)
class CommitmentTranslation(TranslationOptions):
    fields = ("title", "description", "withdrawal_reason")
    required_languages = ("en",)


@register(ProgressEntry)
class ProgressEntryTranslation(TranslationOptions):
    fields = ("text", "withdrawal_reason")
