from declarations.models.commitments import Commitment, ProgressEntry
from declarations.models.documents import Document, Relation
from declarations.models.files import StoredFile
from declarations.models.provisions import Provision
from declarations.models.themed import ThemedDocument
from declarations.models.versions import DocumentVersion

__all__ = [
    "Commitment",
    "Document",
    "DocumentVersion",
    "ProgressEntry",
    "Provision",
    "Relation",
    "StoredFile",
    "ThemedDocument",
]
