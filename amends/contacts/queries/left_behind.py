"""Cases left behind by an absence, and people about to be released: listed as soon as either is recorded.

An absence longer than policy allows leaves every case behind. A shorter one leaves those in which something falls on
its days: a release, an appointment, or contact due with nothing planned. At home, only what is face to face does.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from amends.cases.models import Address, CaseAllocation, CaseCover, HousingNeed, Person, ReturnToCustody, Sentence
from amends.cases.queries.finding import looked_after_by
from amends.cases.queries.tier import live_people
from amends.contacts.models import Appointment
from amends.contacts.queries.due import contact_due
from amends.organisation import access
from amends.organisation.models import Absence, Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.allocating import away_too_long, release_ahead_days
from amends.policy.contact_modes import face_to_face_modes
from amends.policy.workload import at_home, away

_RAISED_BEFORE = timedelta(days=56)


@dataclass(frozen=True)
class Reason:
    """Why a case needs somebody on a day. `kind`: away, release, appointment, due."""

    kind: str
    on: date


@dataclass(frozen=True)
class LeftBehind:
    """A case whose holder is not there for it. `absence` is None where the holder has left their post."""

    person: Person
    holder: Staff
    absence: Absence | None
    reasons: tuple[Reason, ...]

    @property
    def needed_on(self) -> date:
        """The first day on which somebody is needed."""
        return min(each.on for each in self.reasons)

    @property
    def released_on(self) -> date | None:
        """The day of a release on which nobody would be there."""
        return next((each.on for each in self.reasons if each.kind == "release"), None)


@dataclass(frozen=True)
class _Gap:
    """Days on which somebody is not there, or covers: until the day before `end` (None: no end known)."""

    first: date
    end: date | None
    whole: bool
    home: bool
    absence: Absence | None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.end is None or day < self.end)


def left_behind(user, *, on: date, at: datetime, contact: bool = True) -> list[LeftBehind]:
    """Cases that the user may see whose holder is or will be away for them and that nobody covers, most pressing first.

    Looks as far ahead as policy does before a release. About a dozen queries, however many cases; one where all the
    staff are there. Without `contact`, contact due with nothing planned is left out: it takes eight more.
    """
    ahead = on + timedelta(days=release_ahead_days(on=on).value)
    gaps = _gaps(user, on, ahead)
    if not gaps:
        return []
    held = CaseAllocation.objects.filter(
        current(on), practitioner__in=gaps, person__in=live_people(on), person__merged_into__isnull=True
    ).select_related("person__team__pdu", "practitioner")
    allocations = list(access.visible(held, user, Permission.WORKLOAD_VIEW))
    if not allocations:
        return []
    people = [each.person for each in allocations]
    keys = [person.pk for person in people]
    covered = _covered(keys, on)
    releases = _released(keys, on, ahead)
    appointments = _appointments(keys, at, ahead)
    due = {each.person.pk: each for each in contact_due(people, on=on, at=at)} if contact else {}
    found = []
    for row in allocations:
        for gap in gaps[row.practitioner_id]:
            reasons = [Reason("away", max(on, gap.first))] if gap.whole else []
            reasons += [Reason("release", day) for day in releases.get(row.person_id, ()) if gap.holds(day)]
            reasons += [
                Reason("appointment", day) for day, mode, staff in appointments[row.person_id]
                if gap.holds(day) and staff in (None, row.practitioner_id)
                and (not gap.home or mode in face_to_face_modes())
            ]  # fmt: skip
            standing = due.get(row.person_id)
            if (
                standing
                and standing.unplanned
                and standing.due_on
                and not gap.home
                and gap.holds(max(on, standing.due_on))
            ):
                reasons.append(Reason("due", max(on, standing.due_on)))
            open_reasons = tuple(
                each for each in reasons
                if each.on <= ahead and not _is_covered(covered[row.person_id], each.on)
            )  # fmt: skip
            if open_reasons:
                found.append(LeftBehind(row.person, row.practitioner, gap.absence, open_reasons))
    return sorted(found, key=lambda each: (each.needed_on, each.released_on is None, each.person.family_name))


def _gaps(user, on: date, ahead: date) -> dict[int, list[_Gap]]:
    """When those whose caseloads the user looks after are not there, by their ids."""
    staff = access.visible(Staff.objects, user, Permission.WORKLOAD_VIEW)
    gaps: dict[int, list[_Gap]] = defaultdict(list)
    absences = Absence.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=ahead, staff__in=staff.values("pk")
    )
    for absence in absences:
        home = at_home(absence.kind, on=on)
        if home or away(absence.kind, on=on):
            whole = not home and away_too_long(absence.from_date, absence.to_date, on=on).value
            gaps[absence.staff_id].append(_Gap(absence.from_date, absence.to_date, whole, home, absence))
    held = CaseAllocation.objects.filter(current(on)).values("practitioner")
    for pk, left_on in staff.filter(to_date__lte=ahead, pk__in=held).values_list("pk", "to_date"):
        gaps[pk].append(_Gap(left_on, None, True, False, None))
    return dict(gaps)


def _covered(people: Sequence[int], on: date) -> dict[int, list[tuple[_Gap, list[_Gap]]]]:
    """The days on which each case is covered, and when whoever covers it is not there themselves."""
    standing = CaseCover.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), person__in=people)
    rows = list(standing.select_related("staff"))
    gone = _absent({row.staff for row in rows}, on) if rows else {}
    found: dict[int, list[tuple[_Gap, list[_Gap]]]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append((_Gap(row.from_date, row.to_date, True, False, None), gone.get(row.staff_id, [])))
    return found


def _is_covered(covers: Sequence[tuple[_Gap, list[_Gap]]], day: date) -> bool:
    return any(days.holds(day) and not any(gap.holds(day) for gap in gone) for days, gone in covers)


def _released(people: Iterable[int], on: date, ahead: date) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    sentences = Sentence.objects.filter(person__in=people, release_date__range=(on, ahead))
    for pk, day in sentences.values_list("person_id", "release_date"):
        found[pk].append(day)
    again = ReturnToCustody.objects.filter(sentence__person__in=people, to_date__range=(on, ahead))
    for pk, day in again.values_list("sentence__person_id", "to_date"):
        found[pk].append(day)
    return found


def _appointments(people: Iterable[int], at: datetime, ahead: date) -> dict[int, list[tuple[date, str, int | None]]]:
    found: dict[int, list[tuple[date, str, int | None]]] = defaultdict(list)
    coming = Appointment.objects.filter(
        person__in=people, kind=Appointment.Kind.SUPERVISION, cancelled_at=None, starts_at__gt=at,
        starts_at__date__lte=ahead,
    )  # fmt: skip
    for pk, starts_at, mode, staff in coming.order_by("starts_at").values_list(
        "person_id", "starts_at", "mode", "staff_id"
    ):
        found[pk].append((localdate(starts_at), mode, staff))
    return found


@dataclass(frozen=True)
class Release:
    """Somebody about to be released: who holds the case that day or covers it, who sees them first, and their housing.

    `present`: whether whoever is to act that day is there. `housing`: raised, answered, known or open.
    """

    person: Person
    on: date
    holder: Staff | None
    cover: Staff | None
    present: bool
    first_seen: Appointment | None
    housing: str
    need: HousingNeed | None

    @property
    def lacking(self) -> bool:
        """Whether nobody is there, nobody sees them on the day of release, or nobody asked about housing."""
        seen = self.first_seen is not None and localdate(self.first_seen.starts_at) <= self.on
        return not self.present or not seen or self.housing == "open"


def releases(user, *, on: date, at: datetime, mine: bool = False) -> list[Release]:
    """People whom the user may see who are released within the days policy looks ahead, the soonest first.

    `mine`: those alone whose case the user holds or covers. Eight queries, however many.
    """
    rows = _leaving(user, on, on + timedelta(days=release_ahead_days(on=on).value), mine)
    if not rows:
        return []
    people = [row.person.pk for row in rows]
    holders, covers = _on_record(CaseAllocation, people, "practitioner"), _on_record(CaseCover, people, "staff")
    gone = _absent({each for days in (*holders.values(), *covers.values()) for _first, _end, each in days}, on)
    seen = _first_seen(rows, at)
    needs = {need.person_id: need for need in HousingNeed.objects.filter(person__in=people).order_by("raised_at")}
    housed = _housed(rows)
    return [
        _release(row, _on(holders, row), _on(covers, row), gone, seen.get(row), needs.get(row.person.pk), housed)
        for row in rows
    ]


@dataclass(frozen=True)
class _Leaving:
    """A person leaving custody on a day, for the first time or again, where they have been `since` a day."""

    person: Person
    on: date
    since: date


def _leaving(user, on: date, ahead: date, mine: bool) -> list[_Leaving]:
    """Those whom the user may see, the soonest first."""
    first = Sentence.objects.filter(release_date__range=(on, ahead), person__merged_into__isnull=True)
    again = ReturnToCustody.objects.filter(to_date__range=(on, ahead), sentence__person__merged_into__isnull=True)
    if mine:
        people = Person.objects.filter(looked_after_by(user.staff_id, on)).values("pk")
        first, again = first.filter(person__in=people), again.filter(sentence__person__in=people)
    first = access.visible(first, user, Permission.CONTACT_VIEW).select_related("person__team__pdu")
    again = access.visible(again, user, Permission.CONTACT_VIEW).select_related("sentence__person__team__pdu")
    rows = [_Leaving(row.person, row.release_date, row.sentence_date) for row in first]
    rows += [_Leaving(row.sentence.person, row.to_date, row.from_date) for row in again]
    return sorted(rows, key=lambda row: (row.on, row.person.family_name, row.person.crn))


def _release(row, holder, cover, gone, first_seen, need, housed) -> Release:
    actor = cover or holder
    present = actor is not None and not any(gap.holds(row.on) for gap in gone.get(actor.pk, ()))
    in_time = need is not None and need.needed_from >= row.on - _RAISED_BEFORE
    state = ("answered" if need.settled_on else "raised") if in_time else "known" if row in housed else "open"
    return Release(row.person, row.on, holder, cover, present, first_seen, state, need if in_time else None)


def _on_record(model, people: Sequence[int], who: str) -> dict[int, list[tuple[date, date | None, Staff]]]:
    found: dict[int, list[tuple[date, date | None, Staff]]] = defaultdict(list)
    for row in model.objects.filter(person__in=people).select_related(who):
        found[row.person_id].append((row.from_date, row.to_date, getattr(row, who)))
    return found


def _on(days: dict[int, list[tuple[date, date | None, Staff]]], row: _Leaving) -> Staff | None:
    """Who, of those on record, it is on the day of release."""
    for first, end, staff in days.get(row.person.pk, ()):
        if first <= row.on and (end is None or row.on < end):
            return staff
    return None


def _absent(staff: set[Staff], on: date) -> dict[int, list[_Gap]]:
    gone: dict[int, list[_Gap]] = defaultdict(list)
    for absence in Absence.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), staff__in=staff):
        gone[absence.staff_id].append(_Gap(absence.from_date, absence.to_date, True, False, absence))
    for each in staff:
        if each.to_date:
            gone[each.pk].append(_Gap(each.to_date, None, True, False, None))
    return gone


def _first_seen(rows: Sequence[_Leaving], at: datetime) -> dict[_Leaving, Appointment]:
    """The first appointment face to face on or after each release."""
    coming = Appointment.objects.filter(
        person__in=[row.person.pk for row in rows], kind=Appointment.Kind.SUPERVISION, cancelled_at=None,
        starts_at__gt=at - timedelta(days=1), mode__in=face_to_face_modes(),
    ).select_related("staff").order_by("starts_at")  # fmt: skip
    by_person: dict[int, list[Appointment]] = defaultdict(list)
    for each in coming:
        by_person[each.person_id].append(each)
    found = {}
    for row in rows:
        for each in by_person[row.person.pk]:
            if localdate(each.starts_at) >= row.on:
                found[row] = each
                break
    return found


def _housed(rows: Sequence[_Leaving]) -> set[_Leaving]:
    """Those of whom an address was recorded since they went in that still holds: one from before may be lost by now."""
    addresses: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
    for pk, first, end in Address.objects.filter(person__in=[row.person.pk for row in rows]).values_list(
        "person_id", "from_date", "to_date"
    ):
        addresses[pk].append((first, end))
    return {
        row for row in rows
        if any(first > row.since and (end is None or end > row.on) for first, end in addresses[row.person.pk])
    }  # fmt: skip
