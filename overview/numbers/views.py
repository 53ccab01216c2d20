from typing import Any

from django.views.generic import TemplateView

from overview.numbers.page import figures
from publishing.views import PublicMixin, not_understood


class NumbersView(PublicMixin, TemplateView):
    template_name = "overview/numbers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**not_understood(self.request), figures=figures(), **kwargs)
