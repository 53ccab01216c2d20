"""What staff do that writes several rows at once."""

from accounts.models import User
from declarations.models import DocumentVersion
from publishing import changes
from publishing.actions import let_out


def add_version(*, version: DocumentVersion, by: User, is_kept_back: bool = False) -> None:
    """Put a file to its document, numbered after those that are there. Unless it is kept back, it is let
    out: seen with its document, or first by those who publish."""
    with changes.together():
        version.uploaded_by = by
        version.save()
        if not is_kept_back:
            let_out(record=version, by=by)
