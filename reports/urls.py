from django.urls import path

from reports.views import ReportView, ThanksView

urlpatterns = [
    path("", ReportView.as_view(), name="report"),
    path("thanks/", ThanksView.as_view(), name="report_thanks"),
]
