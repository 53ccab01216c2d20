from django.utils.translation import gettext_lazy

from declarations.models import Commitment
from spreadsheets.columns import Date, DocumentOfParagraph, FormattedText, Link, Links, ParagraphLink, texts
from spreadsheets.kinds.base import Kind
from spreadsheets.kinds.sources import address, sources

COMMITMENTS = Kind(
    name="commitments",
    model=Commitment,
    joined=("provision__document", "theme"),
    listed=("actors",),
    columns=(
        address(Commitment, example="double-the-grants"),
        DocumentOfParagraph(
            model=Commitment,
            name="document",
            given_label=gettext_lazy("Document"),
            given_meaning=gettext_lazy("The document whose paragraph it is."),
            example="joint-valletta-action-plan",
            is_required=True,
        ),
        ParagraphLink(model=Commitment, name="provision", example="para-12", is_required=True),
        *texts(Commitment, "title", example="Double the number of grants", is_required=True),
        *texts(Commitment, "description", kind=FormattedText),
        Links(model=Commitment, name="actors", example="kenya; france"),
        Date(model=Commitment, name="due", example="2028"),
        Link(model=Commitment, name="theme"),
        *sources(Commitment),
    ),
)
