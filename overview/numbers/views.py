from typing import Any

from django.views.generic import TemplateView

from events.models import Event
from overview.numbers.page import figures
from publishing.filters import PublicFilterSet
from publishing.views import PublicMixin


class NumbersView(PublicMixin, TemplateView):
    template_name = "overview/numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = PublicFilterSet(self.request.GET, queryset=Event.objects.none(), request=self.request)
        question.known_besides = ()
        return super().get_context_data(
            problems=question.problems(), clear_url=self.request.path, figures=figures(), **kwargs
        )
