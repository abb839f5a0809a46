"""Plans in words: their state, their changes, why an offer is not met, how far from the best."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from amends.cases.models import Person
from amends.design.components import Link, Tag
from amends.design.words import day, percent_text, signed_text
from amends.unpaid_work.models import Plan
from amends.unpaid_work.queries.plan_terms import Names
from amends.unpaid_work.queries.problem import ExtraSupervisors, Supposed
from amends.unpaid_work.queries.problem.happened import Happened

STATUS_COLOURS = {
    "queued": "grey", "running": "yellow", "ready": "green", "failed": "red", "cancelled": "grey",
    "applied": "blue", "discarded": "grey",
}  # fmt: skip
KINDS = {
    "opened": (_lazy("Opened"), "green"),
    "supervised": (_lazy("Another supervisor"), "yellow"),
    "called_off": (_lazy("Not run"), "red"),
    "added": (_lazy("Added"), "green"),
    "moved": (_lazy("Moved"), "yellow"),
    "dropped": (_lazy("Dropped"), "red"),
    "kept": (_lazy("Kept"), "grey"),
    "": (_lazy("As it stands"), "grey"),
}
UNMET = {
    "not_eligible": _lazy("No assessment that allows work is in force"),
    "away": _lazy("Away, or engaged, on every day on which they could work"),
    "hours_nearly_done": _lazy("Their hours are nearly done: less is left than a week's least offer"),
    "no_suitable_project": _lazy("No project that runs in the week suits them"),
    "no_supervisor": _lazy("What suits them has no supervisor to lead it"),
    "no_place": _lazy("What suits them is full"),
}

KINDS_OF_PLAN = {
    "plan": _lazy("Plan of the record"),
    "scenario": _lazy("What if"),
    "replan": _lazy("Re-plan"),
}
WISHES = {"pin": _lazy("Pin"), "forbid": _lazy("Never"), "prefer": _lazy("Prefer"), "avoid": _lazy("Avoid")}


def wish_words(kind: str, points: int | None) -> str:
    """What is wished."""
    if points is None:
        return str(WISHES[kind])
    return _("%(wish)s: %(points)s points a booking") % {
        "wish": WISHES["prefer" if points > 0 else "avoid"], "points": signed_text(points)
    }  # fmt: skip


def status_tag(plan: Plan, *, lost: bool = False) -> Tag:
    """The plan's state; one whose worker is gone has failed, whether or not it was written down yet."""
    status = str(Plan.Status.FAILED) if lost else plan.status
    return Tag(dict(Plan.Status.choices)[status], STATUS_COLOURS[status])


def kind_words(plan: Plan) -> str:
    """What it was asked for as."""
    return str(KINDS_OF_PLAN[plan.kind])


def supposed_words(plan: Plan, names: Names) -> list[str]:
    """What a scenario supposes, or what a re-plan answers, a phrase each; nothing of another plan."""
    if plan.kind == Plan.Kind.REPLAN:
        return [_happened_words(Happened.of(plan.terms), names)]
    if plan.kind != Plan.Kind.SCENARIO:
        return []
    supposed = Supposed.of(plan.terms)
    found = []
    if supposed.cap_places is not None:
        found.append(
            _("at most %(count)d in a group from %(day)s")
            % {"count": supposed.cap_places, "day": day(supposed.cap_from)}
        )
    if supposed.caps:
        words = ngettext("%(count)d row of lowered places", "%(count)d rows of lowered places", len(supposed.caps))
        found.append(words % {"count": len(supposed.caps)})
    if supposed.risk is not None:
        found.append(_("an overbooking risk of %(risk)s") % {"risk": percent_text(supposed.risk, 1)})
    if supposed.supervisors:
        found.append(_extra_words(supposed.supervisors, names))
    if supposed.ete_percent is not None:
        found.append(_("%(share)d%% of the ordered hours may be ETE") % {"share": supposed.ete_percent})
    if supposed.without_wishes:
        found.append(_("as if nothing were wished of plans"))
    return found


def _happened_words(happened: Happened, names: Names) -> str:
    noun = "project" if happened.kind == "site_closed" else "staff"
    told = {
        "name": names.get((noun, happened.code or ""), happened.code),
        "places": happened.places,
        "first": day(happened.from_date),
    }
    if happened.kind == "new_orders":
        return _("new orders since %(first)s") % told
    words = {
        "supervisor_absent": _("%(name)s cannot come"),
        "site_closed": _("%(name)s is closed"),
        "places_capped": _("at most %(places)d in a group"),
    }[happened.kind]
    span = _("from %(first)s") % told
    if happened.to_date is not None:
        span = _("from %(first)s to %(last)s") % (told | {"last": day(happened.to_date)})
    return _("%(what)s %(span)s") % {"what": words % told, "span": span}


def _extra_words(extra: ExtraSupervisors, names: Names) -> str:
    words = ngettext("%(count)d extra supervisor", "%(count)d extra supervisors", extra.number)
    like, at = (names.get(key, key[1]) for key in (("staff", extra.like or ""), ("project", extra.at or "")))
    told = [words % {"count": extra.number}]
    told += [_("like %(name)s") % {"name": like}] if like else []
    told += [_("living near %(name)s") % {"name": at}] if at else []
    held = [names.get(("qualification", code), code) for code in extra.qualifications]
    told += [_("with %(names)s") % {"names": ", ".join(held)}] if held else []
    return " ".join(told)


def kind_tag(kind: str) -> Tag:
    """What kind of change it is."""
    words, colour = KINDS[kind]
    return Tag(str(words), colour)


def gap_words(plan: Plan) -> str:
    """How far the plan may be from the best, in a sentence."""
    gap = plan.result["report"]["gap"]
    if gap is None:
        return _("How far this plan is from the best possible one cannot be said as a share.")
    if gap <= 0:
        return _("This plan is proven to be the best possible: no other scores more.")
    if plan.score <= 0:
        return _("No plan of these weeks can score more than %(bound)s; this one scores %(score)s.") % {
            "bound": f"{plan.bound:,.0f}", "score": f"{plan.score:,.0f}"
        }  # fmt: skip
    return _(
        "No plan of these weeks can score more than %(bound)s, and this one scores %(score)s: a better plan, if "
        "there is one, is better by at most %(gap)s."
    ) % {
        "bound": f"{plan.bound:,.0f}",
        "score": f"{plan.score:,.0f}",
        "gap": percent_text(plan.bound / plan.score - 1, 2),
    }


def progress_words(plan: Plan) -> str:
    """How far the job is."""
    if plan.status == Plan.Status.QUEUED:
        return _("Waiting for its turn")
    if plan.cancel_requested_at:
        return _("Stopping. The best plan so far is kept.")
    if plan.score is None:
        return _("Reading the record and building the problem")
    return _("Score %(score)s of at most %(bound)s") % {
        "score": f"{plan.score:,.0f}", "bound": f"{plan.bound:,.0f}",
    }  # fmt: skip


def person_link(person: Person | None) -> Link | str:
    """The person, with the way to their page; without a name where their record is kept from the reader."""
    if person is None:
        return _("Restricted record")
    return Link(f"{person.name}, {person.crn}", reverse("unpaid_work:person", args=[person.crn]))
