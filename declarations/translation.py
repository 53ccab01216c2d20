from modeltranslation.translator import TranslationOptions, register

from declarations.models import Document


@register(Document)
class DocumentTranslation(TranslationOptions):
    fields = ("title", "issuer", "summary", "withdrawal_reason")
    required_languages = ("en",)
