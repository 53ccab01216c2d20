from declarations.api.commitments import CommitmentViewSet
from declarations.api.documents import DocumentViewSet
from declarations.api.files import FileView
from declarations.api.parts import ProgressViewSet, ProvisionViewSet, VersionViewSet

__all__ = [
    "CommitmentViewSet",
    "DocumentViewSet",
    "FileView",
    "ProgressViewSet",
    "ProvisionViewSet",
    "VersionViewSet",
]
