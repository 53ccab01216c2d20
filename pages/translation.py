from modeltranslation.translator import TranslationOptions, register

from pages.models import Page, Term


@register(Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "body", "withdrawal_reason")
    required_languages = ("en",)


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("name", "definition", "withdrawal_reason")
    required_languages = ("en",)
