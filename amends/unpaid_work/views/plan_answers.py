"""Answers about a plan, in words and tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from amends.cases.models import Person
from amends.design.components import Column, Row, SummaryList, Table
from amends.design.words import date_and_time, day, hours_text, long_date, short_date, signed_text, weekdays_text
from amends.methods.planning.suitability import REASON_WORDS
from amends.unpaid_work.models import PlanQuestion, PlanWish, Project
from amends.unpaid_work.queries.plan_answers import OneMore
from amends.unpaid_work.queries.plans import WishLine
from amends.unpaid_work.views.plan_words import person_link, wish_words

WHAT = {
    "supervisor": _lazy("One more supervisor"),
    "qualification": _lazy("One more qualification"),
    "place": _lazy("One more place"),
}
HEADINGS = {
    "one_more": _lazy("What one more would buy"),
    "prices": _lazy("What the wishes cost"),
    "wish": _lazy("What would the wish cost?"),
}
WISHES_FILE = ["person_id", "project_id", "date", "points"]
ONE_MORE_HEADER = ["one_more", "supervisor", "qualifications", "weekdays", "most_drive_minutes", "where",
                   "estimate_points", "estimate_minutes", "minutes_after_planning_again", "points_after_planning_again",
                   "points_at_least", "points_at_most", "minutes_short_after", "people_short_after"]  # fmt: skip


def one_more_table(lines: Sequence[OneMore], query: QueryDict, sort: str) -> Table:
    """What one more of each would buy: by estimate, and after planning again."""
    columns = [
        Column(_("One more"), row_header=True), Column(_("Where")),
        Column(_("Estimate"), numeric=True, sort="estimate"),
        Column(_("More hours"), numeric=True, sort="hours"),
        Column(_("Less short"), numeric=True, sort="short"),
        Column(_("More points"), numeric=True, sort="points"),
    ]  # fmt: skip
    rows = [[_what(one), ", ".join(one.projects), _estimate(one), *_checked(one)] for one in lines]
    return Table(
        _("What one more would buy"), columns, rows, caption_hidden=True, stacked=True, query=query, sorted_by=sort,
        empty=_("By the estimate, nothing more of this sort would add to the plan."),
    )  # fmt: skip


def one_more_rows(lines: Iterable[OneMore]) -> Iterable[list[object]]:
    """The same as rows of a file."""
    for one in lines:
        check = one.check or {}
        names = ("minutes", "points", "lowest", "highest", "minutes_short", "people_short")
        yield [one.what, one.supervisor, ";".join(one.qualifications), one.days, one.max_drive, ";".join(one.projects),
               one.estimate, one.estimated_minutes, *(check.get(name) for name in names)]  # fmt: skip


def worked_out_words(question: PlanQuestion) -> str:
    """When the answer was worked out, and how long it searched."""
    seconds = question.terms["seconds"]
    how = (
        _("what stands was mended, without a search") if not seconds
        else _("each planning again searched for up to %(seconds)d seconds") % {"seconds": seconds}
    )  # fmt: skip
    return _("As at %(at)s, from this plan and the record as it was then; %(how)s.") % {
        "at": date_and_time(question.finished_at), "how": how,
    }  # fmt: skip


def wishes_table(lines: Sequence[WishLine], priced: PlanQuestion | None) -> Table:
    """Wishes, what became of each, and what it costs."""
    found = priced.result["prices"] if priced else {}
    columns = [
        Column(_("Wish"), row_header=True), Column(_("Person")), Column(_("Project")), Column(_("Day")),
        Column(_("What became of it")), Column(_("What it costs"), numeric=True),
    ]  # fmt: skip
    rows = [
        [wish_words(one.kind, one.points), person_link(one.person) if one.person or one.restricted else _("Anybody"),
         str(one.project or _("Any project")), long_date(one.date) if one.date else _("Any day"), _became(one),
         _price(one, found.get(str(one.id)))]
        for one in lines
    ]  # fmt: skip
    return Table(caption=_("Wishes"), caption_hidden=True, stacked=True, columns=columns, rows=rows,
                 empty=_("Nothing was wished of this plan."))  # fmt: skip


def wishes_file_rows(lines: Iterable[WishLine]) -> Iterable[list[object]]:
    """Wishes as a planning file has them: an empty cell matches any, “never” forbids."""
    for one in lines:
        yield [one.person.crn if one.person else "", getattr(one.project, "code", one.project or ""),
               one.date.isoformat() if one.date else "", "never" if one.points is None else one.points]  # fmt: skip


def progress_words(question: PlanQuestion) -> str:
    """How far the job is."""
    if question.status == PlanQuestion.Status.QUEUED:
        return _("Waiting for its turn")
    if question.cancel_requested_at:
        return _("Stopping. What is worked out so far is kept.")
    if not question.progress:
        return _("Reading the record and finding what seats and supervisors’ days are worth")
    return _("%(share)d of 100 parts worked out") % {"share": round(question.progress * 100)}


def price_list(question: PlanQuestion) -> SummaryList:
    """The price of a wish, between what it lies, and what else it does."""
    found = question.result
    if not found["kept"]:
        against = "; ".join(str(REASON_WORDS[key]) for key in found["against"])
        why = against or _("the session cannot be run, or has no place for it")
        return SummaryList([Row(_("It cannot be kept"), _("No price: %(why)s.") % {"why": why})])
    rows = [
        Row(_("Price"), _("%(points)s points") % {"points": f"{found['price']:,.0f}"}),
        Row(_("The true price is between"), between_words(found)),
        Row(_("Supervisors’ drives and usual projects"), _("%(points)s points") % {
            "points": signed_text(found["drive"])}),
    ]  # fmt: skip
    if found["given_up"]:
        words = ngettext("%(count)d promised booking is given up", "%(count)d promised bookings are given up",
                         found["given_up"])  # fmt: skip
        rows.append(Row(_("What is fixed"), words % {"count": found["given_up"]}))
    return SummaryList(rows)


def between_words(found: Mapping) -> str:
    """The interval of a price."""
    return _("%(low)s and %(high)s points") % {"low": f"{found['lowest']:,.0f}", "high": f"{found['highest']:,.0f}"}


def price_people_table(
    rows: Sequence[Mapping], names: Mapping[str, Person], projects: Mapping[str, Project]
) -> Table:  # fmt: skip
    """Who would lose and who gain by a wish, who loses most first."""
    columns = [
        Column(_("Person"), row_header=True), Column(_("Hours without it"), numeric=True),
        Column(_("Hours with it"), numeric=True), Column(_("Points"), numeric=True), Column(_("Loses")),
        Column(_("Gets")),
    ]  # fmt: skip
    cells = [
        [person_link(names.get(row["person"])), hours_text(row["minutes_before"]), hours_text(row["minutes_after"]),
         signed_text(row["points"]), _places(row["dropped"], projects), _places(row["added"], projects)]
        for row in rows
    ]  # fmt: skip
    return Table(_("Who would lose and who would gain"), columns, cells, stacked=True, caption_size="m",
                 empty=_("Nobody’s bookings would be worth more or less."))  # fmt: skip


def wish_sentence(wish: PlanWish) -> str:
    """A wish in a sentence, with its reason."""
    return _("%(wish)s: %(person)s, %(project)s, %(day)s. %(reason)s") % {
        "wish": wish_words(wish.kind, wish.points), "person": wish.person.name if wish.person else _("anybody"),
        "project": wish.project or _("any project"), "day": day(wish.date) if wish.date else _("any day"),
        "reason": wish.reason,
    }  # fmt: skip


def _became(line: WishLine) -> str:
    if line.kind == "pin":
        if line.bookings:
            return _("Booked")
        why = "; ".join(str(REASON_WORDS[key]) for key in line.against)
        why = why or _("the session cannot be run, or has no place for it")
        return _("Not kept: %(why)s") % {"why": why}
    if line.kind == "forbid":
        return _("Kept")
    if line.points is None or not line.bookings:
        return _("No booking matches")
    told = {"count": f"{line.bookings:,}", "points": signed_text(line.points * line.bookings)}
    words = ngettext(
        "%(count)s booking matches: %(points)s points", "%(count)s bookings match: %(points)s points", line.bookings
    )
    return words % told


def _price(line: WishLine, found: Mapping | None) -> str:
    """The price: from planning again where that was asked for, else as the plan was mended when it was made."""
    if found and not line.restricted:
        if not found["kept"]:
            return _("No price: it cannot be kept")
        told = {"points": f"{found['price']:,.0f}", "between": between_words(found)}
        return _("%(points)s points (between %(between)s)") % told
    if line.price is None:
        return _("Not known")
    return _("%(points)s points, roughly") % {"points": f"{line.price:,.0f}"}


def _what(one: OneMore) -> str:
    held = ", ".join(one.qualifications)
    if one.what == "place":
        return _("One more place")
    if one.what == "qualification":
        return _("%(qualification)s for %(name)s") % {"qualification": held, "name": one.supervisor}
    told = {"days": weekdays_text(one.days, short=True), "drive": one.max_drive, "held": held}
    if not one.qualifications:
        return _("One more supervisor: %(days)s, driving up to %(drive)d minutes") % told
    return _("One more supervisor: %(days)s, driving up to %(drive)d minutes, with %(held)s") % told


def _estimate(one: OneMore) -> str:
    return _("%(hours)s (%(points)s points)") % {
        "hours": hours_text(one.estimated_minutes), "points": f"{one.estimate:,.0f}"
    }  # fmt: skip


def _checked(one: OneMore) -> list[str]:
    if one.check is None:
        return [_("Not checked")] * 3
    return [
        _hours(one.check["minutes"]), _hours(-one.check["minutes_short"]),
        _("%(points)s (between %(low)s and %(high)s)") % {
            name: signed_text(one.check[key])
            for name, key in (("points", "points"), ("low", "lowest"), ("high", "highest"))
        },
    ]  # fmt: skip


def _hours(minutes: int) -> str:
    return f"−{hours_text(-minutes)}" if minutes < 0 else hours_text(minutes)


def _places(places: Sequence[Sequence[str]], projects: Mapping[str, Project]) -> str:
    return "; ".join(
        _("%(day)s, %(project)s") % {"day": short_date(date.fromisoformat(on)), "project": projects.get(code, code)}
        for on, code in places
    )
