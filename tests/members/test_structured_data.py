import json
import re

import pytest
from django.conf import settings

from tests.factories import OrganisationFactory, PageFactory, PartnerFactory

pytestmark = pytest.mark.django_db


def blocks(response):
    found = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL
    )
    return [json.loads(block) for block in found]


def test_an_organisation_is_told_as_one(client):
    partner = OrganisationFactory(
        slug="iom",
        name_en="International Organization for Migration",
        name_ar="المنظمة الدولية للهجرة",
        acronym="IOM",
    )

    assert blocks(client.get("/ar/members/iom/")) == [
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": partner.name_ar,
            "url": f"{settings.SITE_URL}/ar/members/iom/",
            "alternateName": "IOM",
        }
    ]


def test_a_country_is_told_as_one(client):
    PartnerFactory(slug="kenya", name_en="Kenya")

    assert blocks(client.get("/en/members/kenya/")) == [
        {
            "@context": "https://schema.org",
            "@type": "Country",
            "name": "Kenya",
            "url": f"{settings.SITE_URL}/en/members/kenya/",
        }
    ]


@pytest.mark.parametrize("path", ["/en/", "/en/about/"])
def test_the_process_is_told_where_it_presents_itself(client, path):
    PageFactory(slug="about")

    assert blocks(client.get(path)) == [
        {
            "@context": "https://schema.org",
            "@type": "Organization",
            "name": "Khartoum Process",
            "description": "A dialogue on migration between the Horn of Africa and Europe",
            "url": f"{settings.SITE_URL}/en/",
        }
    ]
