"""A text from a word processor, cleaned before it enters an editor: the one place that knows how."""

from django.http import JsonResponse
from django.views.decorators.http import require_POST

from publishing.richtext import clean_html

LONGEST = 1_000_000


@require_POST
def pasted(request):
    """Keeps nothing: answers with what the text will be once it is saved."""
    html = request.POST.get("html", "")
    if len(html) > LONGEST:
        return JsonResponse({"html": ""}, status=413)
    return JsonResponse({"html": clean_html(html)})
