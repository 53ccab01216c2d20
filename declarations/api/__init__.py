from declarations.api.documents import DocumentViewSet

__all__ = ["DocumentViewSet"]
