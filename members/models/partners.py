from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from members.querysets import PartnerQuerySet
from publishing.models import Publishable, Record, publishable_constraints
from publishing.page_addresses import page_address
from publishing.richtext import RichTextField


class Partner(Publishable):
    """A country or an organisation that has, or had, a part in the Process."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        ORGANISATION = "organisation", _("organisation")

    class Region(models.TextChoices):
        HORN_AND_EAST_AFRICA = "horn_and_east_africa", _("Horn of Africa and East Africa")
        NORTH_AFRICA = "north_africa", _("North Africa")
        EU = "eu", _("European Union")
        EUROPE_NON_EU = "europe_non_eu", _("Europe outside the European Union")

    class FrenchArticle(models.TextChoices):
        """How the name stands in a French sentence: le Kenya, la France, l'Égypte, les Pays-Bas, Malte."""

        NONE = "none", _("none (Malte, Chypre, Europol)")
        LE = "le", _("le (le Kenya)")
        LA = "la", _("la (la France)")
        L_MASCULINE = "l_m", _("l’, masculine (l’Ouganda)")
        L_FEMININE = "l_f", _("l’, feminine (l’Égypte)")
        LES_MASCULINE = "les_m", _("les, masculine (les Pays-Bas)")
        LES_FEMININE = "les_f", _("les, feminine (les Seychelles)")

    class Gender(models.TextChoices):
        MASCULINE = "m", _("masculine")
        FEMININE = "f", _("feminine")

    partner_kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    iso = CountryField(
        _("ISO country code"), unique=True, null=True, blank=True, help_text=_("For countries only.")
    )
    region = models.CharField(_("region"), max_length=24, choices=Region, blank=True)
    other_names = models.JSONField(
        _("other names"),
        default=dict,
        blank=True,
        help_text=_("Other spellings by language, which searches find."),
    )
    description = RichTextField(_("description"))
    english_article = models.BooleanField(
        _("takes “the” in English"), default=False, help_text=_("For sentences: the Netherlands.")
    )
    french_article = models.CharField(
        _("article in French"), max_length=5, choices=FrenchArticle, default=FrenchArticle.NONE
    )
    arabic_gender = models.CharField(
        _("gender in Arabic"), max_length=1, choices=Gender, default=Gender.FEMININE
    )

    objects = PartnerQuerySet.as_manager()
    searched_fields = ("name", "acronym", "slug")

    class Meta(Publishable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["slug"]
        indexes = [models.Index(fields=["partner_kind", "region"], name="partner_kind_region")]
        constraints = [
            *publishable_constraints("partner"),
            models.CheckConstraint(
                condition=Q(partner_kind="country", iso__gt="", iso__isnull=False)
                | Q(partner_kind="organisation", iso=None),
                name="partner_country_has_an_iso_code",
                violation_error_message=_("A country needs its ISO code; an organisation has none."),
            ),
            models.CheckConstraint(
                condition=~Q(partner_kind="country", region=""),
                name="partner_country_has_a_region",
                violation_error_message=_("Say which region the country belongs to."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    def get_absolute_url(self) -> str:
        return page_address("members:detail", self.slug)

    def _searched_texts(self) -> Iterable[str]:
        yield from super()._searched_texts()
        for names in self.other_names.values():
            yield from names

    def public_with_it(self) -> list[Record]:
        """Its chair terms, but for those of low confidence."""
        return list(self.chairmanships.certain())

    @property
    def is_country(self) -> bool:
        return self.partner_kind == self.Kind.COUNTRY
