from django.urls import path

from search.feeds import OpenSearchView, SearchNewsView, SuggestionsView
from search.views import SearchView, SuggestView

app_name = "search"
urlpatterns = [
    path("", SearchView.as_view(), name="page"),
    path("search.atom", SearchNewsView.as_view(), name="news"),
    path("suggest/", SuggestView.as_view(), name="suggest"),
    path("suggestions.json", SuggestionsView.as_view(), name="suggestions"),
    path("opensearch.xml", OpenSearchView.as_view(), name="opensearch"),
]
