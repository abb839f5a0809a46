"""Cases left behind by an absence, listed as soon as it is recorded: what is owed in that time, and who covers.

An absence longer than policy allows leaves every case behind. A shorter one leaves those in which something falls on
its days: a release, an appointment, or contact due with nothing planned. At home, only what is in person does.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from amends.cases.models import CaseAllocation, CaseCover, Person, ReturnToCustody, Sentence
from amends.cases.queries.tier import live_people
from amends.contacts.models import Appointment
from amends.contacts.queries.due import ContactDue, contact_due
from amends.contacts.queries.gaps import Gap, gaps_of, gaps_of_holders
from amends.organisation import access
from amends.organisation.among import among
from amends.organisation.models import Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.allocating import release_ahead_days
from amends.policy.contact_modes import in_person_modes

STATES = ("open", "covered", "over")
Gone = Mapping[int, list[Gap]]


class Reason(NamedTuple):
    """Why a case needs somebody on a day. `kind`: away, release, appointment, due. `seen`: the person is to be seen."""

    kind: str
    on: date
    seen: bool = False


@dataclass(frozen=True)
class LeftBehind:
    """A case whose holder is not there for it, with who covers it; or one covered whose holder is back.

    `reasons` are all days on which somebody is needed, `open` those of them on which nobody covers. `owed`: the days by
    which contact falls due meanwhile, each as if the one before was made on its day.
    """

    person: Person
    holder: Staff
    gaps: tuple[Gap, ...] = ()
    reasons: tuple[Reason, ...] = ()
    open: tuple[Reason, ...] = ()
    covers: tuple[CaseCover, ...] = ()
    due: ContactDue | None = None
    owed: tuple[date, ...] = ()

    @property
    def state(self) -> str:
        """open: somebody is still needed; covered; over: it is covered without an end, and need not be any longer."""
        return "open" if self.open else "covered" if self.reasons else "over"

    @property
    def needed_on(self) -> date | None:
        """The first day on which somebody is needed, of those on which nobody covers while there are any."""
        return min((each.on for each in self.open or self.reasons), default=None)


class _Coming(NamedTuple):
    """An appointment still to come."""

    on: date
    mode: str
    staff: int | None


def left_behind(user, *, on: date, at: datetime) -> list[LeftBehind]:
    """Cases that the user may see whose holder is or will be away for them, those that nobody covers first.

    Looks as far ahead as policy does before a release. Some twenty queries, however many cases; three where all the
    staff are there and nothing is covered.
    """
    ahead = on + timedelta(days=release_ahead_days(on=on).value)
    gaps = gaps_of_holders(user, on, ahead)
    cases = _held(user, on, Q(practitioner__in=gaps, person__in=live_people(on))) if gaps else []
    keys = [case.person.pk for case in cases]
    covers = _covers(user, keys, on)
    back = _no_longer_needed(user, on, {pk: covers[pk] for pk in covers.keys() - set(keys)}, gaps)
    if not cases:
        return back
    cases = [replace(case, gaps=tuple(gaps[case.holder.pk])) for case in cases]
    releases, coming = _released(keys, on, ahead), _appointments(keys, at, ahead)
    gone = gaps_of([each.staff for rows in covers.values() for each in rows], on)
    due = {each.person.pk: each for each in contact_due((case.person for case in cases), on=on, at=at)}
    found = []
    for case in cases:
        pk = case.person.pk
        told = replace(case, covers=tuple(covers[pk]), due=due[pk], owed=_owed(due[pk], case.gaps, on, ahead))
        gathered = (_away(told, gone, on, ahead), _falling(told, releases[pk], coming[pk]), _contact(told, on, ahead))
        reasons = sorted(chain(*gathered), key=lambda each: each.on)
        needed = (each for each in reasons if not _is_covered(each, told.covers, gone))
        told = replace(told, reasons=tuple(reasons), open=tuple(_not_met(needed, told.holder, coming[pk])))
        if told.open or (told.covers and (told.reasons or _lasts(told, on))):
            found.append(told)
    return sorted((*found, *back), key=_pressing)


def _pressing(each: LeftBehind) -> tuple[int, date, bool, str]:
    released = any(reason.kind == "release" for reason in each.open)
    return STATES.index(each.state), each.needed_on or date.max, not released, each.person.family_name


def _held(user, on: date, which: Q) -> list[LeftBehind]:
    """Cases held on the day, with what a list tells of a person and of staff."""
    held = CaseAllocation.objects.filter(which, current(on), person__merged_into__isnull=True)
    told = ("person__crn", "person__given_names", "person__family_name", "person__team_id")
    rows = access.visible(held, user, Permission.WORKLOAD_VIEW).order_by().select_related("person", "practitioner")
    of_staff = ("practitioner__code", "practitioner__name", "practitioner__to_date")
    return [LeftBehind(row.person, row.practitioner) for row in rows.only(*told, *of_staff)]


def _no_longer_needed(
    user, on: date, covers: Mapping[int, Sequence[CaseCover]], gaps: Collection[int]
) -> list[LeftBehind]:
    """Of the cases covered, those whose holder is there."""
    held = _held(user, on, Q(person__in=among(covers)) & ~Q(practitioner__in=gaps)) if covers else []
    return [replace(case, covers=tuple(covers[case.person.pk])) for case in held]


def _lasts(case: LeftBehind, on: date) -> bool:
    """Whether it is covered without an end though the holder is there today, or only at home."""
    away = any(gap.holds(on) and not gap.home for gap in case.gaps)
    return not away and any(each.to_date is None and each.from_date <= on for each in case.covers)


def _away(case: LeftBehind, gone: Gone, on: date, ahead: date) -> Iterable[Reason]:
    """An absence too long for any case to wait: the first day of it on which nobody covers, else its first."""
    for gap in case.gaps:
        if gap.whole:
            ends = [each.to_date for each in case.covers if each.to_date]
            ends += [away.first for each in case.covers for away in gone.get(each.staff_id, ())]
            first = Reason("away", max(on, gap.first))
            days = [first, *(Reason("away", day) for day in sorted(ends) if first.on < day <= ahead and gap.holds(day))]
            yield next((each for each in days if not _is_covered(each, case.covers, gone)), first)


def _falling(case: LeftBehind, releases: Iterable[date], coming: Iterable[_Coming]) -> Iterable[Reason]:
    """Releases, and appointments with the holder or with nobody named; at home, those at which the person is seen."""
    for gap in case.gaps:
        yield from (Reason("release", day, seen=True) for day in releases if gap.holds(day))
        for each in coming:
            seen = each.mode in in_person_modes()
            if gap.holds(each.on) and each.staff in (None, case.holder.pk) and (seen or not gap.home):
                yield Reason("appointment", each.on, seen)


def _contact(case: LeftBehind, on: date, ahead: date) -> Iterable[Reason]:
    """Contact due: where the holder is away, with nothing planned; where they are at home, in person."""
    due = case.due
    if due is None or due.due_on is None:
        return
    next_on = max(on, due.due_on)
    for gap in case.gaps:
        if gap.home:
            yield from (Reason("due", day, seen=True) for day in _owed(due, [gap], on, ahead)[:1])
        elif due.unplanned and next_on <= ahead and gap.holds(next_on):
            yield Reason("due", next_on, due.in_person)


def _owed(due: ContactDue, gaps: Iterable[Gap], on: date, ahead: date) -> tuple[date, ...]:
    """The days until `ahead` by which contact falls due while the holder is not there; at home, contact in person."""
    days: set[date] = set()
    for gap in gaps:
        first = max(on, gap.first)
        last = min(ahead, gap.end - timedelta(days=1)) if gap.end else ahead
        if due.due_on and (not gap.home or due.in_person):
            days |= set(_every(max(due.due_on, on), due.every_days, first, last))
        if due.face_to_face_due_on:
            days |= {day for day in (max(due.face_to_face_due_on, on),) if first <= day <= last}
    return tuple(sorted(days))


def _every(day: date, days: int, first: date, last: date) -> Iterable[date]:
    """So many days apart from a day on, those from the first to the last."""
    until = (day + timedelta(days=days * number) for number in range((last - day).days // days + 1))
    return (each for each in until if first <= each)


def _is_covered(reason: Reason, covers: Iterable[CaseCover], gone: Gone) -> bool:
    """Whether somebody covers the case that day who is there then, and sees people where the person is to be seen."""
    return any(
        each.from_date <= reason.on
        and (each.to_date is None or reason.on < each.to_date)
        and not any(gap.holds(reason.on) and (reason.seen or not gap.home) for gap in gone.get(each.staff_id, ()))
        for each in covers
    )


def _not_met(reasons: Iterable[Reason], holder: Staff, coming: Iterable[_Coming]) -> Iterable[Reason]:
    """Without contact due in person that another officer makes by then."""
    seen = [each.on for each in coming if each.mode in in_person_modes() and each.staff not in (None, holder.pk)]
    return (
        each for each in reasons
        if not (each.kind == "due" and each.seen and any(day <= each.on for day in seen))
    )  # fmt: skip


def _standing(on: date) -> QuerySet[CaseCover]:
    """Who covers on the day or later, the first to begin first."""
    standing = CaseCover.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on))
    return standing.select_related("staff").order_by("from_date")


def _covers(user, people: Sequence[int], on: date) -> dict[int, list[CaseCover]]:
    """Who covers each of the people's cases, and whatever case is covered today without an end."""
    asked = _standing(on).filter(Q(person__in=among(people)) | (current(on) & Q(to_date__isnull=True)))
    found: dict[int, list[CaseCover]] = defaultdict(list)
    for row in access.visible(asked, user, Permission.WORKLOAD_VIEW):
        found[row.person_id].append(row)
    return found


def covers_of(person: Person, on: date) -> list[CaseCover]:
    """Who acts for the one who holds the case on the day, and who will later; the first to begin first."""
    return list(_standing(on).filter(person=person))


def _released(people: Sequence[int], on: date, ahead: date) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    first = Sentence.objects.filter(person__in=among(people), release_date__range=(on, ahead)).order_by()
    again = ReturnToCustody.objects.filter(sentence__person__in=among(people), to_date__range=(on, ahead)).order_by()
    days = first.values_list("person_id", "release_date")
    for pk, day in days.union(again.values_list("sentence__person_id", "to_date"), all=True):
        found[pk].append(day)
    return found


def _appointments(people: Sequence[int], at: datetime, ahead: date) -> dict[int, list[_Coming]]:
    found: dict[int, list[_Coming]] = defaultdict(list)
    coming = Appointment.objects.filter(
        person__in=among(people), kind=Appointment.Kind.SUPERVISION, cancelled_at=None, starts_at__gt=at,
        starts_at__date__lte=ahead,
    )  # fmt: skip
    told = coming.order_by("starts_at").values_list("person_id", "starts_at", "mode", "staff_id")
    for pk, starts_at, mode, staff in told:
        found[pk].append(_Coming(localdate(starts_at), mode, staff))
    return found
