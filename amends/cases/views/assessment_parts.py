"""How assessments are put into words, and the sections of their pages."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from amends.cases.models import AssessedArea, Assessment, Person, SelfAssessment, SelfAssessmentReply
from amends.cases.queries.assessments import AreaChange, AssessmentDue
from amends.design.components import Column, Link, Row, SummaryList, Table, Tag
from amends.design.words import date_and_time, day, steps_told
from amends.policy.codes import choices

_SEVERITY = {0: "green", 1: "yellow", 2: "red"}


def new_words(due: AssessmentDue) -> list[str]:
    """What is new since the signature, in words."""
    words = {"new_check": _("an agency’s answer"), "new_registration": _("a registration"),
             "new_risk": _("a change of risk of serious harm"), "new_assessment": _("an assessment")}  # fmt: skip
    return [words[each] for each in due.new]


def due_tag(due: AssessmentDue, on: date) -> Tag | str:
    """How the next assessment stands."""
    if due.overdue(on):
        return Tag(_("Overdue"), "red")
    return Tag(_("New information"), "orange") if due.new else ""


def due_section(due: AssessmentDue, on: date) -> SummaryList:
    """When the next is due, why, and by which rule."""
    if due.decision is None:
        return SummaryList([Row(_("Due"), _("Not in the community: none is due"))])
    rows = [Row(_("Due by"), day(due.decision.value)), Row(_("Stands"), due_tag(due, on) or Tag(_("In time"), "green"))]
    if due.new:
        rows.append(Row(_("New since it was signed"), "; ".join(new_words(due))))
    rows.append(Row(_("How it was decided"), steps_told(due.decision.steps)))
    default = _("a default of this service, not law")
    source = f"{due.decision.source} ({default})" if due.decision.confidence == "default" else due.decision.source
    rows.append(Row(_("Source of the rule"), source))
    return SummaryList(rows)


def assessments_table(person: Person, found: Iterable[Assessment]) -> Table:
    """Every assessment, the draft first."""
    rows = [
        [
            Link(_(each.get_kind_display()), reverse("cases:assessment", args=[person.crn, each.pk]),
                 _("begun on %(day)s") % {"day": day(each.begun_at)}),
            day(each.begun_at),
            _signed(each),
            each.signed_by.name if each.signed_by else each.begun_by.name,
        ]
        for each in found
    ]  # fmt: skip
    columns = [Column(_("Assessment"), row_header=True), Column(_("Begun")), Column(_("Signed")), Column(_("By"))]
    return Table(caption=_("Assessments"), columns=columns, rows=rows, stacked=True, empty=_("None yet."))


def _signed(assessment: Assessment) -> str | Tag:
    if assessment.signed_at:
        return day(assessment.signed_at)
    return Tag(_("Set aside"), "grey") if assessment.set_aside_at else Tag(_("Draft"), "blue")


def links_table(found: Iterable[SelfAssessment], now: datetime) -> Table:
    """The links made for the person's own assessment."""
    rows = [[date_and_time(each.issued_at), each.issued_by.name, _(str(each.standing(now).label))] for each in found]
    columns = [Column(_("Made"), row_header=True), Column(_("By")), Column(_("Standing"))]
    return Table(caption=_("Links made so far"), columns=columns, rows=rows, stacked=True, caption_size="s",
                 empty=_("No link was made."))  # fmt: skip


def reply_section(reply: SelfAssessmentReply) -> SummaryList:
    """What the person said."""
    named = dict(choices("need"))
    hard = ", ".join(_(named.get(each, each)) for each in reply.hard)
    safe = Tag(_("No"), "red") if reply.safe == "no" else _(reply.get_safe_display())
    rows = [
        Row(_("Hard now"), hard or _("Nothing was chosen")), Row(_("Feels safe where they live"), safe),
        Row(_("Going well"), reply.going_well or _("Nothing was said")),
        Row(_("Would help"), reply.help_wanted or _("Nothing was said")),
    ]  # fmt: skip
    return SummaryList(rows, card_title=_("Said on %(day)s") % {"day": day(reply.replied_at)})


def changed_words(changes: Sequence[AreaChange]) -> str:
    """What changed since the last assessment, in one sentence."""
    states = {
        "changed": _("changed: %(areas)s"), "carried": _("read and still true: %(areas)s"),
        "unread": _("word for word and not marked as read: %(areas)s"), "missing": _("not assessed yet: %(areas)s"),
    }  # fmt: skip
    found = {state: ", ".join(_(each.words) for each in changes if each.state == state) for state in states}
    said = "; ".join(words % {"areas": found[state]} for state, words in states.items() if found[state])
    return _("Since the last assessment, %(what)s.") % {"what": said}


def area_section(assessment: Assessment, change: AreaChange, may_write: bool) -> dict[str, Any]:
    """One area: what is written now, and before."""
    tags = {
        "missing": Tag(_("Not assessed yet"), "grey"), "unread": Tag(_("Word for word as last time: read it"), "red"),
        "carried": Tag(_("Read, still true"), "blue"), "changed": Tag(_("Changed"), "purple"), "new": "",
    }  # fmt: skip
    args = [assessment.person.crn, assessment.pk, change.area]
    return {
        "heading": _(change.words),
        "tag": tags[change.state],
        "now": _said(change.now) if change.now else "",
        "before": _said(change.before) if change.before and change.state == "changed" else "",
        "href": reverse("cases:write_area", args=args) if may_write else "",
    }


def earlier_section(change: AreaChange) -> SummaryList | str:
    """What was written last time, above the form."""
    return _said(change.before, _("Last time")) if change.before else ""


def area_initial(change: AreaChange) -> dict[str, Any]:
    """What the form of an area starts with: what the draft says, never what was said last time."""
    names = ("severity", "analysis", "strength", "still_true")
    return {name: getattr(change.now, name) for name in names} if change.now else {}


def whole_section(assessment: Assessment) -> SummaryList:
    """What is not about one area."""
    named = dict(Assessment.Source.choices)
    nothing = Tag(_("Not written yet"), "grey")
    sources = ", ".join(_(named[each]) for each in assessment.sources)
    return SummaryList(
        [
            Row(_("Draws on"), sources or nothing),
            Row(_("How the person sees it"), assessment.own_views or nothing),
            Row(_("Safety of others and of the person"), assessment.safety or nothing),
        ]
    )


def _said(row: AssessedArea, title: str = "") -> SummaryList:
    rows = [
        Row(_("Need"), Tag(_(row.get_severity_display()), _SEVERITY[row.severity])),
        Row(_("Analysis"), row.analysis),
    ]
    if row.strength:
        rows.append(Row(_("To build on"), row.strength))
    return SummaryList(rows, card_title=title) if title else SummaryList(rows)


def due_table(
    found: Sequence[AssessmentDue], on: date, page: str = "assessments", signed: str = "assessed_at"
) -> Table:
    """People whose assessment, or plan, is due: `page` is where it stands, `signed` names when the last was signed."""
    rows = [
        [
            Link(f"{each.person.name} ({each.person.crn})", reverse(f"cases:{page}", args=[each.person.crn])),
            each.person.holder or _("Nobody"),
            day(getattr(each.person, signed)) if getattr(each.person, signed) else _("Never"),
            day(each.decision.value) if each.decision else "",
            due_tag(each, on),
            format_html_join("", "<div>{}</div>", ((words,) for words in new_words(each))),
        ]
        for each in found
    ]
    columns = [Column(_("Person"), row_header=True), Column(_("Held by")), Column(_("Last signed")),
               Column(_("Due by")), Column(_("Stands")), Column(_("New"))]  # fmt: skip
    return Table(caption=_("People"), caption_hidden=True, columns=columns, rows=rows, stacked=True,
                 empty=_("Nobody, with what is chosen here."))  # fmt: skip
