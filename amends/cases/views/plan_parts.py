"""How plans are put into words, and the sections of their pages."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from amends.cases.form_specs import PLAN_PARTS
from amends.cases.forms.plans import RISK_GROUPS
from amends.cases.models import CasePlan, NeedService, PlanAgreement, PlanLink, PlanLookBack, PlanObjective
from amends.cases.operations.assessments import same_words
from amends.cases.operations.plans import unread_part
from amends.cases.queries.plans import Need
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day
from amends.policy.codes import choices

_PRIORITY = {1: ("High", "red"), 2: ("Medium", "yellow"), 3: ("Low", "grey")}
_AGREED = {"agreed": "green", "in_part": "yellow", "not_agreed": "red"}
_RESULT = {"achieved": "green", "partly": "yellow", "not_yet": "red", "dropped": "grey"}


def for_what(objective: PlanObjective) -> str:
    """The need or the group at risk that an objective is for."""
    if objective.area:
        return _(dict(choices("need"))[objective.area])
    return _("Risk to: %s") % dict(RISK_GROUPS)[objective.risk_group]


def versions_table(found: Sequence[tuple[int | None, CasePlan]]) -> Table:
    """Every plan, the draft first."""
    rows = [
        [
            Link(_("Plan %d") % number if number else _("Draft"),
                 reverse("cases:plan", args=[each.person.crn, each.pk]), ""),
            day(each.signed_at) if each.signed_at else Tag(_("Draft"), "blue"),
            each.signed_by.name if each.signed_by else each.begun_by.name,
            agreement_tag(each) if each.signed_at else "",
        ]
        for number, each in found
    ]  # fmt: skip
    columns = [Column(_("Plan"), row_header=True), Column(_("Signed")), Column(_("By")), Column(_("The person"))]
    return Table(caption=_("Plans"), columns=columns, rows=rows, stacked=True, empty=_("None yet."))


def agreement_tag(plan: CasePlan) -> Tag:
    """Whether the person agreed with a signed plan."""
    agreement = getattr(plan, "agreement", None)
    if agreement is None:
        return Tag(_("Not asked, or no answer yet"), "grey")
    return Tag(_(agreement.get_agreed_display()), _AGREED[agreement.agreed])


def agreement_section(agreement: PlanAgreement) -> SummaryList:
    """What the person said of a plan."""
    how = agreement.recorded_by.name if agreement.recorded_by else _("The person, by a link")
    return SummaryList(
        [
            Row(_("Agrees"), Tag(_(agreement.get_agreed_display()), _AGREED[agreement.agreed])),
            Row(_("In their words"), agreement.said or _("Nothing was said")),
            Row(_("Recorded by"), _("%(who)s, %(day)s") % {"who": how, "day": date_and_time(agreement.recorded_at)}),
        ]
    )


def needs_table(needs: Iterable[Need], now_planned: bool) -> Table:
    """Each need, what is delivered for it, and what is not."""
    rows = []
    for need in needs:
        tag = {0: Tag(_("No need"), "green"), 1: Tag(_("A need"), "yellow"), 2: Tag(_("A severe need"), "red")}
        told: list[Any] = [_service_line(each) for each in need.services]
        if need.unmet:
            told.append(Tag(_("No service"), "red"))
        planned = _("Yes") if need.planned else _("No") if now_planned else ""
        given = format_html_join("", "<div>{}</div>", ((each,) for each in told))
        rows.append([_(need.words), tag[need.severity], planned, given])
    columns = [Column(_("Need"), row_header=True), Column(_("How severe")), Column(_("An objective")),
               Column(_("Services"))]  # fmt: skip
    return Table(caption=_("Needs, and services for them"), columns=columns, rows=rows, stacked=True,
                 empty=_("No need is found by an assessment that is signed."))  # fmt: skip


def _service_line(service: Any) -> Link:
    href = reverse("cases:need_service", args=[service.person.crn, service.pk])
    return Link(f"{service.name}: {state_words(service)}", href)


def state_words(service: Any) -> str:
    """How far a service of `services` is."""
    if service.finished_as:
        return _(service.get_finished_as_display()).lower()
    if service.started_on is None:
        return _("referred on %s, not started") % day(service.from_date)
    return _("started, %(attended)d of %(held)d sessions attended") % {
        "attended": service.attended, "held": service.held,
    }  # fmt: skip


def service_section(service: Any) -> SummaryList:
    """One service, from its referral to its end."""
    rows = [
        Row(_("Need"), _(dict(choices("need"))[service.area])),
        Row(_("Referred"), day(service.from_date)),
        Row(_("Started"), day(service.started_on) if service.started_on else _("Not yet")),
        Row(_("Sessions attended"), _("%(attended)d of %(held)d") % {"attended": service.attended,
                                                                    "held": service.held}),
    ]  # fmt: skip
    if service.to_date:
        rows.append(Row(_("Last day"), day(date.fromordinal(service.to_date.toordinal() - 1))))
        rows.append(Row(_("Ended"), _(service.get_finished_as_display())))
        rows.append(Row(_("What came of it"), service.note or _("Nothing was written")))
    return SummaryList(rows)


def sessions_table(service: NeedService) -> Table:
    """The sessions of a service."""
    rows = [
        [day(each.on), Tag(_("Attended"), "green") if each.attended else Tag(_("Not attended"), "red")]
        for each in service.sessions.all()
    ]
    return Table(caption=_("Sessions"), columns=[Column(_("Day"), row_header=True), Column(_("Attended"))], rows=rows,
                 stacked=True, empty=_("None is recorded."))  # fmt: skip


def looks_back(plan: CasePlan, may_write: bool) -> Table | str:
    """What came of each objective of the plan before; empty where there was none."""
    if plan.follows is None:
        return ""
    told = {each.objective_id: each for each in plan.looks_back.all()}
    rows = []
    for each in plan.follows.objectives.all():
        found = told.get(each.pk)
        what: Any = each.change
        if may_write:
            what = Link(each.change, reverse("cases:look_back", args=[plan.person.crn, plan.pk, each.pk]))
        rows.append([what, _result(found), found.said if found else ""])
    columns = [Column(_("Objective"), row_header=True), Column(_("What came of it")), Column(_("Said of it"))]
    return Table(caption=_("The objectives of the plan before"), columns=columns, rows=rows, stacked=True,
                 empty=_("It had none."))  # fmt: skip


def _result(found: PlanLookBack | None) -> Tag:
    if found is None:
        return Tag(_("Not said yet"), "blue")
    return Tag(_(found.get_result_display()), _RESULT[found.result])


def objective_sections(plan: CasePlan, may_write: bool) -> list[dict[str, Any]]:
    """Each objective in its turn, with what is to be done for it."""
    before = [each.change for each in plan.follows.objectives.all()] if plan.follows else []
    return [_objective(number, each, plan, before, may_write)
            for number, each in enumerate(plan.objectives.all(), start=1)]  # fmt: skip


def _objective(
    number: int, objective: PlanObjective, plan: CasePlan, before: Sequence[str], may_write: bool
) -> dict[str, Any]:  # fmt: skip
    copied = any(same_words(objective.change, words) for words in before)
    words, colour = _PRIORITY[objective.priority]
    unread = Tag(_("Word for word as last time: read it"), "red")
    return {
        "pk": objective.pk,
        "number": number,
        "heading": for_what(objective),
        "priority": Tag(_("%s priority") % _(words), colour),
        "read": Tag(_("Read, still true"), "blue") if copied and objective.still_true else unread if copied else "",
        "change": objective.change,
        "actions": _actions(objective, plan, may_write),
    }


def _actions(objective: PlanObjective, plan: CasePlan, may_write: bool) -> Table:
    rows = []
    for each in objective.actions.all():
        row: list[Any] = [each.what, _(each.get_by_whom_display()), day(each.by_date), each.how]
        if may_write:
            href = reverse("cases:remove_action", args=[plan.person.crn, each.pk])
            row.append(Link(_("Remove"), href, each.what))
        rows.append(row)
    columns = [Column(_("What"), row_header=True), Column(_("Who")), Column(_("By when")), Column(_("How"))]
    columns += [Column(_("Change"), hidden=True)] if may_write else []
    caption = _("Actions for: %s") % for_what(objective)
    return Table(caption=caption, caption_hidden=True, columns=columns, rows=rows, stacked=True,
                 id=f"actions-{objective.pk}", empty=_("Nothing is to be done yet."))  # fmt: skip


def part_sections(plan: CasePlan, may_write: bool) -> list[dict[str, Any]]:
    """The parts that are written as text."""
    found = []
    for part, (words, _hint) in PLAN_PARTS.items():
        read = Tag(_("Read, still true"), "blue") if part in plan.read_again else ""
        unread = Tag(_("Word for word as last time: read it"), "red")
        found.append(
            {
                "heading": words,
                "part": part,
                "text": getattr(plan, part),
                "tag": unread if unread_part(plan, part) else read,
                "href": reverse("cases:write_part", args=[plan.person.crn, plan.pk, part]) if may_write else "",
            }
        )
    return found


def fit_answers(plan: CasePlan) -> list[SummaryList]:
    """What is done where a sentence asks more than fits its time, as it was answered."""
    return [
        SummaryList(
            [
                Row(_("What is done"), _(each.get_answer_display())),
                Row(_("Why, and what"), each.reason),
                Row(_("Counted then"), format_html_join("", "<div>{}</div>", ((line,) for line in each.counted))),
            ],
            card_title=_("%(kind)s of %(day)s: it did not fit the time left") % {
                "kind": _(each.sentence.get_kind_display()), "day": day(each.sentence.sentence_date)},
        )
        for each in plan.fit_answers.all()
    ]  # fmt: skip


def links_table(found: Iterable[PlanLink], now: datetime) -> Table:
    """The links made for the person to read the plan and answer."""
    rows = [[date_and_time(each.issued_at), each.issued_by.name, _(str(each.standing(now).label))] for each in found]
    columns = [Column(_("Made"), row_header=True), Column(_("By")), Column(_("Standing"))]
    return Table(caption=_("Links made so far"), columns=columns, rows=rows, stacked=True, caption_size="s",
                 empty=_("No link was made."))  # fmt: skip


def earlier_part(plan: CasePlan, part: str) -> SummaryList | str:
    """What was written of a part last time, above its form."""
    before = getattr(plan.follows, part) if plan.follows else ""
    return SummaryList([Row(_("Last time"), before)]) if before else ""
