"""“Report a problem with this page”: a form without a cookie, and the thanks for it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from accounts import throttle
from publishing.views import PublicMixin
from reports import forged
from reports.addresses import path_of
from reports.forms import ReportForm
from reports.handling import receive

# The form carries the moment at which it was made, so it is not kept for as long as the record stands.
KEPT_SECONDS = 60


class ReportView(View):
    http_method_names = ("get", "head", "options", "post")

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ReportForm(initial={"page": path_of(request.GET.get("page", ""), (request.get_host(),))})
        response = self.page(form, moment=forged.signed_moment())
        patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
        # Else it would be as old as the record, and whoever has it would keep an old moment.
        response.headers["Last-Modified"] = http_date()
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ReportForm(request.POST, hosts=(request.get_host(),))
        response = self.answer(form)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def answer(self, form: ReportForm) -> HttpResponse:
        """Whatever is wrong, what was typed comes back."""
        sent = str(form.data.get("moment", ""))
        try:
            forged.check_moment(sent)
            if forged.is_from_elsewhere(self.request):
                problem = _("This was sent from a page of another site. If you wrote it, send it from here.")
                return self.page(form, moment=sent, problems=[problem], status=403)
            if not form.is_valid():
                return self.page(form, moment=sent, status=400)
            throttle.sent_by_form(self.request, "problem report")
        except forged.TooLateError:
            problem = _("The form had been open for too long. Everything is still here: send it again.")
            return self.page(form, moment=forged.signed_moment(), problems=[problem], status=400)
        except forged.TooSoonError:
            problem = _(
                "This came sooner than anybody could have written it. Wait a moment, then send it again."
            )
            return self.page(form, moment=sent, problems=[problem], status=400)
        except throttle.TooManyTries as refused:
            response = self.page(form, moment=sent, problems=[too_many(refused)], status=429)
            response.headers["Retry-After"] = str(refused.seconds)
            return response
        values = {name: form.cleaned_data[name] for name in ("page", "kind", "message", "email")}
        receive(**values, language=get_language() or "")
        thanks = f"{reverse('report_thanks')}?{urlencode({'page': values['page']}, safe='/')}"
        return HttpResponseRedirect(thanks, status=303)

    def page(
        self, form: ReportForm, *, moment: str, problems: list[str] | None = None, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "moment": moment,
            "about": path_of(str(form["page"].value() or ""), (self.request.get_host(),)),
            "problems": problems or problems_of(form),
        }
        return render(self.request, "reports/report.html", context, status=status)


class ThanksView(PublicMixin, TemplateView):
    template_name = "reports/thanks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        about = path_of(self.request.GET.get("page", ""), (self.request.get_host(),))
        return super().get_context_data(about=about, **kwargs)


def problems_of(form: ReportForm) -> list[str]:
    return [str(problem) for name in form.errors for problem in form.errors[name]]


def too_many(refused: throttle.TooManyTries) -> str:
    minutes = -(-refused.seconds // 60)
    told = ngettext(
        "Many reports came from your network. Nothing is lost: send this one again in %(minutes)s minute.",
        "Many reports came from your network. Nothing is lost: send this one again in %(minutes)s minutes.",
        minutes,
    )
    return told % {"minutes": minutes}
