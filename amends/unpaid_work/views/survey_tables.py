"""How surveys of beneficiaries and their results are laid out."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.components import Column, Figure, Figures, Link, Row, SummaryList, Table, Tag
from amends.design.words import day, long_date, percent_text, share_text, short_date
from amends.methods.statistics.share import Share
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import BeneficiarySurvey, Project, ProjectRecheck
from amends.unpaid_work.queries.survey_results import QUESTIONS, Result, Results
from amends.unpaid_work.queries.surveys import ANSWER_WITHIN, overdue

CSV_HEADER = ["level", "name", "team", "asked", "replied",
              *(f"{name}_{part}" for name in QUESTIONS for part in ("good", "share", "low", "high"))]  # fmt: skip


def period_words(first: date, after: date) -> str:
    """The days asked about, in words; `after` is the first day not asked about."""
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(after - timedelta(days=1))}


def _questions() -> dict[str, str]:
    return {
        "work": _("Work done well"),
        "communications": _("Kept informed well"),
        "again": _("Would have us again"),
        "benefit": _("Benefit to the community"),
    }


def figures(user, now: datetime) -> Figures:
    """How many surveys were sent in the last twelve months, how many answered, and how many answers are overdue."""
    on = timezone.localdate(now)
    since = now - timedelta(days=365)
    sent = access.visible(
        BeneficiarySurvey.objects.filter(withdrawn_at=None, issued_at__gte=since), user, Permission.SURVEY_VIEW
    )
    count, replied = sent.count(), sent.filter(used_at__isnull=False).count()
    projects = access.visible(Project.objects.filter(from_date__lte=on), user, Permission.SURVEY_VIEW)
    shared = {"as_at": on, "source": _("Surveys sent and replies, as recorded here")}
    return Figures(
        [
            Figure(_("Surveys sent"), f"{count:,}", **shared,
                   definition=_("Surveys sent in the last twelve months; one sent again to remind counts once.")),
            Figure(_("Replied"), f"{replied:,}", denominator=_("of %(count)s sent") % {"count": count}, **shared,
                   definition=_("Of those, the ones that were answered.")),
            Figure(_("Overdue"), f"{len(overdue(projects, on, now)):,}", **shared,
                   href=reverse("unpaid_work:monitor_beneficiary_replies"),
                   definition=_("Projects whose beneficiary was not asked in time, or has not answered in time.")),
        ]
    )  # fmt: skip


def standing_tag(survey: BeneficiarySurvey, now: datetime) -> Tag:
    """How a survey stands: answered, waiting, overdue or run out."""
    if survey.used_at:
        return Tag(_("Answered %(day)s") % {"day": short_date(survey.used_at)}, "green")
    if survey.standing(now) == BeneficiarySurvey.Standing.RUN_OUT:
        return Tag(_("Ran out %(day)s") % {"day": short_date(survey.expires_at)}, "red")
    if timezone.localdate(now) > timezone.localdate(survey.issued_at) + ANSWER_WITHIN:
        return Tag(_("No answer yet"), "yellow")
    return Tag(_("Waiting"), "grey")


def sent_table(page, now: datetime) -> Table:
    """A page of the list of surveys."""
    rows = [
        [Link(survey.project.name, reverse("unpaid_work:project_surveys", args=[survey.project_id])),
         survey.project.team.name, period_words(survey.from_date, survey.to_date), short_date(survey.issued_at),
         standing_tag(survey, now)]
        for survey in page
    ]  # fmt: skip
    columns = [Column(_("Project"), row_header=True), Column(_("Team")), Column(_("Days asked about")),
               Column(_("Sent")), Column(_("Standing"))]  # fmt: skip
    return Table(_("Surveys"), columns, rows, caption_hidden=True, stacked=True, empty=_("No survey was sent yet."))


def replies(found: Iterable[BeneficiarySurvey], now: datetime) -> list[SummaryList]:
    """Each survey of a project, with the answers where there are any."""
    cards = []
    for survey in found:
        rows = [
            Row(_("Sent"), f"{long_date(survey.issued_at)}, {survey.issued_by.name}"),
            Row(_("Standing"), standing_tag(survey, now)),
        ]
        reply = getattr(survey, "reply", None)
        if reply:
            rows += [Row(words, getattr(reply, f"get_{name}_display")()) for name, words in _questions().items()]
            rows.append(Row(_("In their words"), reply.comment or _("Nothing added")))
        cards.append(SummaryList(rows, card_title=period_words(survey.from_date, survey.to_date)))
    return cards


def checks_table(checks: Sequence[ProjectRecheck], may_change: bool) -> Table:
    """The checks of a project's quality, the newest first."""
    rows = [
        [day(check.opened_at), f"{check.get_reason_display()}: {check.note}", short_date(check.due_on),
         check.assigned_to.name, _came_of(check),
         Link(_("Record the check"), reverse("unpaid_work:project_recheck_close", args=[check.project_id, check.pk]),
              _("called for on %(day)s") % {"day": day(check.opened_at)})
         if may_change and not check.closed_at else ""]
        for check in checks
    ]  # fmt: skip
    columns = [Column(_("Called for"), row_header=True), Column(_("Why")), Column(_("Due")), Column(_("By")),
               Column(_("What came of it")), Column(_("Action"), hidden=True)]  # fmt: skip
    return Table(
        _("Checks of quality"), columns, rows, caption_hidden=True, stacked=True,
        empty=_("Nothing has called for a check."),
    )  # fmt: skip


def _came_of(check: ProjectRecheck) -> str:
    if not check.closed_at:
        return _("Not done yet")
    return f"{check.get_outcome_display()} ({short_date(check.closed_at)}, {check.closed_by.name}). {check.finding}"


def together(found: Results, on: date) -> Figures | None:
    """Each question over all answers; nothing where they are too few."""
    whole = found.together
    if whole.shares is None:
        return None
    source = _("Replies of beneficiaries, as recorded here")
    definition = _(
        "Replies that spoke well, of all replies to the question; with Wilson’s 95% interval, in which the share of "
        "all beneficiaries would lie were those who answered a random sample of them."
    )
    return Figures(
        [
            Figure(words, percent_text(whole.shares[name].share), on, definition, source,
                   denominator=f"{_counted(whole.shares[name])}; {_interval(whole.shares[name])}")
            for name, words in _questions().items()
        ]
    )  # fmt: skip


def results_table(title: str, what: str, rows: Sequence[Result]) -> Table:
    """How often each was asked and answered, and the shares that spoke well; few answers are not told."""
    lines = [
        [row.name, f"{row.asked:,}", _replied(row), *(_share(row, name) for name in QUESTIONS)] for row in rows
    ]  # fmt: skip
    columns = [
        Column(what, row_header=True),
        Column(_("Asked"), numeric=True),
        Column(_("Replied"), numeric=True),
        *(Column(words) for words in _questions().values()),
    ]
    return Table(title, columns, lines, caption_size="m", stacked=True, empty=_("Nobody was asked about these days."))


def csv_rows(found: Results) -> Iterator[list[object]]:
    """The results for a file: shares from 0 to 1, with the ends of their interval; few answers are left out."""
    for level, rows in (("all", (found.together,)), ("team", found.teams), ("project", found.projects)):
        for row in rows:
            shares = [row.shares[name] if row.shares else None for name in QUESTIONS]
            yield [level, row.name, row.team, row.asked, _replied(row),
                   *(part for share in shares for part in _parts(share))]  # fmt: skip


def _parts(share: Share | None) -> list[object]:
    if share is None:
        return [""] * 4
    return [share.part, round(share.share, 4), round(share.low, 4), round(share.high, 4)]


def _replied(row: Result) -> str:
    return _("too few to tell") if row.replied is None else f"{row.replied:,}"


def _share(row: Result, name: str) -> str:
    if row.shares is None:
        return _("Not told") if row.replied is None else _("No answer")
    return f"{share_text(int(row.shares[name].part), int(row.shares[name].whole))}, {_interval(row.shares[name])}"


def _counted(share: Share) -> str:
    return _("%(part)s of %(whole)s") % {"part": f"{share.part:,}", "whole": f"{share.whole:,}"}


def _interval(share: Share) -> str:
    return _("%(low)s to %(high)s") % {"low": percent_text(share.low), "high": percent_text(share.high)}
