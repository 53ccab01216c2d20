from declarations.views.by_meeting import DocumentsByMeetingView
from declarations.views.citing import BibtexView, CslView
from declarations.views.commitments import CommitmentDetailView, CommitmentListView
from declarations.views.comparing import CompareView
from declarations.views.documents import DocumentDetailView, DocumentListView
from declarations.views.files import CurrentFileView, PictureView, VersionFileView
from declarations.views.packages import PackageFileView, PackageView
from declarations.views.text import DocumentTextView
from declarations.views.verify import VerifyView

__all__ = [
    "BibtexView",
    "CommitmentDetailView",
    "CommitmentListView",
    "CompareView",
    "CslView",
    "CurrentFileView",
    "DocumentDetailView",
    "DocumentListView",
    "DocumentTextView",
    "DocumentsByMeetingView",
    "PackageFileView",
    "PackageView",
    "PictureView",
    "VerifyView",
    "VersionFileView",
]
