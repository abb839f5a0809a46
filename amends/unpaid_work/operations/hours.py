"""Hours credited or taken back other than by attendance, and the switches of policy. Rows are only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.design.words import day as day_words
from amends.faults import Faults
from amends.organisation import audit
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from amends.policy.ete import ete_cap
from amends.policy.session_credit import travel_credit_limit
from amends.unpaid_work.models import EteCredit, HomeInspection, HoursAdjustment, Switch

_AT_ONCE = 5_000


@dataclass(frozen=True)
class AdjustmentDraft:
    """Minutes credited to the person (below nought: taken back) on a day. `requirement` brings sentence and person.

    `inspection`: of the goods that a credit of home work is for. `carried_from`: the requirement that was replaced,
    whose credit it carries over.
    """

    requirement: Requirement
    on: date
    minutes: int
    reason: str
    note: str
    inspection: HomeInspection | None = None
    carried_from: Requirement | None = None


@dataclass(frozen=True)
class EteDraft:
    """Minutes of education, training or employment done on a day. `requirement` brings its sentence and person."""

    requirement: Requirement
    on: date
    minutes: int
    activity: str


@transaction.atomic
def adjust_hours(drafts: Sequence[AdjustmentDraft], *, by, at: datetime) -> list[HoursAdjustment]:
    """Add adjustments; one audit event a person. Raises Refused: nothing is added where one is at fault."""
    for number, draft in enumerate(drafts, start=1):
        _check_day(draft, at, number)
        _check_adjustment(draft, number)
    rows = HoursAdjustment.objects.bulk_create(
        (
            HoursAdjustment(
                requirement=draft.requirement,
                on=draft.on,
                minutes=draft.minutes,
                reason=draft.reason,
                note=draft.note.strip(),
                inspection=draft.inspection,
                carried_from=draft.carried_from,
                recorded_at=at,
                recorded_by=by,
            )
            for draft in drafts
        ),
        batch_size=_AT_ONCE,
    )
    _tell("adjust hours", rows, by)
    return rows


@transaction.atomic
def credit_ete(drafts: Sequence[EteDraft], *, by, at: datetime) -> list[EteCredit]:
    """Add education, training and employment done outside sessions; one audit event a person. Raises Refused.

    What is beyond the share that may count is recorded whole: the statement credits it as far as it counts.
    """
    for number, draft in enumerate(drafts, start=1):
        _check_day(draft, at, number)
        if not 1 <= draft.minutes <= 24 * 60:
            raise Refused(_("What was done in a day is from 1 minute to 24 hours"), number=number)
        if not draft.activity.strip():
            raise Refused(_("Say what was done, and with whom"), number=number)
        _covered(ete_cap, 0, on=draft.on, number=number)
    rows = EteCredit.objects.bulk_create(
        (
            EteCredit(
                requirement=draft.requirement,
                on=draft.on,
                minutes=draft.minutes,
                activity=draft.activity.strip(),
                recorded_at=at,
                recorded_by=by,
            )
            for draft in drafts
        ),
        batch_size=_AT_ONCE,
    )
    _tell("credit education, training or employment", rows, by)
    return rows


@transaction.atomic
def reverse_adjustment(*, adjustment: HoursAdjustment, note: str, by, at: datetime) -> HoursAdjustment:
    """Take an adjustment back by its opposite on the same day. Raises Refused where that was done before."""
    _check_reversal(adjustment, note)
    row = HoursAdjustment.objects.create(
        requirement=adjustment.requirement,
        on=adjustment.on,
        minutes=-adjustment.minutes,
        reason=HoursAdjustment.Reason.CORRECTION,
        note=note.strip(),
        reverses=adjustment,
        recorded_at=at,
        recorded_by=by,
    )
    _tell("reverse adjustment", [row], by)
    return row


@transaction.atomic
def reverse_ete(*, credit: EteCredit, note: str, by, at: datetime) -> EteCredit:
    """Take an ETE entry back by one of its opposite on the same day. Raises Refused where that was done before."""
    _check_reversal(credit, note)
    row = EteCredit.objects.create(
        requirement=credit.requirement,
        on=credit.on,
        minutes=-credit.minutes,
        activity=note.strip(),
        reverses=credit,
        recorded_at=at,
        recorded_by=by,
    )
    _tell("reverse education, training or employment", [row], by)
    return row


@transaction.atomic
def set_switch(*, name: str, on: bool, by, at: datetime) -> Switch:
    """Turn a switch of policy on or off for the whole service; every statement follows it from then on."""
    if name not in Switch.Name.values:
        raise Refused(_("There is no such switch"))
    switch, _made = Switch.objects.update_or_create(name=name, defaults={"on": on, "changed_at": at, "changed_by": by})
    audit.record(by, "set switch", f"unpaid_work.switch {switch.pk}", detail={"name": name, "on": on})
    return switch


def _check_day(draft: AdjustmentDraft | EteDraft, at: datetime, number: int) -> None:
    sentenced = draft.requirement.sentence.sentence_date
    if draft.on < sentenced:
        told = _("The day must be on or after %(day)s, the date of sentence") % {"day": day_words(sentenced)}
        raise Refused(told, number=number)
    if draft.on > civil_date(at):
        raise Refused(_("The day must be today or in the past"), number=number)


def _check_adjustment(draft: AdjustmentDraft, number: int) -> None:
    if draft.reason not in HoursAdjustment.Reason.values:
        raise Refused(_("An adjustment is for travel, a correction or something other"), number=number)
    if (draft.reason == HoursAdjustment.Reason.HOME) != (draft.inspection is not None):
        raise Refused(_("Home work is credited by an inspection of its goods, and by nothing else"), number=number)
    if not draft.note.strip():
        raise Refused(_("Say what the adjustment is for"), number=number)
    if not draft.minutes:
        raise Refused(_("An adjustment is of 1 minute or more"), number=number)
    if draft.reason == HoursAdjustment.Reason.TRAVEL:
        most = _covered(travel_credit_limit, on=draft.on, number=number)
        if not 1 <= draft.minutes <= most:
            told = _("Travel is credited from 1 to %(most)s minutes at a time; to take it back, reverse its entry")
            raise Refused(told % {"most": most}, number=number)


def _covered(rule, *arguments, on: date, number: int) -> int:
    """What a rule answers on a day; Refused where policy has no rule for it."""
    try:
        return rule(*arguments, on=on).value
    except Faults as faults:
        raise Refused(str(faults), number=number) from None


def _check_reversal(entry: HoursAdjustment | EteCredit, note: str) -> None:
    if not note.strip():
        raise Refused(_("Say why the entry is reversed"))
    # The requirement's row is the turnstile: of two who reverse the same entry at once, the second sees the first.
    Requirement.objects.select_for_update(no_key=True).get(pk=entry.requirement_id)
    if entry.reverses_id:
        raise Refused(_("This entry reverses another; add a new entry instead"))
    if type(entry).objects.filter(reverses=entry).exists():
        raise Refused(_("This entry has been reversed"))


def _tell(action: str, rows: Sequence[HoursAdjustment] | Sequence[EteCredit], by) -> None:
    of_person: dict[int, tuple[str, list[dict[str, object]]]] = {}
    for row in rows:
        person = row.requirement.sentence.person
        told = {"requirement": row.requirement.reference, "on": row.on.isoformat(), "minutes": row.minutes}
        of_person.setdefault(person.pk, (person.crn, []))[1].append(told)
    audit.record_many(
        by, action, ((f"cases.person {pk}", crn, {"entries": told}) for pk, (crn, told) in of_person.items())
    )
