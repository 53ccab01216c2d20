from modeltranslation.translator import TranslationOptions, register

from events.models import AgendaItem, Event, Picture, Series, Speaker, Theme


@register(Event)
class EventTranslation(TranslationOptions):
    fields = ("title", "city", "venue", "text", "withdrawal_reason")
    required_languages = ("en",)


@register(Speaker)
class SpeakerTranslation(TranslationOptions):
    fields = ("name", "function")
    required_languages = ("en",)


@register(AgendaItem)
class AgendaItemTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = ("en",)


@register(Theme)
class ThemeTranslation(TranslationOptions):
    fields = ("name", "description", "withdrawal_reason")
    required_languages = ("en",)


@register(Series)
class SeriesTranslation(TranslationOptions):
    fields = ("title", "withdrawal_reason")
    required_languages = ("en",)


@register(Picture)
class PictureTranslation(TranslationOptions):
    fields = ("alt", "caption", "credit", "rights_note", "withdrawal_reason")
    required_languages = ("en",)
