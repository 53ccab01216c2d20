from declarations.serializers.documents import RELATION_KINDS, DocumentSerializer

__all__ = ["RELATION_KINDS", "DocumentSerializer"]
