"""Taking in providers' results, and deciding whose each is: credit follows from that alone, once for each row."""

import hashlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from amends.cases.models import Person, Requirement
from amends.organisation import audit
from amends.organisation.models import Team
from amends.organisation.operations.refusal import Refused
from amends.unpaid_work.models import EteCredit, EteResult, EteResultFile
from amends.unpaid_work.operations.hours import EteDraft, credit_ete, reverse_ete
from amends.unpaid_work.queries.ete_matching import Told, appears_to_be, certain_of, requirement_for, requirements_on


@dataclass(frozen=True)
class EteRow:
    """A row of a provider's file, as it was told."""

    provider: str
    course: str
    name: str
    date_of_birth: date
    crn: str
    on: date
    minutes: int
    result: str

    @property
    def told(self) -> Told:
        return Told(self.name, self.date_of_birth, self.crn)

    @property
    def fingerprint(self) -> str:
        """The same for two rows that say the same, however it is spaced or capitalised."""
        said = "\x1f".join(" ".join(str(part).casefold().split()) for part in astuple(self))
        return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def take_in_results(*, name: str, rows: Sequence[EteRow], team: Team, by, at: datetime) -> EteResultFile:
    """Keep each row that was not taken in before, and credit those whose person is certain and has work in force.

    Everything else waits for somebody to decide. Raises Refused, and nothing is kept, where a credit is refused.
    """
    new: dict[str, tuple[int, EteRow]] = {}
    known = set(
        EteResult.objects.filter(fingerprint__in=[row.fingerprint for row in rows]).values_list(
            "fingerprint", flat=True
        )
    )
    for number, row in enumerate(rows, start=1):
        if row.fingerprint not in known:
            new.setdefault(row.fingerprint, (number, row))
    file = EteResultFile.objects.create(
        team=team, name=name, rows=len(rows), before=len(rows) - len(new), taken_in_at=at, taken_in_by=by
    )
    kept = _kept(file, list(new.items()))
    _match(kept, by, at)
    detail = {"rows": len(rows), "before": file.before}
    audit.record(by, "take in ETE results", f"unpaid_work.eteresultfile {file.pk}", detail=detail)
    return file


@transaction.atomic
def confirm_result(*, result: EteResult, person: Person, by, at: datetime) -> EteResult:
    """Decide whose a result is, and credit its minutes. Raises Refused where it was decided, or nothing is in force."""
    result = _waiting(result)
    requirement = requirement_for(requirements_on([person]), person, result.on)
    if requirement is None:
        raise Refused(_("No unpaid work requirement of theirs was in force on that day"), field="whose")
    _decide(result, person, _credit(result, requirement, by, at), by, at)
    audit.record(by, "confirm ETE result", f"unpaid_work.eteresult {result.pk}", crn=person.crn)
    return result


@transaction.atomic
def set_aside_result(*, result: EteResult, why: str, by, at: datetime) -> EteResult:
    """Decide that a result is nobody's here. Raises Refused where it was decided before, or no reason is given."""
    result = _waiting(result)
    if not why.strip():
        raise Refused(_("Enter why it is nobody's"), field="why")
    result.set_aside_why, result.decided_at, result.decided_by = why.strip(), at, by
    result.save(update_fields=["set_aside_why", "decided_at", "decided_by"])
    audit.record(by, "set aside ETE result", f"unpaid_work.eteresult {result.pk}", crn=result.known_crn or "")
    return result


@transaction.atomic
def reopen_result(*, result: EteResult, why: str, by, at: datetime) -> EteResult:
    """Take a decision back: what was credited is reversed, and the result waits again. Raises Refused."""
    result = EteResult.objects.select_for_update(of=("self",)).select_related("credit").get(pk=result.pk)
    if result.decided_at is None:
        raise Refused(_("Nothing has been decided about it"))
    if not why.strip():
        raise Refused(_("Enter why the decision is taken back"), field="why")
    crn = result.known_crn or ""
    if result.credit and not EteCredit.objects.filter(reverses=result.credit).exists():
        reverse_ete(credit=result.credit, note=why.strip(), by=by, at=at)
    result.person = result.credit = result.decided_at = result.decided_by = None
    result.set_aside_why = ""
    result.save(update_fields=["person", "credit", "decided_at", "decided_by", "set_aside_why"])
    audit.record(by, "reopen ETE result", f"unpaid_work.eteresult {result.pk}", crn=crn, detail={"why": why.strip()})
    return result


def _kept(file: EteResultFile, new: Sequence[tuple[str, tuple[int, EteRow]]]) -> list[EteResult]:
    about = appears_to_be([row.told for _fingerprint, (_number, row) in new])
    rows = [
        EteResult(file=file, row=number, fingerprint=fingerprint, known_crn=crn, **vars(row))
        for (fingerprint, (number, row)), crn in zip(new, about, strict=True)
    ]
    try:
        with transaction.atomic():
            return EteResult.objects.bulk_create(rows)
    except IntegrityError:
        raise Refused(_("Somebody is taking in the same results at this moment. Try again.")) from None


def _match(kept: Sequence[EteResult], by, at: datetime) -> None:
    """Credit the results that are certainly somebody's with work in force on the day; all of them at once."""
    people = certain_of(by, [Told(each.name, each.date_of_birth, each.crn) for each in kept])
    held = requirements_on([person for person in people if person])
    sure = [
        (result, person, requirement)
        for result, person in zip(kept, people, strict=True)
        if person and (requirement := requirement_for(held, person, result.on))
    ]
    with_minutes = [(result, requirement) for result, _person, requirement in sure if result.minutes]
    credits = credit_ete([_draft(result, requirement) for result, requirement in with_minutes], by=by, at=at)
    by_result = {result.pk: credit for (result, _r), credit in zip(with_minutes, credits, strict=True)}
    for result, person, _requirement in sure:
        result.person, result.credit, result.decided_at = person, by_result.get(result.pk), at
        result.known_crn = person.crn
    EteResult.objects.bulk_update(
        [result for result, *_rest in sure], ["person", "credit", "decided_at", "known_crn"], batch_size=1000
    )


def _waiting(result: EteResult) -> EteResult:
    result = EteResult.objects.select_for_update(of=("self",)).get(pk=result.pk)
    if result.decided_at is not None:
        raise Refused(_("Somebody has decided about this result meanwhile"))
    return result


def _draft(result: EteResult, requirement: Requirement) -> EteDraft:
    activity = f"{result.course}, {result.provider}: {result.get_result_display().lower()}"
    return EteDraft(requirement, result.on, result.minutes, activity)


def _credit(result: EteResult, requirement: Requirement, by, at: datetime) -> EteCredit | None:
    if not result.minutes:
        return None
    return credit_ete([_draft(result, requirement)], by=by, at=at)[0]


def _decide(result: EteResult, person: Person, credit: EteCredit | None, by, at: datetime) -> None:
    result.person, result.known_crn, result.credit = person, person.crn, credit
    result.decided_at, result.decided_by = at, by
    result.save(update_fields=["person", "known_crn", "credit", "decided_at", "decided_by"])
