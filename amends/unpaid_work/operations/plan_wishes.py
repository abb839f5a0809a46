"""Wishing that plans pin a booking, keep one out or prefer one; and withdrawing such a wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.organisation import audit
from amends.organisation.models import Team
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.unpaid_work.models import PlanWish, Project

MOST_POINTS = 10_000  # far beyond what a booking can be worth: such a wish is granted wherever the rules allow


@dataclass(frozen=True)
class WishDraft:
    """A wish for the team's plans; None matches any. `points` of a preference: below 0 to be avoided."""

    kind: str
    person: Person | None
    project: Project | None
    date: date | None
    points: int | None
    reason: str


@transaction.atomic
def record_wish(*, team: Team, draft: WishDraft, by, at: datetime) -> PlanWish:
    """Record a wish for the team's plans from now on.

    Raises Refused where it concerns nobody and nothing that the team plans, a day gone by, or a day pinned already.
    """
    refuse_unless_planned(team, draft, civil_date(at))
    try:
        with transaction.atomic():
            wish = PlanWish.objects.create(
                team=team, kind=draft.kind, person=draft.person, project=draft.project, date=draft.date,
                points=draft.points, reason=draft.reason, made_at=at, made_by=by,
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(_("The person is pinned to a session on this day already")) from error
    detail = {
        "kind": draft.kind,
        "project": draft.project.code if draft.project else None,
        "date": draft.date.isoformat() if draft.date else None,
        "points": draft.points,
    }
    audit.record(by, "wish of plans", _subject(wish), crn=draft.person.crn if draft.person else "", detail=detail)
    return wish


@transaction.atomic
def record_wishes(*, team: Team, drafts: Sequence[WishDraft], by, at: datetime) -> list[PlanWish]:
    """Record many wishes, or none: raises Refused, with the number of the first that is refused and why."""
    made = []
    for number, draft in enumerate(drafts, start=1):
        try:
            made.append(record_wish(team=team, draft=draft, by=by, at=at))
        except Refused as refused:
            raise Refused(_("Row %(number)d: %(why)s") % {"number": number, "why": refused}) from refused
    return made


@transaction.atomic
def withdraw_wish(*, wish: PlanWish, by, at: datetime) -> PlanWish:
    """End a wish: plans made from now on do not know it. Raises Refused where it is withdrawn already."""
    wish = PlanWish.objects.select_for_update(of=["self"]).select_related("person").get(pk=wish.pk)
    if wish.withdrawn_at is not None:
        raise Refused(_("The wish is withdrawn already"))
    wish.withdrawn_at, wish.withdrawn_by = at, by
    wish.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(by, "withdraw wish of plans", _subject(wish), crn=wish.person.crn if wish.person else "")
    return wish


def refuse_unless_planned(team: Team, draft: WishDraft, on: date) -> None:
    """Raise Refused where the wish concerns nobody and nothing that the team plans, or a day gone by."""
    if draft.person is None and draft.project is None:
        raise Refused(_("A wish names a person, a project or both"))
    if draft.person is not None and draft.person.team.pdu_id != team.pdu_id:
        raise Refused(_("This team plans for people of its own unit, and the person is of another"))
    if draft.project is not None and draft.project.team_id != team.pk:
        raise Refused(_("The project is another team's"))
    if draft.date is not None and draft.date <= on:
        raise Refused(_("Plans change no day before tomorrow"))
    if draft.kind == PlanWish.Kind.PIN and (draft.person is None or draft.project is None or draft.date is None):
        raise Refused(_("A pin names the person, the project and the day"))
    if draft.kind == PlanWish.Kind.PREFER and not 0 < abs(draft.points or 0) <= MOST_POINTS:
        raise Refused(_("A preference has points, from -10,000 to 10,000 and not 0"))
    if draft.date is not None and draft.project is not None and str(draft.date.isoweekday()) not in draft.project.days:
        raise Refused(_("The project does not run on that weekday"))


def _subject(wish: PlanWish) -> str:
    return f"unpaid_work.planwish {wish.pk}"
