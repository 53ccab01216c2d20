from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.generic import TemplateView

from overview.timeline.drawing import drawing_of, looks
from overview.timeline.reading import read
from overview.timeline.years import years_of
from publishing.kept import kept
from publishing.views import PublicMixin, not_understood


class TimelineView(PublicMixin, TemplateView):
    template_name = "overview/timeline.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **not_understood(self.request),
            timeline=kept(("timeline", get_language()), _written),
            **kwargs,
        )


def _written() -> SafeString:
    record = read()
    context = {"drawing": drawing_of(record), "looks": looks(), "years": years_of(record)}
    return render_to_string("overview/_timeline.html", context)
