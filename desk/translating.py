"""The pages of the translation list."""

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.listing import TRANSLATIONS
from desk.models import ListedTranslation
from desk.translations import TranslationList
from publishing.admin.keys import key_of
from publishing.admin.translating import may_translate
from publishing.languages import name_of_language
from publishing.paging import MOST_URGENT_FIRST, page_of, page_of_request


def translations(request, language=""):
    """The list of one language; without one, of the first that this person may write."""
    if not language:
        first = next((code for code in TRANSLATIONS if may_translate(request, code)), TRANSLATIONS[0])
        return HttpResponseRedirect(reverse("desk:translations", args=[first]))
    found = list_for(request, language)
    page, problem = page_of_request(found.rows(), request, order=MOST_URGENT_FIRST)
    name = name_of_language(language)
    problems = [error for errors in found.form.errors.values() for error in errors]
    context = {
        **admin.site.each_context(request),
        "title": _("Translations: %(language)s") % {"language": name},
        "language": language,
        "languages": [(code, name_of_language(code)) for code in TRANSLATIONS],
        "form": found.form,
        "tabs": found.tabs(),
        "page": page,
        "rows": found.shown(page.rows),
        "problems": [*problems, *([problem] if problem else [])],
        "query": found.query(),
        "may_translate": may_translate(request, language),
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "desk/translations.html", context)


def next_translation(request, language):
    """Leads to the record that stands after the one just translated."""
    found = list_for(request, language)
    kind, _dash, key = request.GET.get("after", "").partition("-")
    one = found.admins.get(kind)
    done = (
        one
        and ListedTranslation.objects.filter(
            content_type=ContentType.objects.get_for_model(one.model),
            object_id=key_of(key),
            language=language,
        ).first()
    )
    rows = found.rows()
    cursor = MOST_URGENT_FIRST.cursor_of(done) if done else ""
    following = page_of(rows, order=MOST_URGENT_FIRST, size=1, after=cursor).rows
    for listed in found.shown(following):
        return HttpResponseRedirect(listed.address)
    messages.info(request, _("That was the last one of this list."))
    address = reverse("desk:translations", args=[language])
    query = found.query()
    return HttpResponseRedirect(address + (f"?{query}" if query else ""))


def list_for(request, language):
    if language not in TRANSLATIONS:
        raise Http404
    found = TranslationList(request, language)
    if not found.admins:
        raise PermissionDenied
    return found
