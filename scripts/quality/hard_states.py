"""States that pages must bear and the shipped record does not have: added to a portal that is only looked at.

VAR_DIR=… python -m scripts.quality.hard_states
"""

import io
import os

import django
from django.db import transaction

LONG = (
    "Extraordinary Technical Thematic Meeting on Trafficking in Human Beings and the Smuggling of Migrants "
    "along the Central Mediterranean Route, with particular attention to unaccompanied and separated children"
)
ARABIC = "نتفق على مكافحة الاتجار بالبشر وتهريب المهاجرين، وعلى حماية الضحايا."
PARAGRAPHS = 12


def add() -> None:
    """All of them, in records whose slugs begin with “quality-”."""
    with transaction.atomic():
        add_withdrawn()
        add_events()
        add_document()


def add_withdrawn() -> None:
    from tests.factories import DocumentFactory, EventFactory  # noqa: PLC0415 - needs the apps

    EventFactory(slug="quality-withdrawn", title_en="Border management", withdrawn=True)
    DocumentFactory(slug="quality-withdrawn", title_en="Border management", withdrawn=True)


def add_events() -> None:
    from events.models import Event  # noqa: PLC0415 - needs the apps
    from publishing.dates import PartialDate  # noqa: PLC0415 - needs the apps
    from tests.factories import (  # noqa: PLC0415 - needs the apps
        AgendaItemFactory,
        EventFactory,
        PictureFactory,
        PictureFileFactory,
        SpeakerFactory,
    )

    cancelled = EventFactory(
        slug="quality-cancelled",
        title_en=f"Border management: {LONG}",
        status=Event.Status.CANCELLED,
        date=PartialDate.parse("2031"),
        text_en="<p>What was to be said of it.</p>",
        text_ar=f"<p>{ARABIC}</p>",
    )
    SpeakerFactory(event=cancelled, name_en="Somebody with a name of more than a few words")
    AgendaItemFactory(event=cancelled, title_en=LONG)
    PictureFactory(event=cancelled, slug="quality-picture", file=PictureFileFactory(contents=painted()))
    EventFactory(
        slug="quality-online",
        title_en="Border management online",
        mode="online",
        status=Event.Status.POSTPONED,
        date=None,
        city_en="",
        country="",
    )


def painted() -> dict[int, bytes]:
    """A picture that is one, in each width."""
    from PIL import Image  # noqa: PLC0415 - only where pictures are made

    contents = {}
    for width in (480, 960):
        file = io.BytesIO()
        Image.new("RGB", (width, width * 2 // 3), "#8a5a44").save(file, "WEBP")
        contents[width] = file.getvalue()
    return contents


def add_document() -> None:
    from declarations.models import Commitment  # noqa: PLC0415 - needs the apps
    from events.models import Event  # noqa: PLC0415 - needs the apps
    from publishing.dates import PartialDate  # noqa: PLC0415 - needs the apps
    from tests.factories import (  # noqa: PLC0415 - needs the apps
        CommitmentFactory,
        DocumentFactory,
        DocumentVersionFactory,
        ProgressEntryFactory,
        ProvisionFactory,
        StoredFileFactory,
    )

    document = DocumentFactory(
        slug="quality-files",
        title_en="A document with files",
        title_ar="وثيقة لها ملفات",
        type="declaration",
        adopting_event=Event.objects.get(slug="quality-cancelled"),
    )
    page = "Partners cooperate in all that they agreed. " * 30
    pages = [f"Page {number}. {page}" for number in range(5)]
    changed = [*pages[:2], "Something new.", *pages[2:]]
    for number, texts in enumerate((pages, changed), start=1):
        file = StoredFileFactory(text_pages=texts, page_count=len(texts))
        DocumentVersionFactory(document=document, slug=f"quality-file-{number}", file=file)
    DocumentVersionFactory(
        document=document, slug="quality-file-ar", language="ar", file=StoredFileFactory(text_pages=[ARABIC])
    )
    for number in range(1, PARAGRAPHS + 1):
        provision = ProvisionFactory(
            document=document,
            position=number,
            eid=f"para-{number}",
            number=str(number) if number % 2 else "",
            heading_en="Cooperation" if number % 3 == 1 else "",
            text_en=page,
            text_ar=ARABIC if number > 2 else None,
            standing="paraphrase" if number > PARAGRAPHS - 2 else "text",
            sources=[f"https://example.org/a/rather/long/address/{number}"],
        )
    commitment = CommitmentFactory(
        slug="quality-commitment",
        provision=provision,
        title_en=LONG,
        description_en="<p>Compared with 2014.</p>",
        due=PartialDate.parse("2016"),
    )
    ProgressEntryFactory(
        commitment=commitment,
        slug="quality-progress",
        status=Commitment.Status.ACHIEVED,
        document=document,
        sources=["https://example.org/a/report"],
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khartoum.settings")
    django.setup()
    add()
