from declarations.views.commitments import CommitmentDetailView, CommitmentListView
from declarations.views.documents import DocumentDetailView, DocumentListView
from declarations.views.files import CurrentFileView, PictureView, VersionFileView
from declarations.views.verify import VerifyView

__all__ = [
    "CommitmentDetailView",
    "CommitmentListView",
    "CurrentFileView",
    "DocumentDetailView",
    "DocumentListView",
    "PictureView",
    "VerifyView",
    "VersionFileView",
]
