from declarations.api.commitments import CommitmentViewSet
from declarations.api.documents import DocumentViewSet
from declarations.api.files import FileView

__all__ = ["CommitmentViewSet", "DocumentViewSet", "FileView"]
