from declarations.models import Document
from spreadsheets.columns import Choice, ChoiceList, Date, FormattedText, Link, Links, texts
from spreadsheets.kinds.base import Kind
from spreadsheets.kinds.sources import address, sources

DOCUMENTS = Kind(
    name="documents",
    model=Document,
    joined=("adopting_event",),
    listed=("related_events", "themes"),
    columns=(
        address(Document, example="nairobi-declaration"),
        *texts(Document, "title", example="Nairobi Declaration", is_required=True),
        Choice(model=Document, name="type", example="declaration", is_required=True),
        Choice(model=Document, name="nature", example="outcome", is_required=True),
        *texts(Document, "issuer"),
        Date(model=Document, name="date", example="9 May 2027"),
        Date(model=Document, name="adopted"),
        Link(model=Document, name="adopting_event"),
        Links(model=Document, name="related_events"),
        Links(model=Document, name="themes"),
        ChoiceList(model=Document, name="languages_seen", example="en; fr"),
        Choice(model=Document, name="availability", example="text_seen", is_required=True),
        *texts(Document, "summary", kind=FormattedText),
        *texts(Document, "provisions_note"),
        *sources(Document),
    ),
)
