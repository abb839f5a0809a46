"""What managers record about cases and staff: oversight, supervision of staff, and audits of quality."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from random import Random

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from amends.cases.form_specs import AUDIT_ANSWERS, AUDIT_QUESTIONS
from amends.cases.models import CaseAllocation, OversightNote, Person, QualityAudit, StaffSupervision
from amends.cases.operations.refused import OversightRefused
from amends.organisation import audit
from amends.organisation.models import Staff, User
from amends.organisation.operations.refusal import Ground
from amends.organisation.ranges import current

MOST_DRAWN = 50


@dataclass(frozen=True)
class OversightDraft:
    """What a manager found on looking at a case. `sensitive`: only those who record oversight read it."""

    on: date
    note: str
    action: str = ""
    action_by: date | None = None
    sensitive: bool = False


@transaction.atomic
def record_oversight(*, person: Person, draft: OversightDraft, by: User, at: datetime) -> OversightNote:
    """Record oversight of a case. Raises OversightRefused."""
    grounds = _past(draft.on, at)
    if person.merged_into_id:
        grounds.append(Ground(_("This record has been merged into another. Use the record that was kept.")))
    if not draft.note.strip():
        grounds.append(Ground(_("Enter what you found"), "note"))
    if draft.action_by and not draft.action.strip():
        grounds.append(Ground(_("Enter what is to be done by then"), "action"))
    if draft.action_by and draft.action_by < draft.on:
        grounds.append(Ground(_("It must be on or after the day the case was looked at"), "action_by"))
    if grounds:
        raise OversightRefused(grounds)
    note = OversightNote.objects.create(person=person, recorded_at=at, recorded_by=by, **asdict(draft))
    audit.record(by, "record oversight", f"cases.oversightnote {note.pk}", crn=person.crn)
    return note


@transaction.atomic
def record_supervision(
    *, member: Staff, on: date, notes: str, agreed: str = "", next_on: date | None = None, by: User, at: datetime
) -> StaffSupervision:
    """Record a supervision session of a member of staff. Raises OversightRefused."""
    grounds = _past(on, at)
    if not notes.strip():
        grounds.append(Ground(_("Enter what was spoken about"), "notes"))
    if next_on and next_on <= on:
        grounds.append(Ground(_("The next session must be after this one"), "next_on"))
    if grounds:
        raise OversightRefused(grounds)
    session = StaffSupervision.objects.create(
        staff=member, on=on, notes=notes.strip(), agreed=agreed.strip(), next_on=next_on, recorded_at=at, recorded_by=by
    )
    audit.record(by, "record supervision", f"organisation.staff {member.pk}", detail={"on": on.isoformat()})
    return session


@transaction.atomic
def draw_sample(*, cases: QuerySet[Person], count: int, random: Random, by: User, at: datetime) -> list[QualityAudit]:
    """Draw so many of the cases for audit, each as likely as another, leaving out those drawn and not yet read.

    Raises OversightRefused for a count out of range, or where none is left to draw.
    """
    if not 1 <= count <= MOST_DRAWN:
        raise OversightRefused(_("Draw from 1 to 50 cases"), field="count")
    waiting = QualityAudit.objects.filter(read_on__isnull=True).values("person")
    today = localdate(at)
    drawn_today = QualityAudit.objects.filter(drawn_on=today).values("person")
    keys = sorted(cases.exclude(pk__in=waiting).exclude(pk__in=drawn_today).values_list("pk", flat=True))
    chosen = random.sample(keys, min(count, len(keys)))
    if not chosen:
        raise OversightRefused(_("There is no case left to draw here"))
    holders = dict(
        CaseAllocation.objects.filter(current(today), person__in=chosen).values_list("person_id", "practitioner_id")
    )
    people = list(Person.objects.filter(pk__in=chosen).order_by("pk"))
    drawn = QualityAudit.objects.bulk_create(
        QualityAudit(person=person, team_id=person.team_id, practitioner_id=holders.get(person.pk), drawn_on=today,
                     drawn_by=by)
        for person in people
    )  # fmt: skip
    audit.record_many(by, "draw for audit", ((f"cases.qualityaudit {each.pk}", each.person.crn, {}) for each in drawn))
    return drawn


@transaction.atomic
def record_audit(
    *, drawn: QualityAudit, answers: Mapping[str, str], summary: str = "", by: User, at: datetime
) -> QualityAudit:
    """Record how a drawn case was found. Raises OversightRefused where a question is open, or it was read already."""
    found = QualityAudit.objects.select_for_update(of=("self",)).select_related("person").get(pk=drawn.pk)
    grounds = []
    if found.read_on:
        grounds.append(Ground(_("This case was read already")))
    known = dict(AUDIT_ANSWERS)
    grounds += [Ground(_("Select an answer"), code) for code in AUDIT_QUESTIONS if answers.get(code) not in known]
    if grounds:
        raise OversightRefused(grounds)
    found.answers = {code: answers[code] for code in AUDIT_QUESTIONS}
    found.summary, found.read_on, found.read_by = summary.strip(), localdate(at), by
    found.save(update_fields=["answers", "summary", "read_on", "read_by"])
    audit.record(by, "audit case", f"cases.qualityaudit {found.pk}", crn=found.person.crn)
    return found


def _past(on: date, at: datetime) -> list[Ground]:
    return [] if on <= localdate(at) else [Ground(_("The day must be today or in the past"), "on")]
