"""A breach or recall as parts of its page: where it stands, what it rests on, its steps, and what may be done."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.design.components import Event, Link, Row, SummaryList, Tag, Timeline
from amends.design.words import day, hours_text, steps_told
from amends.enforcement.models import Proceeding, Step
from amends.enforcement.queries import recall_told
from amends.enforcement.queries.pipeline import OWNERS
from amends.enforcement.queries.proceedings import Standing
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P
from amends.policy.contact_outcomes import contact_outcome
from amends.policy.proceedings import FINAL, SENT, moves_from

PACKED = (*SENT, *FINAL)
STEP_WORDS = {
    "start": gettext_lazy("Begun"), "suspend": gettext_lazy("Suspended"),
    "resume": gettext_lazy("Proceeded with again"),
    "lay": gettext_lazy("Laid before the court"), "list": gettext_lazy("Hearing listed"),
    "adjourn": gettext_lazy("Hearing adjourned"), "decide": gettext_lazy("Decided"),
    "withdraw": gettext_lazy("Withdrawn"), "take_back": gettext_lazy("Taken back: a notice is owed"),
    "notify": gettext_lazy("Notice issued"), "sign": gettext_lazy("Counter-signed"),
    "decline": gettext_lazy("Not counter-signed"), "request": gettext_lazy("Recall asked for"),
    "return": gettext_lazy("Returned to custody"),
}  # fmt: skip
# What may be offered for each step: the address, its words, and who may.
_OFFERS = {
    "suspend": ("suspend", gettext_lazy("Suspend"), P.ENFORCEMENT_WAIVE),
    "resume": ("resume", gettext_lazy("Proceed again"), P.ENFORCEMENT_WAIVE),
    "lay": ("send", gettext_lazy("Lay before the court"), P.ENFORCEMENT_RECORD),
    "request": ("send", gettext_lazy("Ask for the recall"), P.ENFORCEMENT_RECORD),
    "list": ("hearing", gettext_lazy("Record the day of the hearing"), P.COURT_RETURN),
    "adjourn": ("hearing", gettext_lazy("Hearing adjourned"), P.COURT_RETURN),
    "decide": ("result", gettext_lazy("Record what was decided"), P.COURT_RETURN),
    "sign": ("sign", gettext_lazy("Counter-sign or refuse it"), P.RECALL_SIGN),
    "return": ("returned", gettext_lazy("Record the return to custody"), P.ENFORCEMENT_RECORD),
    "withdraw": ("withdraw", gettext_lazy("Withdraw"), P.ENFORCEMENT_RECORD),
    "take_back": ("withdraw", gettext_lazy("Withdraw"), P.ENFORCEMENT_RECORD),
    "notify": ("notify", gettext_lazy("Issue the notice"), P.ENFORCEMENT_RECORD),
}
_COLOURS = {"suspended": "purple", "suspended_laid": "purple", "notice_owed": "red", "decided": "green"}


def heading(row: Proceeding) -> str:
    """What it is, with its reference."""
    return f"{_(row.get_kind_display())} {row.reference}"


def state_tag(row: Proceeding) -> Tag:
    """Where it stands, as a tag."""
    return Tag(_(row.get_state_display()), _COLOURS.get(row.state, "grey" if row.state in FINAL else "blue"))


def summary(standing: Standing) -> SummaryList:
    """Where it stands, whose turn it is and by when, and what was decided."""
    row, order = standing.proceeding, standing.proceeding.sentence
    rows = [
        Row(_("Order"), f"{_(order.get_kind_display())}, {order.court}, {day(order.sentence_date)}"),
        Row(_("Stands"), state_tag(row)),
    ]
    if standing.turn is not None:
        late = Tag(_("Late"), "red") if standing.late else ""
        told = format_html("{}, {} {}", OWNERS[standing.turn.value.owner], _("by %s") % day(standing.due), late)
        hint = steps_told(standing.turn.steps)
        rows.append(Row(_("Whose turn"), format_html('{}<br><span class="govuk-hint">{}</span>', told, hint)))
    if row.state == "listed":
        rows.append(Row(_("Hearing"), day(row.counts_from)))
    rows += _of_recall(row, standing.on)
    if hasattr(row, "pack"):
        rows.append(Row(_("Pack frozen"), f"{day(row.pack.frozen_at)}, SHA-256 {row.pack.digest[:16]}…"))
    return SummaryList([*rows, *_of_result(row)])


def rests_on(row: Proceeding, on: date) -> list[str]:
    """The failures it rests on, those withdrawn since said to be."""
    found = row.rests_on.select_related("action__appointment", "action__outcome").order_by(
        "action__appointment__starts_at"
    )
    return [
        format_html(
            "{}, {} {}", day(each.action.appointment.starts_at), contact_outcome(each.action.outcome.code).description,
            Tag(_("Withdrawn"), "grey") if each.action.withdrawn_at else "",
        )
        for each in found
    ]  # fmt: skip


def timeline(steps: Iterable[Step]) -> Timeline:
    """Every step, the latest first."""
    events = [
        Event(
            str(STEP_WORDS[step.name]), step.on, step.recorded_by.name,
            _("Hearing on %(day)s. %(reason)s") % {"day": day(step.counts_from), "reason": step.reason}
            if step.name in ("list", "adjourn") else step.reason,
        )
        for step in steps
    ]  # fmt: skip
    return Timeline(events[::-1])


def offers(row: Proceeding, user) -> list[Link]:
    """What the reader may do next."""
    names = [move.name for move in moves_from(row.kind, row.state)]
    found: dict[str, Link] = {}
    for name in names:
        address, words, needed = _OFFERS.get(name, ("", "", P.ENFORCEMENT_RECORD))
        if address and reaches(user, needed, row.person.team):
            found.setdefault(
                address, Link(str(words), reverse(f"enforcement:{address}", args=[row.person.crn, row.pk]))
            )
    return list(found.values())


def why_recall(row: Proceeding, on: date) -> SummaryList | str:
    """What who counter-signs a recall is to weigh; empty of a breach."""
    rows = _of_recall(row, on)
    return SummaryList(rows) if rows else ""


def _of_recall(row: Proceeding, on: date) -> list[Row]:
    decided = getattr(row, "recall", None)
    if decided is None:
        return []

    def lines(told: list[tuple[str, str]]) -> str:
        return format_html_join("", "<div>{}: {}</div>", told)

    return [
        Row(_("Type"), recall_told.type_words(decided)), Row(_("Why"), decided.grounds),
        Row(_("Tried or weighed instead"), lines(recall_told.tried(decided))),
        Row(_("Criteria"), lines(recall_told.answered(decided, on))),
        Row(_("Proposed by"), decided.recorded_by.name),
    ]  # fmt: skip


def _of_result(row: Proceeding) -> list[Row]:
    result = getattr(row, "result", None)
    if result is None:
        return []
    told = [f"{_(result.get_outcome_display())}, {day(result.on)}"]
    told += [_("%s added") % hours_text(result.minutes_added)] if result.minutes_added else []
    told += [_("to be worked by %s") % day(result.until)] if result.until else []
    told += [result.note] if result.note else []
    return [Row(_("Result"), ". ".join(told))]
