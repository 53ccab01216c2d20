"""The table of contents of the site."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from accounts.when_asked import when_asked
from declarations.views import VerifyView
from delivery.views import SnapshotView
from khartoum import errors, server_views
from khartoum.feeds import WhatsNewFeedView
from khartoum.gallery.views import gallery
from khartoum.views import HomeView, WhatsNewView, choose_language
from khartoum.when_asked import DeskAddresses
from overview.map import MapView
from overview.numbers.views import NumbersView
from overview.timeline.views import TimelineView
from pages.views import AboutView

urlpatterns = [
    path("", choose_language, name="choose_language"),
    path("admin/language/", set_language, name="set_language"),
    # Signing in has pages of its own; these are where the admin looks for it.
    path("admin/login/", when_asked("accounts.views.from_the_desk")),
    path("admin/logout/", when_asked("accounts.views.out_of_the_desk")),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/password_change/done/", RedirectView.as_view(pattern_name="mfa_index")),
    # Links from the desk lead to public pages alone; this would tell a draft's address.
    path("admin/r/<path:anything>", when_asked("accounts.views.nothing_here")),
    path("accounts/", include("accounts.urls")),
    DeskAddresses("admin/desk/status/", "operations.status.urls", "status"),
    DeskAddresses("admin/desk/", "desk.urls", "desk"),
    DeskAddresses("admin/spreadsheets/", "spreadsheets.urls", "spreadsheets"),
    DeskAddresses("admin/", "khartoum.admin_urls", "admin"),
    path("api/v1/", include("khartoum.api")),
    path("files/pictures/", include("events.picture_urls")),
    path("files/snapshots/<slug:slug>.zip", SnapshotView.as_view(), name="snapshot"),
    path("files/", include("declarations.file_urls")),
    path("robots.txt", server_views.robots, name="robots"),
    path("sitemap.xml", server_views.sitemap_index, name="sitemap"),
    path("sitemap-<slug:section>.xml", server_views.sitemap_section, name="sitemap_section"),
    path("favicon.ico", server_views.favicon, name="favicon"),
    path(".well-known/security.txt", server_views.security_txt, name="security_txt"),
    *i18n_patterns(
        path("", HomeView.as_view(), name="home"),
        path("events/", include("events.urls")),
        path("series/", include("events.series_urls")),
        path("documents/", include("declarations.urls")),
        path("commitments/", include("declarations.commitment_urls")),
        path("verify/", VerifyView.as_view(), name="verify"),
        path("members/", include("members.urls")),
        path("chairmanships/", include("members.chairmanship_urls")),
        path("themes/", include("events.theme_urls")),
        path("search/", include("search.urls")),
        path("whats-new/", WhatsNewView.as_view(), name="whats_new"),
        path("whats-new/whats-new.atom", WhatsNewFeedView.as_view(), name="whats_new_feed"),
        path("timeline/", TimelineView.as_view(), name="timeline"),
        path("numbers/", NumbersView.as_view(), name="numbers"),
        path("map/", MapView.as_view(), name="map"),
        path("years/", include("overview.year_urls")),
        path("about/", AboutView.as_view(), name="about"),
        path("_components/", gallery, name="components"),
        path("pages/", include("pages.urls")),
        path("report/", include("reports.urls")),
        path("glossary/", include("pages.glossary_urls")),
    ),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
