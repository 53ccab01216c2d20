from django.conf import settings

from members.models import Chairmanship, Partner
from spreadsheets.columns import (
    Choice,
    CountryCode,
    Date,
    FormattedText,
    Link,
    OtherNames,
    Text,
    WholeNumber,
    Years,
    YesNo,
    texts,
)
from spreadsheets.kinds.base import Kind
from spreadsheets.kinds.sources import address, sources

PARTNERS = Kind(
    name="partners",
    model=Partner,
    columns=(
        address(Partner, example="kenya"),
        *texts(Partner, "name", example="Kenya", is_required=True),
        Text(model=Partner, name="acronym"),
        *(
            OtherNames(model=Partner, name="other_names", code=code)
            for code in settings.MODELTRANSLATION_LANGUAGES
        ),
        Choice(model=Partner, name="partner_kind", example="country", is_required=True),
        CountryCode(model=Partner, name="iso", example="KE"),
        Choice(model=Partner, name="region", example="horn_and_east_africa"),
        *texts(Partner, "description", kind=FormattedText),
        YesNo(model=Partner, name="english_article"),
        Choice(model=Partner, name="french_article"),
        Choice(model=Partner, name="arabic_gender"),
        *sources(Partner),
    ),
)

CHAIRMANSHIPS = Kind(
    name="chairmanships",
    model=Chairmanship,
    is_imported=False,
    joined=("partner",),
    columns=(
        address(Chairmanship, example="kenya-2024"),
        Link(model=Chairmanship, name="partner"),
        WholeNumber(model=Chairmanship, name="number"),
        Date(model=Chairmanship, name="start"),
        Date(model=Chairmanship, name="end"),
        Years(model=Chairmanship, name="nominal_years"),
        *texts(Chairmanship, "text", kind=FormattedText),
        *texts(Chairmanship, "priorities", kind=FormattedText),
        *sources(Chairmanship),
    ),
)
