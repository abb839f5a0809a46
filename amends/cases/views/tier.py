"""The tier of a person's case: every step, its source, what is missing, and how it changed."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from amends.cases.forms.scores import ScoresForm
from amends.cases.models import Person
from amends.cases.operations.scores import record_scores as record
from amends.cases.queries import finding
from amends.cases.queries.tier import Tier, tier_history
from amends.cases.views.pages import about, carried_out, form_page
from amends.design.components import Column, Row, SummaryList, Table
from amends.design.words import day
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission as P

KINDS: dict[str, Promise] = {
    "community": gettext_lazy("In the community"),
    "licence": gettext_lazy("On licence"),
    "custody": gettext_lazy("In custody"),
}
_MISSING: dict[str, Promise] = {
    "rosh": gettext_lazy("Risk of serious harm"),
    "prisoners": gettext_lazy("Risk of serious harm to prisoners, as they are in custody"),
    "rsr": gettext_lazy("RSR"),
    "ogrs": gettext_lazy("OGRS"),
    "needs": gettext_lazy("A signed assessment of needs"),
    "parenting": gettext_lazy("Whether she has parenting duties"),
    "impulsivity_or_temper": gettext_lazy("Impulsivity or temper"),
    "breach_or_recall": gettext_lazy("Whether she was breached or recalled before"),
}


@permission(P.RISK_VIEW)
def tier(request: HttpRequest, crn: str) -> HttpResponse:
    """The tier today with its steps, and each day on which it changed."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_VIEW, crn=crn)
    history = tier_history(person, on=timezone.localdate())
    now = history[0][1] if history else Tier()
    page = {
        "now": now,
        "facts": _facts(now),
        "steps": now.decision.steps if now.decision else (),
        "missing": [_MISSING[name] for name in now.missing],
        "history": _history(history),
        "may_record": reaches(request.user, P.RISK_RECORD, person.team),
        "risk_href": reverse("cases:risk", args=[crn]),
    }
    return render(request, "cases/tier.html", about(request, person, **page))


@permission(P.RISK_RECORD)
def record_scores(request: HttpRequest, crn: str) -> HttpResponse:
    """Record actuarial scores."""
    person = access.load(finding.people().select_related("team"), request.user, P.RISK_RECORD, crn=crn)
    form = ScoresForm(
        request.POST or None, female=person.sex == Person.Sex.FEMALE, initial={"scored_on": timezone.localdate()}
    )
    back = reverse("cases:tier", args=[crn])
    if request.method == "POST" and carried_out(
        form, lambda: record(person=person, draft=form.draft(), by=request.user, at=timezone.now())
    ):
        messages.success(request, _("Recorded."))
        return redirect(back)
    intro = _("Scored elsewhere. What is left empty is not known: it counts nothing, and the tier says so.")
    return form_page(request, person, form, _("Record scores"), intro=intro, cancel_href=back)


def tier_words(tier: Tier) -> str:
    """A tier, or that nobody can tell it yet and between which two it is."""
    if tier.known:
        return tier.value or _("None: no live sentence")
    return _("Not known: assess risk of serious harm. %(least)s to %(most)s") % {
        "least": tier.least, "most": tier.most
    }  # fmt: skip


def points_words(least: int, most: int) -> str:
    """Points, from the least to the most where a tier is not known."""
    told = {"least": f"{least:,}", "most": f"{most:,}"}
    return told["least"] if least == most else _("%(least)s to %(most)s") % told


def _facts(now: Tier) -> SummaryList | str:
    if now.decision is None:
        return ""
    return SummaryList(
        [
            Row(_("Tier"), tier_words(now)),
            Row(_("Counted as"), KINDS[now.kind]),
            Row(_("Workload points"), points_words(now.points, now.most_points)),
            Row(_("Source"), now.decision.source),
        ]
    )


def _history(history: list[tuple[date, Tier]]) -> Table:
    rows = [[day(when), tier_words(each), KINDS.get(each.kind, ""), _reasons(each)]
            for when, each in history]  # fmt: skip
    columns = [Column(_("From"), row_header=True), Column(_("Tier")), Column(_("Counted as")), Column(_("Because"))]
    return Table(caption=_("How the tier changed"), columns=columns, rows=rows, stacked=True,
                 empty=_("No sentence was ever live."))  # fmt: skip


def _reasons(each: Tier) -> str:
    """The lines that name the letter and the number."""
    if each.decision is None:
        return ""
    return "; ".join(step for step in each.decision.steps if step.startswith(("protect ", "change ")))
