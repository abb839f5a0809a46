"""A person's ledger as cards: what happened, what the rule says, what was done, what may be done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from amends.cases.models import Person, Sentence
from amends.design.components import Link, Row, SummaryList, Tag
from amends.design.words import clock_time, date_and_time, day, long_date, steps_told
from amends.enforcement.models import EnforcementAction, Evidence
from amends.enforcement.operations.actions import why_not
from amends.enforcement.queries.ledger import Entry, OrderLedger, PersonLedger
from amends.enforcement.queries.proceedings import Standing
from amends.enforcement.views.proceeding_page import heading, state_tag
from amends.policy.civil_time import civil_date, last_day_within
from amends.policy.contact_outcomes import contact_outcome

CSV_HEADER = ("order", "failed_on", "outcome", "requirement", "place", "step", "due", "late", "settled", "rule")
Kind = EnforcementAction.Kind
_STEPS = {
    "warn": gettext_lazy("Warning"),
    "breach": gettext_lazy("Breach"),
    "recall": gettext_lazy("Decision on recall"),
}
_SETTLED = {
    "accepted": (gettext_lazy("Reason accepted"), "green"),
    "warned": (gettext_lazy("Warned"), "blue"),
    "not_enforced": (gettext_lazy("Not enforced"), "purple"),
    "breach": (gettext_lazy("In breach proceedings"), "red"),
    "ended": (gettext_lazy("Order ended"), "grey"),
}
_OFFERS = (
    (Kind.ASK, gettext_lazy("Ask for the reason")),
    (Kind.WARN, gettext_lazy("Issue a warning")),
    (Kind.BREACH, gettext_lazy("Start breach")),
)


@dataclass(frozen=True)
class May:
    """What the reader may do for this person."""

    record: bool
    waive: bool


def order(found: OrderLedger, person: Person, may: May, on: date) -> dict[str, Any]:
    """One order: its heading, the warnings in force and a card for each failure."""
    sentence = found.order
    older = ngettext("%(count)s failure is older than 12 months", "%(count)s failures are older than 12 months",
                     found.older) % {"count": found.older}  # fmt: skip
    return {
        "heading": _("%(kind)s, %(court)s, %(day)s") % {
            "kind": _(sentence.get_kind_display()), "court": sentence.court, "day": day(sentence.sentence_date)
        },
        "reference": sentence.reference,
        "recall": _recall(sentence, person, may, on),
        "ended": found.ended,
        "warnings": [_warning(each) for each in found.warnings],
        "failures": [_failure(entry, person, may, on) for entry in found.entries],
        "older": older if found.older else "",
    }  # fmt: skip


def proceedings(standing: Iterable[Standing]) -> list[str]:
    """Every breach and recall, with where it stands and whose turn it is."""
    lines = []
    for each in standing:
        row = each.proceeding
        link = Link(heading(row), reverse("enforcement:proceeding", args=[row.person.crn, row.pk]))
        late = Tag(_("Late"), "red") if each.late else ""
        by = _("by %s") % day(each.due) if each.due else ""
        lines.append(format_html("{} {} {} {}", link, state_tag(row), by, late))
    return lines


def undone(found: PersonLedger, person: Person, may: May) -> list[str]:
    """What rests on outcomes that are failures no more: shown, until somebody withdraws it."""
    rows = [*found.undone, *found.evidence_undone]
    return [
        format_html(
            _("{} of {}, recorded on {} by {}: it rests on the outcome {}, corrected since. {}"),
            _title(row), day(row.appointment.starts_at), day(row.recorded_at), row.recorded_by.name,
            contact_outcome(row.outcome.code).description, _withdrawal(row, person, may),
        )
        for row in rows
    ]  # fmt: skip


def _recall(sentence: Sentence, person: Person, may: May, on: date) -> Link | str:
    if not may.record or sentence.phase_on(on) != Sentence.Phase.LICENCE:
        return ""
    return Link(_("Decide on recall"), reverse("enforcement:recall", args=[person.crn, sentence.pk]))


def _warning(action: EnforcementAction) -> str:
    given = civil_date(action.recorded_at)
    return _("Warned on %(day)s: in force to %(last)s") % {"day": day(given), "last": day(last_day_within(given, 12))}


def _failure(entry: Entry, person: Person, may: May, on: date) -> dict[str, Any]:
    failure = entry.failure
    rows = [
        Row(_("What happened"), _happened(entry)),
        Row(_("The rule"), format_html("{}<br><span class=\"govuk-hint govuk-!-font-size-16\">{}</span>",
                                       steps_told(entry.call.step.steps), _cited(entry))),
        Row(_("Due"), _due(entry, on)),
        Row(_("Evidence"), _lines([_evidence(entry, each, person, may) for each in failure.evidence]) or _("None")),
        Row(_("What was done"), _lines([_action(entry, each, person, may) for each in failure.actions])
            or _("Nothing yet")),
    ]  # fmt: skip
    if offers := _offers(entry, person, may):
        rows.append(Row(_("Next"), _lines(offers)))
    title = long_date(failure.on)
    return {"id": f"failure-{failure.appointment}", "card": SummaryList(rows, card_title=title)}


def _happened(entry: Entry) -> str:
    failure = entry.failure
    requirement = failure.requirement and _("requirement %(reference)s") % {"reference": failure.requirement}
    parts = [contact_outcome(failure.code).description, clock_time(failure.starts_at), failure.place, requirement]
    return ", ".join(part for part in parts if part)


def _cited(entry: Entry) -> str:
    step = entry.call.step
    if step.confidence == "default":
        return _("%(source)s. A default, not law.") % {"source": step.source}
    return step.source


def _due(entry: Entry, on: date) -> str:
    call = entry.call
    if call.settled:
        words, colour = _SETTLED[call.settled]
        return str(Tag(str(words), colour))
    if call.due is None:
        return _("Nothing")
    told = _("%(step)s by %(day)s") % {"step": _STEPS[entry.asked], "day": day(call.due)}
    late = Tag(_("Late"), "red") if call.late(on) else ""
    clocks = _("Letter by %(letter)s, evidence by %(evidence)s") % {
        "letter": day(call.clocks.letter_due), "evidence": day(call.clocks.evidence_due)
    }  # fmt: skip
    return format_html("{} {}<br>{}", told, late, clocks)


def _evidence(entry: Entry, row: Evidence, person: Person, may: May) -> str:
    told = format_html("{}, {}: {}", _(row.get_kind_display()), day(row.received_on), row.description)
    links: list[Link | str] = []
    decided = any(each.evidence_id == row.pk and each.withdrawn_at is None for each in entry.failure.actions)
    if may.record and not decided and row.withdrawn_at is None:
        links.append(Link(_("Decide"), reverse("enforcement:decide", args=[person.crn, row.pk]),
                          _("on the evidence of %s") % day(row.received_on)))  # fmt: skip
        links.append(_withdrawal(row, person, may))
    return _told(entry, row, told, links)


def _action(entry: Entry, row: EnforcementAction, person: Person, may: May) -> str:
    letters = [
        Link(_("Letter (PDF)"), reverse("enforcement:letter", args=[person.crn, each.pk]),
             f"{_(each.get_template_display())}, {day(each.issued_at)}")
        for each in row.letters.all()
    ]  # fmt: skip
    reason = f": {row.reason}" if row.reason else ""
    told = f"{_(row.get_kind_display())}, {date_and_time(row.recorded_at)}, {row.recorded_by.name}{reason}"
    links = [*letters, *([_withdrawal(row, person, may)] if row.withdrawn_at is None else [])]
    return _told(entry, row, told, links)


def _told(entry: Entry, row: EnforcementAction | Evidence, words: str, links: list) -> str:
    state: Any = ""
    if row.withdrawn_at is not None:
        state = Tag(_("Withdrawn: %(reason)s") % {"reason": row.withdrawn_reason}, "grey")
    elif not entry.failure.holds(row):
        state = Tag(_("Rests on an outcome corrected since: decide again"), "orange")
    elif row.outcome_id != entry.failure.outcome:
        state = Tag(_("The outcome was corrected since, to the same code"), "yellow")
    return format_html("{} {} {}", words, state, format_html_join(" ", "{}", ((link,) for link in links if link)))


def _withdrawal(row: EnforcementAction | Evidence, person: Person, may: May) -> Link | str:
    waived = isinstance(row, EnforcementAction) and row.kind == Kind.NOT_ENFORCE
    if not (may.waive if waived else may.record):
        return ""
    name = "withdraw_evidence" if isinstance(row, Evidence) else "withdraw_action"
    href = reverse(f"enforcement:{name}", args=[person.crn, row.pk])
    return Link(_("Withdraw"), href, f"{_title(row)}, {day(row.recorded_at)}")


def _title(row: EnforcementAction | Evidence) -> str:
    return _("Evidence") if isinstance(row, Evidence) else _(row.get_kind_display())


def _offers(entry: Entry, person: Person, may: May) -> list[str]:
    failure = entry.failure
    links = []
    if may.record and entry.call.settled not in ("accepted", "ended"):
        href = reverse("enforcement:record_evidence", args=[person.crn, failure.appointment])
        links.append(Link(_("Record evidence received"), href, _about(entry)))
        for kind, words in _OFFERS:
            if not why_not(entry, kind):
                href = reverse("enforcement:write", args=[person.crn, failure.appointment, str(kind)])
                links.append(Link(str(words), href, _about(entry)))
    if may.record:
        href = reverse("enforcement:correct", args=[person.crn, failure.appointment])
        links.append(Link(_("Put the outcome right"), href, _about(entry)))
    if may.waive and not why_not(entry, Kind.NOT_ENFORCE):
        href = reverse("enforcement:not_enforce", args=[person.crn, failure.appointment])
        links.append(Link(_("Decide not to enforce"), href, _about(entry)))
    return [str(link) for link in links]


def _about(entry: Entry) -> str:
    return _("about %(day)s") % {"day": day(entry.failure.on)}


def _lines(lines: list) -> str:
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html('<ul class="govuk-list govuk-!-margin-bottom-0">{}</ul>', items) if lines else ""


def csv_rows(found: PersonLedger, on: date) -> Iterator[list[object]]:
    """A row for each failure under each order."""
    for each in found.orders:
        for entry in each.entries:
            failure, call = entry.failure, entry.call
            yield [
                each.order.reference, failure.on.isoformat(), failure.code, failure.requirement, failure.place,
                call.step.value, call.due.isoformat() if call.due else "", "true" if call.late(on) else "false",
                call.settled, "; ".join(call.step.steps),
            ]  # fmt: skip
