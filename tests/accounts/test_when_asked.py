from django.urls import URLPattern, get_resolver
from django.utils.module_loading import import_string


def views_of(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            view = pattern.callback
            while hasattr(view, "__wrapped__"):
                view = view.__wrapped__
            yield view
        else:
            yield from views_of(pattern.url_patterns)


def test_each_is_there_and_is_exempt_from_nothing():
    names = {view.view_name for view in views_of(get_resolver().url_patterns) if hasattr(view, "view_name")}

    assert len(names) > 20
    for name in names:
        view = import_string(name)
        assert callable(view)
        assert not getattr(view, "csrf_exempt", False), name
