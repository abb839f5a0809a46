"""The pack of a breach or recall, assembled from the record: what a court or those who recall are told, and what lacks.

Notes marked sensitive are never in it, nor what is known of victims: nothing of the kind is read here.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from amends.cases.models import CaseAllocation, Person, RiskOfHarm, Sentence
from amends.cases.queries.risk import condition_words
from amends.contacts.models import ContactOutcome
from amends.design.documents.report import ReportTable, ReportText, Section
from amends.design.words import date_and_time, day, hours_text
from amends.enforcement.models import EnforcementAction, Pack, Proceeding, Step
from amends.enforcement.queries import recall_told
from amends.enforcement.queries.ledger import Entry, ledger_of
from amends.organisation.ranges import current
from amends.policy.contact_outcomes import contact_outcome

CONTACTS_DAYS = 365
_DIGITS = 16  # of a letter's digest, as its proof in print


@dataclass(frozen=True)
class Assembled:
    """A pack as the record would make it today, and every gap in the record by its name."""

    report: ReportText
    gaps: tuple[str, ...]

    @property
    def content(self) -> str:
        """The pack as it is kept."""
        return self.report.as_json()

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return hashlib.sha256(self.content.encode()).hexdigest()


def assembled(proceeding: Proceeding, on: date, at: datetime) -> Assembled:
    """The pack of proceedings on a day. A constant number of queries. The person comes with the team."""
    person, entries = proceeding.person, _entries(proceeding, on)
    resting = resting_on(proceeding, entries)
    held = CaseAllocation.objects.filter(current(on), person=person).select_related("practitioner").first()
    judged = person.risks_of_harm.order_by("-assessed_on", "-pk").first()
    address = person.addresses.filter(current(on)).first()
    contacts = _contacts(person, on)
    sections = [
        _about(person, address, held, judged), _order(proceeding, on), *_releases(proceeding.sentence, on),
        *_recall(proceeding, on),
        _failures(entries, resting), _letters(entries), _evidence(entries), _decisions(entries),
        _contact_section(contacts),
    ]  # fmt: skip
    words = {"kind": _(proceeding.get_kind_display()), "reference": proceeding.reference}
    report = ReportText(
        language="en", title=_("%(kind)s %(reference)s") % words,
        subtitle=_("%(name)s, %(crn)s. Assembled from the record on %(at)s.")
        % {"name": person.name, "crn": person.crn, "at": date_and_time(at)},
        as_at=at, author=_("Probation Service"), sections=tuple(sections),
    )  # fmt: skip
    return Assembled(report, tuple(_gaps(proceeding, resting, held, judged, address)))


def resting_on(proceeding: Proceeding, entries: list[Entry]) -> list[Entry]:
    """The failures that proceedings rest on and that stand: their action holds, and the reason was not accepted."""
    wanted = set(proceeding.rests_on.values_list("action_id", flat=True))
    return [
        entry
        for entry in entries
        if entry.call.settled != "accepted" and any(action.pk in wanted for action in entry.failure.holding)
    ]


def as_laid(pack: Pack) -> str:
    """The content of a pack as it was frozen. Raises ValueError where it is not the one that was."""
    if hashlib.sha256(pack.content.encode()).hexdigest() != pack.digest:
        raise ValueError(f"pack {pack.pk} is not as it was laid")
    return pack.content


def _entries(proceeding: Proceeding, on: date) -> list[Entry]:
    orders = [order for order in ledger_of(proceeding.person, on).orders if order.order.pk == proceeding.sentence_id]
    return sorted((entry for order in orders for entry in order.entries), key=lambda entry: entry.failure.starts_at)


def _gaps(proceeding: Proceeding, entries: list[Entry], held, judged, address) -> list[str]:
    order, gaps = proceeding.sentence, []
    if not order.offence:
        gaps.append(_("The offence is not recorded"))
    if not order.requirements.exists() and not order.conditions.exists():
        gaps.append(_("No requirement or condition is recorded"))
    if held is None:
        gaps.append(_("Nobody holds the case"))
    if judged is None:
        gaps.append(_("Risk of serious harm is not recorded"))
    if address is None:
        gaps.append(_("No address is recorded"))
    if proceeding.kind == Proceeding.Kind.BREACH and not entries:
        gaps.append(_("No failure stands on which it could rest"))
    for entry in entries:
        about = day(entry.failure.on)
        told = any(action.letters.all() for action in entry.failure.holding)
        if proceeding.kind == Proceeding.Kind.BREACH and not told:
            gaps.append(_("No letter was issued about the failure of %s") % about)
        decided = {action.evidence_id for action in entry.failure.holding}
        if any(row.pk not in decided for row in entry.failure.evidence if row.withdrawn_at is None):
            gaps.append(_("The evidence about the failure of %s is not decided on") % about)
    return gaps


def _about(person: Person, address, held, judged: RiskOfHarm | None) -> Section:
    place = f"{address.lines}, {address.postcode}" if address else _("Not recorded")
    risk = _("Not recorded")
    if judged:
        risk = _("%(level)s, judged on %(day)s") % {
            "level": _(judged.overall.label), "day": day(judged.assessed_on)
        }  # fmt: skip
    rows = [
        (_("Name"), person.name), (_("Case reference number"), person.crn),
        (_("Date of birth"), day(person.date_of_birth)), (_("Address"), place),
        (_("Practitioner"), held.practitioner.name if held else _("Nobody")), (_("Team"), person.team.name),
        (_("Risk of serious harm"), risk),
    ]  # fmt: skip
    return Section(_("The person"), (), _facts(rows))


def _order(proceeding: Proceeding, on: date) -> Section:
    order = proceeding.sentence
    rows = [
        (_("Sentence"), _(order.get_kind_display())), (_("Court"), order.court),
        (_("Passed on"), day(order.sentence_date)), (_("Reference"), order.reference),
        (_("Offence"), order.offence or _("Not recorded")),
    ]  # fmt: skip
    for each in order.requirements.prefetch_related("changes").all():
        minutes = each.ordered_minutes + sum(change.minutes for change in each.changes.all())
        rows.append((_("Requirement"), _("Unpaid work, %s") % hours_text(minutes)))
    standing = [each for each in order.conditions.all() if each.to_date is None or each.to_date > on]
    rows += [(_("Requirement or condition"), condition_words(each)) for each in standing]
    return Section(_("What was ordered"), (), _facts(rows))


def _releases(sentence: Sentence, on: date) -> list[Section]:
    """Every release and every return to custody by the day, in turn; a recall by its reference and type."""
    if sentence.release_date is None:
        return []
    steps = Step.objects.filter(proceeding__sentence=sentence, proceeding__kind="recall", name="return")
    recalls = {step.on: step.proceeding for step in steps.select_related("proceeding__recall")}
    told: list[tuple[date | None, str]] = [(sentence.release_date, _("Released"))]
    for each in sentence.returns.all():
        recall = recalls.get(each.from_date)
        about = {"reference": recall.reference, "type": recall_told.type_words(recall.recall)} if recall else {}
        words = _("Recalled to custody: %(reference)s. %(type)s") % about if recall else _("Returned to custody")
        told += [(each.from_date, words), (each.to_date, _("Released again"))]
    rows = tuple((day(when), words) for when, words in told if when is not None and when <= on)
    return [_section(_("Releases and recalls"), (_("Day"), _("What happened")), rows)] if rows else []


def _recall(proceeding: Proceeding, on: date) -> list[Section]:
    decided = getattr(proceeding, "recall", None)
    if decided is None:
        return []
    signed = proceeding.taken.filter(name="sign").select_related("recorded_by").first()
    hands = _("Proposed by %(by)s. Counter-signed by %(other)s.") % {
        "by": decided.recorded_by.name, "other": signed.recorded_by.name if signed else _("nobody yet"),
    }  # fmt: skip
    return [
        Section(_("Why recall"), (decided.grounds, _("Type: %s.") % recall_told.type_words(decided), hands)),
        Section(_("Tried or weighed instead"), (), _facts(recall_told.tried(decided), _("What"), _("What came of it"))),
        Section(_("Criteria"), (), _facts(recall_told.answered(decided, on), _("Question"), _("Answer"))),
    ]


def _failures(entries: list[Entry], resting: list[Entry]) -> Section:
    rows = tuple(
        (
            day(entry.failure.on),
            contact_outcome(entry.failure.code).description,
            ", ".join(part for part in (entry.failure.requirement, entry.failure.place) if part),
            "; ".join(entry.call.step.steps),
            _("Yes") if entry in resting else _("No"),
        )
        for entry in entries
    )
    columns = (_("Day"), _("What happened"), _("Requirement"), _("The rule"), _("Rested on"))
    return _section(_("Failures of the last 12 months"), columns, rows)


def _letters(entries: list[Entry]) -> Section:
    rows = tuple(
        (day(letter.issued_at), _(letter.get_template_display()), day(entry.failure.on), letter.digest[:_DIGITS])
        for entry in entries for action in entry.failure.actions for letter in action.letters.all()
    )  # fmt: skip
    columns = (_("Issued on"), _("Letter"), _("About the failure of"), _("Proof (SHA-256 begins)"))
    return _section(_("Letters"), columns, rows)


def _evidence(entries: list[Entry]) -> Section:
    rows = tuple(
        (day(row.received_on), _(row.get_kind_display()), row.description, day(entry.failure.on))
        for entry in entries for row in entry.failure.evidence if row.withdrawn_at is None
    )  # fmt: skip
    columns = (_("Received on"), _("Kind"), _("What it says"), _("About the failure of"))
    return _section(_("Evidence received"), columns, rows)


def _decisions(entries: list[Entry]) -> Section:
    rows = tuple(
        (day(action.recorded_at), _(action.get_kind_display()), action.recorded_by.name, action.reason)
        for entry in entries for action in entry.failure.holding if action.kind not in (EnforcementAction.Kind.ASK,)
    )  # fmt: skip
    columns = (_("Day"), _("Decision"), _("By"), _("Why"))
    return _section(_("Decisions"), columns, rows)


def _contacts(person: Person, on: date) -> tuple[tuple[str, ...], ...]:
    """Appointments of the last year and what came of each. Their notes are not told, sensitive or not."""
    since = on - timedelta(days=CONTACTS_DAYS)
    rows = ContactOutcome.objects.filter(
        appointment__person=person, replaced_by=None, appointment__starts_at__date__range=(since, on)
    )
    found = rows.select_related("appointment").order_by("appointment__starts_at", "pk")
    return tuple(
        (date_and_time(row.appointment.starts_at), _(row.appointment.get_kind_display()),
         contact_outcome(row.code).description)
        for row in found
    )  # fmt: skip


def _contact_section(rows: tuple[tuple[str, ...], ...]) -> Section:
    return _section(_("Appointments of the last year"), (_("When"), _("For"), _("What came of it")), rows)


def _section(heading: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Section:
    return Section(heading, () if rows else (_("None."),), ReportTable(columns, rows, figures=False) if rows else None)


def _facts(rows: list[tuple[str, str]], first: str = "", second: str = "") -> ReportTable:
    return ReportTable((first or _("About"), second or _("On record")), tuple(rows), figures=False)
