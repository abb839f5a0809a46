"""The sections of the page on a person's risk."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.cases.models import AgencyCheck, Level, Mappa, Person, Registration, RiskOfHarm
from amends.cases.queries.risk import RiskRecord
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import day
from amends.policy.codes import choices

_COLOURS = {Level.LOW: "green", Level.MEDIUM: "yellow", Level.HIGH: "orange", Level.VERY_HIGH: "red"}


def address(crn: str) -> str:
    """The address of the page."""
    return reverse("cases:risk", args=[crn])


def registered_for(registration: Registration) -> str:
    """What a registration is for, in words."""
    return _(dict(choices("registration")).get(registration.kind, registration.kind))


def level_tag(level: str) -> Tag:
    """A level of risk in its colour and its words."""
    return Tag(_(Level(level).label), _COLOURS[Level(level)])


def sections(person: Person, record: RiskRecord, on: date, may_record: bool) -> dict[str, Any]:
    """Everything on the page, by name."""
    return {
        "risk": _risk(record.latest) if record.latest else "",
        "earlier": _earlier(record.earlier) if record.earlier else "",
        "mappa": _mappa(person, record.mappa, on, may_record),
        "registrations": _registrations(person, record.registrations, on, may_record),
        "checks": _checks(person, record.checks, may_record),
        "due": len(record.due(on)),
    }


def _groups() -> dict[str, str]:
    return {
        "children": _("Children"), "public": _("The public"), "known_adult": _("A known adult"), "staff": _("Staff"),
        "prisoners": _("Prisoners"),
    }  # fmt: skip


def _risk(risk: RiskOfHarm) -> SummaryList:
    rows = [Row(_("Overall, the highest"), level_tag(risk.overall))]
    for group, words in _groups().items():
        level = getattr(risk, group)
        rows.append(Row(words, level_tag(level) if level else _("Not in custody")))
    by = _("%(day)s, by %(name)s") % {"day": day(risk.assessed_on), "name": risk.recorded_by.name}
    return SummaryList([*rows, Row(_("Why"), risk.reason), Row(_("Judged"), by)])


def _earlier(risks: list[RiskOfHarm]) -> Table:
    rows = [[day(risk.assessed_on), level_tag(risk.overall), risk.reason, risk.recorded_by.name] for risk in risks]
    columns = [Column(_("Judged"), row_header=True), Column(_("Overall")), Column(_("Why")), Column(_("By"))]
    return Table(caption=_("Earlier judgements"), caption_size="s", columns=columns, rows=rows, stacked=True)


def _mappa(person: Person, found: list[Mappa], on: date, may_record: bool) -> Table:
    rows = []
    for each in found:
        end = Link(_("End"), reverse("cases:end_mappa", args=[person.crn, each.pk]), _("management under MAPPA"))
        rows.append([str(each.category), str(each.level), day(each.from_date), _until(each, end, may_record),
                     _review(each, on)])  # fmt: skip
    columns = [Column(_("Category"), row_header=True), Column(_("Level")), Column(_("From")), Column(_("To")),
               Column(_("Review by"))]  # fmt: skip
    return Table(caption=_("MAPPA"), columns=columns, rows=rows, stacked=True,
                 empty=_("Not managed under MAPPA, as far as is recorded."))  # fmt: skip


def _registrations(person: Person, found: list[Registration], on: date, may_record: bool) -> Table:
    rows = []
    for each in found:
        name = registered_for(each)
        review = Link(_("Review"), reverse("cases:review_registration", args=[person.crn, each.pk]), name)
        rows.append([name, each.note, day(each.from_date), _until(each, review, may_record), _review(each, on)])
    columns = [Column(_("For"), row_header=True), Column(_("What to know")), Column(_("From")), Column(_("To")),
               Column(_("Review by"))]  # fmt: skip
    return Table(caption=_("Registrations"), columns=columns, rows=rows, stacked=True,
                 empty=_("Nothing is registered."))  # fmt: skip


def _until(row: Mappa | Registration, action: Link, may_record: bool) -> Any:
    if row.to_date:
        return day(date.fromordinal(row.to_date.toordinal() - 1))
    return format_html("{} {}", _("Now"), action) if may_record else _("Now")


def _review(row: Mappa | Registration, on: date) -> Any:
    if row.to_date:
        return ""
    overdue = Tag(_("Overdue"), "red") if row.review_date < on else ""
    return format_html("{} {}", day(row.review_date), overdue)


def _checks(person: Person, checks: dict[str, list[AgencyCheck]], may_record: bool) -> Table:
    agencies = dict(choices("agency"))
    rows: list[list[Any]] = []
    for agency, answers in checks.items():
        name = _(agencies.get(agency, agency))
        for answer in answers:
            rows.append([name, _outcome(answer.outcome), day(answer.checked_on), answer.summary])
        if not answers:
            href = reverse("cases:record_check", args=[person.crn]) + f"?agency={agency}"
            told: Any = Link(_("Record the answer"), href, _("of %s") % name) if may_record else ""
            rows.append([name, Tag(_("Not asked"), "grey"), "", told])
    columns = [Column(_("Agency"), row_header=True), Column(_("What it came to")), Column(_("Day")),
               Column(_("What it told"))]  # fmt: skip
    return Table(caption=_("Checks with other agencies"), columns=columns, rows=rows, stacked=True)


def _outcome(outcome: str) -> Tag:
    colours = {"retrieved": "blue", "nothing_held": "green", "not_retrieved": "red"}
    return Tag(_(dict(choices("check_outcome")).get(outcome, outcome)), colours.get(outcome, "grey"))
