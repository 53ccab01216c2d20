"""Which kinds of record there are."""

from typing import Any

from django.apps import apps

from publishing.models.records import Record


def record_models() -> dict[str, type[Record]]:
    """Kind → model, of everything that tells its changes."""
    return {str(model._meta.model_name): model for model in apps.get_models() if issubclass(model, Record)}


def models_with_pages() -> dict[str, type[Record]]:
    """Those of which each record has a page of its own."""
    return {kind: model for kind, model in record_models().items() if hasattr(model, "get_absolute_url")}


def kinds_with_pages() -> list[tuple[str, Any]]:
    """As choices."""
    return [(kind, model._meta.verbose_name) for kind, model in models_with_pages().items()]
