from declarations.serializers.commitments import CommitmentSerializer
from declarations.serializers.documents import RELATION_KINDS, DocumentSerializer
from declarations.serializers.files import FileSerializer

__all__ = [
    "RELATION_KINDS",
    "CommitmentSerializer",
    "DocumentSerializer",
    "FileSerializer",
]
