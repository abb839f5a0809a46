"""The parts of the page about a person's skills."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from amends.cases.models import Person
from amends.design.components import Column, Link, Table, Tag
from amends.design.words import day, hours, short_date
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.policy.codes import codes
from amends.unpaid_work.form_specs.vocabulary import SKILLS, named
from amends.unpaid_work.models import Booking, Certificate
from amends.unpaid_work.queries.skills import SOON, Learned

__all__ = ["certificates", "day", "learning", "pre_placement"]


def certificates(person: Person, held: Sequence[Certificate], today: date, may_record: bool) -> Table:
    """Each with its number and until when it holds; a link to take it back."""
    columns = [
        Column(_("Certificate"), row_header=True), Column(_("Skill")), Column(_("Number")), Column(_("Awarded")),
        Column(_("Holds until")), *([Column(_("Action"), hidden=True)] if may_record else []),
    ]  # fmt: skip
    rows = []
    for each in held:
        row: list[object] = [
            each.title, named([each.skill], SKILLS)[0], each.number,
            " ".join(filter(None, [short_date(each.from_date), each.awarded_by])), _until(each, today),
        ]  # fmt: skip
        if may_record:
            address = reverse("unpaid_work:certificate_withdraw", args=[person.crn, each.pk])
            row.append(Link(_("Take back"), address, each.title))
        rows.append(row)
    return Table(_("Certificates"), columns, rows, empty=_("No certificate is recorded."), stacked=True)


def _until(each: Certificate, today: date) -> object:
    if each.to_date is None:
        return _("Does not run out")
    last = short_date(each.to_date - timedelta(days=1))
    if each.to_date <= today:
        return format_html("{} {}", last, Tag(_("Run out"), "red"))
    return format_html("{} {}", last, Tag(_("Runs out soon"), "yellow")) if each.to_date <= today + SOON else last


def learning(person: Person, found: Sequence[Learned], may_record: bool) -> Table:
    """Guided learning: where, what for, the hours it took and what came of it."""
    columns = [
        Column(_("Skill"), row_header=True), Column(_("Project")), Column(_("To be learned")), Column(_("From")),
        Column(_("Hours"), numeric=True), Column(_("What came of it")),
    ]  # fmt: skip
    rows = []
    for each in found:
        one = each.learning
        result: object = one.get_result_display()
        if one.certificate:
            result = f"{result}: {one.certificate.title}"
        elif not one.to_date and may_record:
            address = reverse("unpaid_work:learning_end", args=[person.crn, one.pk])
            result = Link(_("Record what came of it"), address, named([one.skill], SKILLS)[0])
        skill = named([one.skill], SKILLS)[0]
        rows.append([skill, one.project.name, one.aim, short_date(one.from_date), hours(each.minutes), result])
    return Table(_("Guided skills learning"), columns, rows, empty=_("None is recorded."), stacked=True)


def pre_placement(user, found: Iterable[Booking]) -> Table:
    """Induction sessions attended: how much was gone through, and whether it was acknowledged."""
    wanted = len(codes("pre_placement"))
    columns = [
        Column(_("Induction"), row_header=True), Column(_("Gone through")), Column(_("Acknowledged")),
        Column(_("Asked")), Column(_("Action"), hidden=True),
    ]  # fmt: skip
    rows = []
    for booking in found:
        held = getattr(booking, "pre_placement", None)
        said = short_date(held.acknowledged_on) if held and held.acknowledged_on else Tag(_("Not yet"), "yellow")
        covered = _("%(n)s of %(all)s") % {"n": len(held.covered) if held else 0, "all": wanted}
        address = reverse("unpaid_work:pre_placement", args=[booking.pk])
        may = reaches(user, Permission.REGISTER_RECORD, booking.session.project.team)
        link = Link(_("Record"), address, short_date(booking.session.date)) if may else ""
        rows.append([short_date(booking.session.date), covered, said, held.asked if held else "", link])
    return Table(
        _("Pre-placement work session"), columns, rows, empty=_("No induction was attended yet."), stacked=True
    )
