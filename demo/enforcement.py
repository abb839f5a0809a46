"""What was done about failures in a new demonstration: evidence, warnings, decisions, and breach to its end.

Of the people whose practitioner may sign in, so that the others show what a team looks like that decides nothing.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from amends.cases.models import Person
from amends.cases.operations import RiskDraft, record_risk_of_harm
from amends.contacts.models import ContactOutcome
from amends.contacts.operations.outcomes import OutcomeDraft, OutcomesRefused, correct_outcome
from amends.enforcement.models import Proceeding
from amends.enforcement.operations.actions import decide_not_to_enforce, issue_warning, start_breach
from amends.enforcement.operations.evidence import decide_on_evidence, record_evidence
from amends.enforcement.operations.proceedings import list_hearing, send_pack, suspend_breach
from amends.enforcement.operations.refused import EnforcementRefused
from amends.enforcement.operations.results import ResultDraft, record_result
from amends.enforcement.queries.ledger import Failure, failures_of, ledger_of
from amends.organisation.models import RoleGrant, User
from amends.organisation.operations.refusal import Refused
from amends.policy.civil_time import civil_date
from demo.assumptions import assumed

_EVIDENCE = (
    ("medical", "Photograph of a doctor's note for the day"),
    ("work", "Rota from the employer, with the shift marked"),
    ("family", "Message from the school that the child was sent home"),
    ("travel", "Screenshot: the bus was cancelled"),
    ("legal", "Letter with the time of a hearing at the family court"),
)
_REASONS = (
    "Moved into emergency housing that week; work has gone well since",
    "In hospital twice this month; a plan for health is being made with the community nurse",
    "Told us beforehand, and the message was not passed on",
)
_MOST_DAYS = 12


def decide_on_failures(
    *, practitioner: User, manager: User, at: datetime, random: Random,
    advance: Callable[[int], object] = lambda people: None,
) -> int:  # fmt: skip
    """Live what followed the failures of the practitioner's team, each in its time; returns how many were looked at."""
    today = civil_date(at)
    grant = RoleGrant.objects.filter(user=practitioner, team__isnull=False).first()
    people = Person.objects.filter(team=grant.team_id if grant else None, merged_into=None).order_by("crn")
    looked_at = 0
    for person in people[: int(assumed("enforced_people"))]:
        for failure in failures_of([person.pk], on=today):
            if failure.on <= today - timedelta(days=365):
                continue
            if random.random() < assumed("failures_decided"):
                _decide(person, failure, practitioner, manager, at, random)
            looked_at += 1
        advance(1)
    _correct_one(practitioner, at)
    for breach in Proceeding.objects.filter(state="started", sentence__person__in=people).order_by("pk"):
        _proceed(breach, practitioner, manager, at, random)
    return looked_at


def _decide(person: Person, failure: Failure, practitioner: User, manager: User, at: datetime, random: Random) -> None:
    outcome = ContactOutcome.objects.get(pk=failure.outcome)
    try:
        if random.random() < assumed("evidence_received") and _accepted(outcome, failure, practitioner, at, random):
            return
        entry = ledger_of(person, civil_date(at)).entry(failure.appointment)
        if entry is None or not entry.call.open:
            return
        if random.random() < assumed("failures_not_enforced"):
            when = _office_hours(failure.on, random.randint(3, _MOST_DAYS), at)
            if when:
                reason = random.choice(_REASONS)
                decide_not_to_enforce(outcome=outcome, reason=reason, by=manager, at=when)
        elif entry.call.step.value == "warn":
            when = _office_hours(failure.on, random.randint(1, 5), at)
            if when:
                issue_warning(outcome=outcome, by=practitioner, at=when)
        elif when := _office_hours(failure.on, random.randint(4, _MOST_DAYS), at):
            start_breach(outcome=outcome, note="Second failure within 12 months", by=practitioner, at=when)
    except EnforcementRefused:
        return


def _accepted(outcome: ContactOutcome, failure: Failure, by: User, at: datetime, random: Random) -> bool:
    """Evidence comes in, and mostly is decided on: whether the reason was accepted."""
    kind, words = random.choice(_EVIDENCE)
    received = _office_hours(failure.on, random.randint(1, 5), at)
    if received is None:
        return False
    evidence = record_evidence(
        outcome=outcome, kind=kind, received_on=civil_date(received), description=words, by=by, at=received
    )
    decided = _office_hours(failure.on, random.randint(5, 7), at)
    if decided is None:
        return False
    accepted = random.random() < assumed("reason_accepted")
    reason = "It shows why, for that day" if accepted else "It is about another day"
    decide_on_evidence(evidence=evidence, accepted=accepted, reason=reason, by=by, at=decided)
    return accepted


def _proceed(breach: Proceeding, practitioner: User, manager: User, at: datetime, random: Random) -> None:
    """A breach after it was started: suspended, or laid, listed and decided on, as far as the days have come."""
    begun = breach.counts_from
    try:
        if random.random() < assumed("breach_suspended"):
            if when := _office_hours(begun, 6, at):
                suspend_breach(proceeding=breach, reason="The court lists no breaches for now", by=manager, at=when)
            return
        laid, listed = _office_hours(begun, random.randint(2, 9), at), _office_hours(begun, 12, at)
        if laid is None or random.random() >= assumed("breach_laid"):
            return
        _judge(breach.person, begun, practitioner, laid)
        send_pack(proceeding=breach, by=practitioner, at=laid)
        if listed is None or random.random() >= assumed("breach_listed"):
            return
        hearing = begun + timedelta(days=random.randint(20, 60))
        list_hearing(proceeding=breach, hearing_on=hearing, by=practitioner, at=listed)
        heard = _office_hours(hearing, 1, at)
        if heard is not None and random.random() < assumed("breach_decided"):
            _decide_on_breach(breach, hearing, practitioner, heard, random)
    except Refused:
        return


def _judge(person: Person, on: date, by: User, at: datetime) -> None:
    """Judge the risk of who was not judged yet: no pack is laid without it."""
    if not person.risks_of_harm.exists():
        draft = RiskDraft(on, "low", "low", "medium", "low", "From the offence, and what police hold")
        record_risk_of_harm(person=person, draft=draft, by=by, at=at)


def _decide_on_breach(breach: Proceeding, hearing: date, by: User, at: datetime, random: Random) -> None:
    """Mostly the order goes on, with hours added or without."""
    requirement = breach.sentence.requirements.filter(ended_on=None).first()
    draft = ResultDraft("continues", hearing, note="Fined, and warned by the court")
    if requirement is not None and random.random() < 0.5:
        draft = ResultDraft("hours_added", hearing, requirement=requirement, minutes_added=random.choice((600, 1200)))
    record_result(proceeding=breach, draft=draft, by=by, at=at)


def _correct_one(by: User, at: datetime) -> None:
    """The latest outcome warned about turns out to have been recorded wrongly: the warning is undone by it."""
    outcomes = ContactOutcome.objects.filter(
        enforcementaction_rows__kind="warn", enforcementaction_rows__withdrawn_at=None, replaced_by=None, code="UACP"
    )
    if outcome := outcomes.select_related("appointment__person").order_by("-appointment__starts_at").first():
        draft = OutcomeDraft(outcome.appointment, "AAME", notes="Was in hospital; the ward has confirmed it")
        try:
            correct_outcome(outcome=outcome, draft=draft, reason="The ward has confirmed it", by=by, at=at)
        except OutcomesRefused:
            return


def _office_hours(failed_on: date, days: int, at: datetime) -> datetime | None:
    """Mid-morning, some days after a failure; None where that has not come yet."""
    when = datetime.combine(failed_on + timedelta(days=days), time(10, 30), UTC)
    return when if when < at else None
