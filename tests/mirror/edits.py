"""What staff may do to the record, in any order and to anything: each returns after one edit, or none."""

from datetime import timedelta
from itertools import count

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from declarations.models import Commitment, Document, DocumentVersion, ProgressEntry, Provision, Relation
from events.models import AgendaItem, Event, Participation, Picture, Series, Speaker, Theme
from members.models import Chairmanship, ChairPerson, CommitteeComposition, CommitteeSeat, Partner
from publishing import actions
from publishing.changes import together
from publishing.dates import PartialDate
from tests import factories

MADE = [
    factories.PartnerFactory,
    factories.ThemeFactory,
    factories.SeriesFactory,
    factories.EventFactory,
    factories.DocumentFactory,
]
LIVING = [
    Partner,
    Theme,
    Series,
    Event,
    Document,
    Commitment,
    DocumentVersion,
    ProgressEntry,
    Picture,
]
RECORDS = [*LIVING, Chairmanship, CommitteeComposition]
PARTS = [Participation, Speaker, AgendaItem, Relation, CommitteeSeat, ChairPerson, Provision]
names = count(1)


def world():
    """A little of everything, tied together."""
    partner, other = factories.PartnerFactory(iso="UG"), factories.OrganisationFactory()
    term = factories.ChairmanshipFactory(partner=partner)
    factories.ChairPersonFactory(chairmanship=term)
    factories.SeatFactory(partner=partner)
    domain, topic = factories.DomainFactory(), factories.ThemeFactory()
    event = factories.EventFactory(series=factories.SeriesFactory(), chair_term=term, date=None)
    event.themes.add(topic)
    topic.parent = domain
    topic.save()
    factories.ParticipationFactory(event=event, partner=partner)
    factories.SpeakerFactory(event=event)
    factories.PictureFactory(event=event)
    document = factories.DocumentFactory(adopting_event=event)
    document.related_events.add(factories.EventFactory())
    factories.DocumentVersionFactory(document=document)
    factories.RelationFactory(document=document)
    provision = factories.ProvisionFactory(document=document)
    commitment = factories.CommitmentFactory(provision=provision, theme=topic)
    commitment.actors.add(other)
    factories.ProgressEntryFactory(commitment=commitment, event=event)


def one_of(models, pick):
    """Some row of one of the models; IndexError if there is none."""
    model = models[pick % len(models)]
    rows = list(model.objects.order_by("pk"))
    return rows[pick // len(models) % max(1, len(rows))]


def make(pick, hours):
    traits = [{}, {"published_at": None}, {"published_at": timezone.now() + timedelta(hours=hours)}]
    make_one = MADE[pick % len(MADE)]
    make_one(
        slug=f"made-{next(names)}",
        **({"iso": None} if make_one is factories.PartnerFactory else {}),
        **traits[hours % 3],
    )


def make_part_record(pick, hours):
    at = timezone.now() + timedelta(hours=hours - 5)
    which = pick % 4
    if which == 0:
        factories.DocumentVersionFactory(
            document=one_of([Document], pick // 4), slug=f"v-{next(names)}", published_at=at
        )
    elif which == 1:
        factories.ProgressEntryFactory(
            commitment=one_of([Commitment], pick // 4),
            slug=f"p-{next(names)}",
            published_at=at,
            event=one_of([Event], pick // 8),
        )
    elif which == 2:
        factories.PictureFactory(event=one_of([Event], pick // 4), slug=f"i-{next(names)}", published_at=at)
    else:
        factories.CommitmentFactory(
            provision=one_of([Provision], pick // 4), slug=f"c-{next(names)}", published_at=at
        )


def retitle(pick, _hours):
    record = one_of(RECORDS, pick)
    for field in ("title_en", "name_en", "note_en", "text_en", "alt_en"):
        if hasattr(record, field):
            setattr(record, field, f"Title {next(names)}")
            record.save()
            return


def note(pick, _hours):
    record = one_of(RECORDS, pick)
    record.editor_note = f"Note {next(names)}"
    record.save()


def plan(pick, hours):
    event, day = one_of([Event], pick), timezone.localdate() + timedelta(days=hours % 3)
    event.status = Event.Status.PLANNED if hours % 4 else Event.Status.HELD
    event.date = PartialDate.parse(day.isoformat())
    event.save()


def regroup(pick, hours):
    series = one_of([Series], pick)
    series.series_kind = Series.Kind.values[hours % 2]
    series.save()


def rename(pick, _hours):
    record = one_of(RECORDS, pick)
    record.slug = f"renamed-{next(names)}"
    record.save()


def publish(pick, _hours):
    actions.publish(record=one_of(LIVING, pick))


def schedule(pick, hours):
    record = one_of(LIVING, pick)
    if not record.is_public:
        actions.publish(record=record, at=timezone.now() + timedelta(hours=hours + 1))


def withdraw(pick, _hours):
    record = one_of(LIVING, pick)
    if record.is_public:
        actions.withdraw(record=record, reason="Why")


def withdraw_later(pick, hours):
    record = one_of(LIVING, pick)
    if record.published_at:
        actions.withdraw(record=record, reason="Why", at=timezone.now() + timedelta(hours=hours + 1))


def return_to_draft(pick, _hours):
    actions.return_to_draft(record=one_of(LIVING, pick))


def delete(pick, _hours):
    one_of([*RECORDS, *PARTS], pick).delete()


def add_part(pick, hours):
    event, partner = one_of([Event], pick), one_of([Partner], hours)
    which = pick % 6
    if which == 0:
        factories.ParticipationFactory(event=event, partner=partner)
    elif which == 1:
        factories.SpeakerFactory(event=event)
    elif which == 2:
        factories.AgendaItemFactory(event=event)
    elif which == 3:
        factories.SeatFactory(composition=one_of([CommitteeComposition], pick), partner=partner)
    elif which == 4:
        factories.RelationFactory(document=one_of([Document], pick), other=one_of([Document], hours))
    else:
        factories.MembershipFactory(partner=partner)


def reword_part(pick, _hours):
    part = one_of([Speaker, Provision, AgendaItem, ChairPerson], pick)
    field = next(name for name in ("name_en", "text_en", "title_en") if hasattr(part, name))
    setattr(part, field, f"Words {next(names)}")
    part.save()


def tie(pick, hours):
    """Or untie, where it is tied."""
    which = pick % 8
    with together():
        record = one_of(
            [[Event], [Event], [Event], [Document], [Document], [Theme], [Commitment], [Chairmanship]][which],
            pick,
        )
        if which == 0:
            record.series = None if record.series else one_of([Series], hours)
        elif which == 1:
            record.chair_term = None if record.chair_term else one_of([Chairmanship], hours)
        elif which == 3:
            record.adopting_event = one_of([Event], hours)
        elif which == 5 and record.level == Theme.Level.TOPIC:
            record.parent = None if record.parent else Theme.objects.filter(level="domain").first()
        elif which == 6:
            record.theme = one_of([Theme], hours)
        elif which == 7:
            record.partner = one_of([Partner], hours)
        record.save()
        if which == 2:
            _toggle(record.themes, one_of([Theme], hours))
        elif which == 4:
            _toggle(record.related_events, one_of([Event], hours))
        elif which == 6:
            _toggle(record.actors, one_of([Partner], hours))


def _toggle(rows, row):
    if rows.filter(pk=row.pk).exists():
        rows.remove(row)
    else:
        rows.add(row)


EDITS = [
    make,
    make_part_record,
    retitle,
    note,
    plan,
    regroup,
    rename,
    publish,
    schedule,
    withdraw,
    withdraw_later,
    return_to_draft,
    delete,
    add_part,
    reword_part,
    tie,
    tie,
]
REFUSALS = (ValidationError, ProtectedError, IntegrityError, IndexError)


def carry_out(edit, pick, hours):
    """What the portal refuses is no edit."""
    try:
        with transaction.atomic():
            edit(pick, hours)
    except REFUSALS:
        return
