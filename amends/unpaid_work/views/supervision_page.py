"""The parts of the page about how an order is followed."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from amends.cases.models import Requirement
from amends.contacts.models import ContactOutcome
from amends.contacts.views.sections import mode_words
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import day, short_date
from amends.unpaid_work.models import SupervisionPlan
from amends.unpaid_work.queries.supervision import ReviewDue

LISTED = 20


def caption(requirement: Requirement) -> str:
    """Whom and which requirement a page is about."""
    person = requirement.sentence.person
    return f"{person.name}, {person.crn}, {requirement.reference}"


def plan_list(plan: SupervisionPlan) -> SummaryList:
    """A version of the plan, whole."""
    points = format_html_join("", "<li>{}</li>", ((words,) for words in plan.objectives))
    weeks = ngettext("At least every week", "At least every %(n)s weeks", plan.contact_weeks) % {
        "n": plan.contact_weeks
    }
    in_the_way = f"{plan.barriers}. {_('Done about it')}: {plan.barriers_done}" if plan.barriers else _("Nothing")
    return SummaryList(
        [
            Row(_("Made"), _("%(day)s, by %(who)s") % {"day": day(plan.on), "who": plan.recorded_by.name}),
            Row(_("Objectives"), format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', points)),
            Row(_("Aim of the placement"), plan.aim),
            Row(_("Contact"), f"{weeks}, {plan.get_contact_way_display().lower()}"),
            Row(_("In the way"), in_the_way),
            Row(_("Does the person agree?"), plan.get_agreement_display()),
            Row(_("The person's view"), plan.persons_view),
            *([Row(_("Why it was changed"), plan.why)] if plan.why else []),
        ]
    )


def versions(plans: Sequence[SupervisionPlan]) -> list[tuple[str, SummaryList]]:
    """Earlier versions, the latest first, each with its heading."""
    told = _("Version %(n)s, of %(day)s")
    return [(told % {"n": plan.version, "day": day(plan.on)}, plan_list(plan)) for plan in plans[1:]]


def reviews(requirement: Requirement, due: Sequence[ReviewDue], may_record: bool) -> Table:
    """Both reviews: due, done, what they came to."""
    columns = [Column(_("Review"), row_header=True), Column(_("Due")), Column(_("Done")), Column(_("What it came to"))]
    person = requirement.sentence.person
    rows = []
    for one in due:
        record: object = ""
        if one.done is None and may_record and not requirement.ended_on:
            address = reverse("unpaid_work:review", args=[person.crn, requirement.pk, one.review])
            record = Link(_("Record the review"), address, one.label)
        rows.append([one.label, short_date(one.due), short_date(one.done.on) if one.done else record, _came_to(one)])
    return Table(_("Reviews"), columns, rows, stacked=True)


def _came_to(one: ReviewDue) -> object:
    if one.done is None:
        return ""
    colour = {"stands": "green", "change": "yellow", "none": "red"}[one.done.plan]
    parts = [one.done.note, one.done.persons_view and _("The person: %(view)s") % {"view": one.done.persons_view}]
    return format_html("{}<br>{}", Tag(one.done.get_plan_display(), colour), ". ".join(filter(None, parts)))


def contacts(made: Sequence[ContactOutcome], may_read: bool, may_record: bool) -> Table:
    """The practitioner's contacts since the sentence, the latest first; what was said for those who read contact."""
    columns = [Column(_("Day"), row_header=True), Column(_("How")), Column(_("By"))]
    if may_read:
        columns.append(Column(_("What was said")))
    rows: list[list[object]] = []
    for one in made[:LISTED]:
        held = one.appointment
        by = held.staff.name if held.staff else one.recorded_by.name
        row: list[object] = [short_date(held.starts_at), mode_words(held.mode), by]
        if may_read:
            row.append(_("Sensitive: kept from view") if one.sensitive and not may_record else one.notes)
        rows.append(row)
    return Table(_("Contact kept"), columns, rows, empty=_("No contact since the sentence."), stacked=True)
