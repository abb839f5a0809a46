"""What a person's page shows of how a requirement ends: what can be done, what is out at court, what was written."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from amends.cases.models import Requirement
from amends.design.components import Link
from amends.design.words import day, hours_text
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P
from amends.unpaid_work.models import CourtReturn, OrderDocument
from amends.unpaid_work.operations.completions import why_not_complete
from amends.unpaid_work.queries.endings import owed_of
from amends.unpaid_work.queries.person import Standing


def ending_parts(
    user, standing: Standing, documents: Iterable[OrderDocument], returns: Iterable[CourtReturn]
) -> dict[str, object]:
    """For one requirement of the person: `to_do` and `documents` are links, `at_court` says what is out, `owed` what
    was not carried over to it."""
    requirement = standing.requirement
    owed = owed_of(requirement)
    crn = requirement.sentence.person.crn
    of_it = [row for row in returns if row.requirement_id == requirement.pk]
    return {
        "to_do": _to_do(user, standing, of_it, owed),
        "owed": owed_words(requirement, owed),
        "at_court": " ".join(_told(row) for row in of_it),
        "documents": [
            Link(f"{_(each.get_template_display())}, {day(each.issued_at)} (PDF)",
                 reverse("unpaid_work:document", args=[crn, each.pk]))
            for each in documents if each.requirement_id == requirement.pk
        ],
    }  # fmt: skip


def owed_words(requirement: Requirement, owed: int) -> str:
    """What the record of the requirement replaced credits beside what was carried over; nothing where that is all."""
    if not owed:
        return ""
    more = _("The record of %(reference)s was corrected since: it credits %(hours)s more than was carried over.")
    less = _("The record of %(reference)s was corrected since: it credits %(hours)s less than was carried over.")
    return (more if owed > 0 else less) % {
        "reference": requirement.replaces.reference, "hours": hours_text(abs(owed))
    }  # fmt: skip


def _to_do(user, standing: Standing, returns: list[CourtReturn], owed: int) -> list[Link]:
    requirement = standing.requirement
    person = requirement.sentence.person
    args, hidden = [person.crn, requirement.pk], requirement.reference
    out = next((row for row in returns if not row.result), None)
    links = []
    if reaches(user, P.REQUIREMENT_END, person.team):
        if not why_not_complete(standing):
            links.append(Link(_("Complete the requirement"), reverse("unpaid_work:complete", args=args), hidden))
        if requirement.ended_on:
            words = _("Record what came of the order")
            links.append(Link(words, reverse("unpaid_work:requirement_outcome", args=args), hidden))
    if reaches(user, P.COURT_RETURN, person.team) and not requirement.ended_on:
        if out:
            href = reverse("unpaid_work:court_result", args=[person.crn, out.pk])
            links.append(Link(_("Record what the court did"), href, hidden))
        elif standing.account.statement and standing.account.statement.remaining:
            links.append(Link(_("Return to court"), reverse("unpaid_work:court_return", args=args), hidden))
    if reaches(user, P.SENTENCE_RECORD, person.team) and not requirement.ended_on:
        words = _("The court replaced the requirement")
        links.append(Link(words, reverse("unpaid_work:requirement_replace", args=args), hidden))
        links.append(Link(_("End the requirement"), reverse("unpaid_work:requirement_end", args=args), hidden))
    if owed and reaches(user, P.HOURS_ADJUST, person.team):
        words = _("Carry the correction over")
        links.append(Link(words, reverse("unpaid_work:requirement_carry_over", args=args), hidden))
    return links


def _told(row: CourtReturn) -> str:
    words = {"asked": _(row.get_asked_display()), "day": day(row.applied_at)}
    if row.result:
        words |= {"result": _(row.get_result_display()), "on": day(row.result_on)}
        return _("Returned to court on %(day)s (%(asked)s): %(result)s on %(on)s.") % words
    if row.suspended:
        return _("Returned to court on %(day)s (%(asked)s), not yet decided. Work is suspended.") % words
    return _("Returned to court on %(day)s (%(asked)s), not yet decided. Work goes on.") % words
