"""A person's unpaid work: how each requirement stands, what comes next, and everything that happened."""

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from amends.design.charts import StepLine, Steps
from amends.design.components import Figure, Figures, Link, Pagination, Timeline
from amends.design.words import day as day_words
from amends.design.words import hours_spoken, hours_text
from amends.organisation import access
from amends.organisation.access_matrix import permission
from amends.organisation.remit import reaches
from amends.organisation.roles import Permission
from amends.unpaid_work.queries import endings, plan_wishes
from amends.unpaid_work.queries import person as queries
from amends.unpaid_work.queries.assessments import gate
from amends.unpaid_work.queries.conflicts import conflicts_of, plans_in_flight
from amends.unpaid_work.queries.supervision import site_notes
from amends.unpaid_work.queries.timeline import timeline
from amends.unpaid_work.views.ending_parts import ending_parts
from amends.unpaid_work.views.lists import page_of
from amends.unpaid_work.views.varied import conflicts_table, plan_links
from amends.unpaid_work.views.wishes import wishes_table

VIEW = Permission.HOURS_VIEW


@permission(VIEW)
def person(request, crn):
    """Hours, the gate, the next session and the timeline of one person."""
    found = access.load(queries.people(), request.user, VIEW, crn=crn)
    now = timezone.now()
    today = timezone.localdate(now)
    coming = list(queries.coming(found, now)[:5])
    events = page_of(request, timeline(request.user, found), size=20)
    context = {
        "person": found,
        "requirements": _requirements(request.user, found, now),
        "coming": coming,
        "conflicts": conflicts_table(conflicts) if (conflicts := conflicts_of(found, now)) else "",
        "plans": _plans(request.user, found),
        "transfers": reaches(request.user, Permission.CASE_TRANSFER, found.team),
        "gate": gate(found, today),
        "may_issue": access.allows(request.user, Permission.OWN_PAGE_ISSUE),
        **_wishes(request.user, found),
        "notes": Timeline(site_notes(request.user, found, most=5), empty=_("The site has noted nothing.")),
        "may_read": reaches(request.user, Permission.CONCERN_READ, found.team),
        "timeline": Timeline(list(events)),
        "pagination": Pagination(events, query=request.GET),
    }
    return render(request, "unpaid_work/person/person.html", context)


def _requirements(user, found, now) -> list[dict[str, object]]:
    """Each requirement with how it stands and how it may end."""
    documents = list(endings.documents_of(found))
    returns = list(endings.court_returns().filter(requirement__sentence__person=found))
    return [
        _shown(standing, now) | ending_parts(user, standing, documents, returns)
        for standing in queries.standings(found, timezone.localdate(now))
    ]


def _plans(user, found) -> list[Link]:
    """The plans under way that the person is in, for those who plan for their team."""
    return plan_links(plans_in_flight(found)) if reaches(user, Permission.SESSION_PLAN, found.team) else []


def _wishes(user, found) -> dict[str, object]:
    """What is wished of plans about the person; nothing for those who do not plan for their unit."""
    teams = list(plan_wishes.teams_for(user, found))
    if not teams:
        return {}
    rows = plan_wishes.wishes_about(user, found)
    return {"planning_teams": teams, "wishes": wishes_table(rows, of_one_person=True)}


def _shown(standing: queries.Standing, now) -> dict[str, object]:
    return {
        "standing": standing,
        "figures": _figures(standing, now),
        "chart": _chart(standing, timezone.localdate(now)),
    }


def _figures(standing: queries.Standing, now) -> Figures | None:
    stated = standing.account.statement
    if stated is None:
        return None
    source = _("Outcomes of sessions, credits and what the court recorded, by the rules of policy")
    shared = {"source": source, "as_at": now}
    of_ordered = _("of %(hours)s ordered") % {"hours": hours_text(stated.ordered)}
    return Figures(
        [
            Figure(_("Credited"), hours_text(standing.credited), denominator=of_ordered, **shared,
                   definition=_("Sessions, stand-downs, education, training and employment within its cap, adjustments "
                                "and any earned reduction.")),
            Figure(_("Remaining"), hours_text(stated.remaining), denominator=of_ordered, **shared,
                   definition=_("What the court ordered, added and removed, less everything credited; never below 0.")),
            Figure(_("Education, training, employment"), hours_text(stated.ete.used), **shared,
                   denominator=_("of %(hours)s that may count") % {"hours": hours_text(stated.ete.allowed)},
                   definition=_("Credited towards the share of the ordered hours that may be of this kind.")),
            Figure(_("Last day to work the hours"),
                   day_words(standing.last_day) if standing.last_day else _("No limit applies"), **shared,
                   definition=_("Twelve months from the sentence, or as the court extended it.")),
        ]
    )  # fmt: skip


def _chart(standing: queries.Standing, today) -> Steps | None:
    points, stated = standing.cumulative(), standing.account.statement
    if not points or stated is None:
        return None
    begun = standing.requirement.sentence.sentence_date
    words = {"credited": hours_spoken(points[-1][1]), "ordered": hours_spoken(stated.ordered), "day": day_words(today)}
    told = _("By %(day)s, %(credited)s of %(ordered)s were credited, step by step as sessions were recorded.") % words
    return Steps(
        title=_("Hours credited, %(reference)s") % {"reference": standing.requirement.reference},
        description=told,
        lines=[StepLine(_("Credited"), points)],
        target=stated.ordered,
        start=begun,
        end=max(points[-1][0], min(today, standing.last_day or today), begun + timedelta(days=1)),
    )
