"""What a partner, a chair term or a committee's composition still lacks."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models import Chairmanship, ChairPerson, CommitteeComposition, CommitteeSeat, Membership, Partner
from publishing.readiness import Readiness, Severity, has_any, is_any, is_part_untranslated

GOOD = Severity.GOOD


def _facts_of_partners() -> dict[str, Any]:
    undated = Membership.objects.filter(start_earliest=None, attested_earliest=None)
    return {
        "has_membership": is_any(Membership.objects.all(), "partner"),
        "has_undated_membership": is_any(undated, "partner"),
    }


PARTNERS = Readiness(Partner, _facts_of_partners)


@PARTNERS.check(
    _("A membership or another standing"),
    why=_("Without one the page of members says only that the partner took part."),
    target="memberships",
)
def membership(partner, facts):
    return facts["has_membership"]


@PARTNERS.check(
    _("Since when it has its standing"),
    why=_("Who was a member on a day can be told only from dates; the first one named is enough."),
    target="memberships",
    severity=GOOD,
)
def membership_dated(partner, facts):
    return not facts["has_undated_membership"] if facts["has_membership"] else None


PARTNERS.ask_for_texts("name")


@PARTNERS.check(
    _("A description"),
    why=_("It says what part the partner has in the Process."),
    target="description_en",
    severity=GOOD,
)
def description(partner, facts):
    return has_any(partner, "description")


PARTNERS.ask_for_texts("description", severity=GOOD)
PARTNERS.ask_for_translations()
PARTNERS.ask_for_sources()


def _facts_of_terms() -> dict[str, Any]:
    return {
        "has_people": is_any(ChairPerson.objects.all(), "chairmanship"),
        "has_untranslated_people": is_part_untranslated(ChairPerson, "chairmanship"),
        "is_partner_public": is_any(Partner.objects.published(), "chairmanships"),
    }


CHAIRMANSHIPS = Readiness(Chairmanship, _facts_of_terms)


@CHAIRMANSHIPS.check(
    _("The start of the term"), why=_("Meetings are placed in a term by their dates."), target="start"
)
def start(term, facts):
    return term.start is not None


@CHAIRMANSHIPS.check(
    _("The end of the term, once it is known"),
    why=_("Until then the term runs on, and with it whose chair a meeting falls under."),
    target="end",
    severity=GOOD,
)
def end(term, facts):
    return term.end is not None


def _partner(term, facts):
    return reverse("admin:members_partner_change", args=[term.partner_id])


@CHAIRMANSHIPS.check(
    _("A partner that is public"), why=_("The term is public only when its partner is."), target=_partner
)
def partner_public(term, facts):
    return facts["is_partner_public"]


@CHAIRMANSHIPS.check(
    _("The priorities of the chair"),
    why=_("They are what the page of the term is read for."),
    target="priorities_en",
)
def priorities(term, facts):
    return has_any(term, "priorities")


@CHAIRMANSHIPS.check(
    _("The years by which the term is named"),
    why=_("Without them its name is only that of the partner."),
    target="nominal_years",
    severity=GOOD,
)
def nominal_years(term, facts):
    return bool(term.nominal_years)


@CHAIRMANSHIPS.check(
    _("Who held the chair"), why=_("People are searched for by name."), target="people", severity=GOOD
)
def people(term, facts):
    return facts["has_people"]


@CHAIRMANSHIPS.check(
    _("The people’s functions in three languages"),
    why=_("Readers of the other languages see them in another one."),
    target="people",
    severity=GOOD,
)
def people_translated(term, facts):
    return not facts["has_untranslated_people"] if facts["has_people"] else None


CHAIRMANSHIPS.ask_for_texts("priorities")
CHAIRMANSHIPS.ask_for_texts("text", severity=GOOD)
CHAIRMANSHIPS.ask_for_translations()
CHAIRMANSHIPS.ask_for_sources()


COMPOSITIONS = Readiness(
    CommitteeComposition, lambda: {"has_seats": is_any(CommitteeSeat.objects.all(), "composition")}
)


@COMPOSITIONS.check(
    _("The day to which it refers"),
    why=_("An undated composition is never shown as the present one."),
    target="date",
)
def date(composition, facts):
    return composition.date is not None


@COMPOSITIONS.check(
    _("Who sat on the committee"), why=_("It is all that a composition tells."), target="seats"
)
def seats(composition, facts):
    return facts["has_seats"]


COMPOSITIONS.ask_for_texts("note", severity=GOOD)
COMPOSITIONS.ask_for_translations()
COMPOSITIONS.ask_for_sources(Severity.NEEDED)
