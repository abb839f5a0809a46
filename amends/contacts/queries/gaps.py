"""Days on which staff are not there for their cases: an absence, work at home, a post that they left."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from amends.cases.models import CaseAllocation
from amends.organisation import access
from amends.organisation.models import Absence, Staff
from amends.organisation.ranges import current
from amends.organisation.roles import Permission
from amends.policy.allocating import away_too_long
from amends.policy.workload import at_home, away


@dataclass(frozen=True)
class Gap:
    """Until the day before `end` (None: no end known). `absence` is None where they have left their post.

    `whole`: so long that every case needs somebody. `home`: they work, and see nobody.
    """

    first: date
    end: date | None
    whole: bool
    home: bool
    absence: Absence | None

    def holds(self, day: date) -> bool:
        """Whether it is one of the days."""
        return self.first <= day and (self.end is None or day < self.end)


def gaps_of_holders(user, on: date, ahead: date) -> dict[int, list[Gap]]:
    """When those whose caseloads the user looks after are not there, until a day, by their ids; two queries."""
    staff = access.visible(Staff.objects, user, Permission.WORKLOAD_VIEW)
    gaps: dict[int, list[Gap]] = defaultdict(list)
    absences = Absence.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=ahead, staff__in=staff.values("pk")
    )
    for absence in absences:
        home = at_home(absence.kind, on=on)
        if home or away(absence.kind, on=on):
            whole = not home and away_too_long(absence.from_date, absence.to_date, on=on).value
            gaps[absence.staff_id].append(Gap(absence.from_date, absence.to_date, whole, home, absence))
    held = CaseAllocation.objects.filter(current(on)).values("practitioner")
    for pk, left_on in staff.filter(to_date__lte=ahead, pk__in=held).values_list("pk", "to_date"):
        gaps[pk].append(Gap(left_on, None, True, False, None))
    return dict(gaps)


def gaps_of(staff: Collection[Staff], on: date) -> dict[int, list[Gap]]:
    """When each of the staff is not there, from a day on, by their ids; one query, or none."""
    gone: dict[int, list[Gap]] = defaultdict(list)
    keys = {each.pk for each in staff}
    for absence in Absence.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), staff__in=keys):
        home = at_home(absence.kind, on=on)
        gone[absence.staff_id].append(Gap(absence.from_date, absence.to_date, True, home, absence))
    for each in {each.pk: each for each in staff}.values():
        if each.to_date:
            gone[each.pk].append(Gap(each.to_date, None, True, False, None))
    return gone
