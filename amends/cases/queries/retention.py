"""How long each record is kept, what has come due, what is held, and what is in quarantine."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery

from amends.cases.models import CourtReport, Mappa, Person, Registration, Sentence
from amends.cases.queries.court_reports import OPEN
from amends.cases.queries.disclosure import family
from amends.organisation import access
from amends.organisation.models import AccessFile, AuditEvent, Hold, Quarantine, User
from amends.organisation.roles import Permission
from amends.policy.civil_time import civil_date
from amends.policy.decision import Decision
from amends.policy.retention import deleted_from, kept_until, shortest_years

LASTING = ("sexual_offence_history", "terrorism", "life_sentence")
# How the actions begin of which nothing was recorded about the person: looking, and what keepers do with the record.
_NOT_ABOUT_THEM = ("open ", "list ", "export ", "quarantine ", "restore ", "place hold", "end hold")


@dataclass(frozen=True)
class Kept:
    """A record, and until when it is kept; `held` where a hold stands."""

    person: Person
    until: Decision[date | None]
    held: bool

    def is_due(self, on: date) -> bool:
        """Whether the last day on which it is kept is over."""
        return self.until.value is not None and self.until.value < on


def with_dates(people: QuerySet[Person]) -> QuerySet[Person]:
    """People with what decides how long their record is kept."""
    sentences = Sentence.objects.filter(person=OuterRef("pk"))
    last = sentences.order_by().values("person").annotate(last=Max("end_date")).values("last")
    lasting = Exists(Mappa.objects.filter(person=OuterRef("pk"))) | Exists(
        Registration.objects.filter(person=OuterRef("pk"), kind__in=LASTING)
    )
    return people.annotate(
        last_end=Subquery(last),
        unended=Exists(sentences.filter(end_date=None)),
        custody=Exists(sentences.filter(kind=Sentence.Kind.CUSTODY)),
        ordered=Exists(sentences.exclude(kind=Sentence.Kind.CUSTODY)),
        lasting=lasting,
        before_court=Exists(CourtReport.objects.filter(OPEN, person=OuterRef("pk"))),
        held=Exists(Hold.objects.filter(crn=OuterRef("crn"), ended_at=None)),
    )


def kept(people: Iterable[Person], on: date) -> list[Kept]:
    """Until when each of these, read by `with_dates`, is kept."""
    rows = list(people)
    written = _last_written([row.crn for row in rows if not (row.custody or row.ordered)])
    return [Kept(row, kept_until(_kinds(row, written.get(row.crn)), on=on), row.held) for row in rows]


def _kinds(row: Person, last_written: date | None) -> dict[str, date | None]:
    """The kinds of record that it is, each with the day from which its years are counted."""
    kinds: dict[str, date | None] = {}
    end = None if row.unended else row.last_end
    if row.custody:
        kinds["custody"] = end
    if row.ordered:
        kinds["community"] = end
    if row.lasting:
        kinds["public_protection"] = row.date_of_birth
    if row.before_court:  # the last thing is still to be recorded, however long ago an earlier sentence ended
        kinds["no_sentence"] = None
    elif not kinds:
        kinds["no_sentence"] = last_written
    return kinds


def _last_written(crns: list[str]) -> dict[str, date]:
    """When something was last recorded about people under no sentence; else when their record came."""
    came = dict(AccessFile.objects.filter(crn__in=crns).values_list("crn", "confirmed_at"))
    events = AuditEvent.objects.filter(crn__in=crns, outcome=AuditEvent.Outcome.ALLOWED)
    for beginning in _NOT_ABOUT_THEM:
        events = events.exclude(action__startswith=beginning)
    came |= dict(events.order_by().values("crn").annotate(last=Max("at")).values_list("crn", "last"))
    return {crn: civil_date(at) for crn, at in came.items()}


def due(user: User, on: date) -> list[Kept]:
    """The records that have come due and are not in quarantine, the longest due first; held ones too, and marked."""
    people = access.visible(Person.objects.filter(merged_into=None), user, Permission.RECORD_KEEP)
    people = people.exclude(crn__in=_standing().values("crn"))
    over = Q(last_end__isnull=True) | Q(last_end__lte=on - timedelta(days=365 * shortest_years(on=on)))
    found = with_dates(people).filter(over, unended=False).select_related("team")
    come = [each for each in kept(found.iterator(chunk_size=1000), on) if each.is_due(on)]
    held = _held_by_an_earlier_number()
    come = [replace(each, held=each.held or each.person.pk in held) for each in come]
    return sorted(come, key=lambda each: (each.until.value or on, each.person.crn))


def _held_by_an_earlier_number() -> set[int]:
    """The records into which one was merged on whose number a hold stands."""
    holds = Hold.objects.filter(ended_at=None).values("crn")
    found = Person.objects.filter(crn__in=holds, merged_into__isnull=False).values_list("merged_into", flat=True)
    kept_for, merged = set(), set(found)
    while merged:
        kept_for |= merged
        further = Person.objects.filter(pk__in=merged, merged_into__isnull=False).values_list("merged_into", flat=True)
        merged = set(further) - kept_for
    return kept_for


def quarantined(user: User) -> list[tuple[Quarantine, Person]]:
    """What is in quarantine, with its people, those that may be deleted soonest first."""
    rows = {row.crn: row for row in _standing().select_related("begun_by").order_by("begun_at", "pk")}
    people = access.visible(Person.objects.filter(merged_into=None), user, Permission.RECORD_KEEP)
    found = {person.crn: person for person in people.filter(crn__in=list(rows)).select_related("team")}
    return [(row, found[crn]) for crn, row in rows.items() if crn in found]


def _standing() -> QuerySet[Quarantine]:
    return Quarantine.objects.filter(restored_at=None)


def standing_quarantine(person: Person) -> Quarantine | None:
    """The quarantine that the record is in."""
    return _standing().filter(crn=person.crn).select_related("begun_by").first()


def may_be_deleted_from(row: Quarantine, on: date) -> Decision[date]:
    """The first day on which what is in quarantine may be deleted."""
    return deleted_from(civil_date(row.begun_at), on=on)


def holds_of(person: Person) -> list[Hold]:
    """Every hold on the person's record, ended ones too, those that stand first."""
    rows = Hold.objects.filter(crn__in=family(person)).select_related("placed_by", "ended_by")
    return sorted(rows, key=lambda row: (row.ended_at is not None, row.placed_at))


def kept_person(person: Person, on: date) -> Kept:
    """Until when one person's record is kept, those merged into it counted in."""
    crns = family(person)
    each = kept(with_dates(Person.objects.filter(pk=person.pk)), on)[0]
    held = Hold.objects.filter(crn__in=crns, ended_at=None).exists()
    return Kept(each.person, each.until, held)
