"""Pages as JSON."""

from drf_spectacular.utils import extend_schema_field

from pages.models import Page
from publishing.serializers import (
    AddressField,
    LinksField,
    LinksSerializer,
    RecordSerializer,
    TextField,
    TextStatusField,
    around_slug_of_page,
)


@extend_schema_field(LinksSerializer)
class PageLinksField(LinksField):
    """The page about the Process has an address of its own."""

    def reader(self, scope):
        slug, (before, after) = scope.at("slug"), around_slug_of_page(Page)

        def read(row, found):
            path = "about/" if row[slug] == "about" else f"{before}{row[slug]}{after}"
            return {"html": self.pages(path)}

        return read


class PageSerializer(RecordSerializer):
    """A page whose words the secretariat writes: about the Process, accessibility, reuse."""

    url = AddressField("api:pages-detail")
    links = PageLinksField()
    title = TextField()
    title_status = TextStatusField()
    body = TextField(help_text="HTML of a few plain elements.")
    body_status = TextStatusField()
