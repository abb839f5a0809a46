"""The course of a plan's search: the score rising, the bound falling, the gap between them closing."""

from django.utils.translation import gettext as _

from amends.design.tracks import Track, Tracks
from amends.design.words import percent_text
from amends.methods.planning.solve import gap
from amends.unpaid_work.models import Plan


def course_chart(plan: Plan) -> Tracks | None:
    """Score and bound over the seconds of the search; None until both are known twice."""
    if len(plan.course) < 2:
        return None
    seconds, scores, bounds = zip(*plan.course, strict=True)
    told = {
        "seconds": f"{seconds[-1]:,.0f}", "first": f"{scores[0]:,.0f}", "score": f"{scores[-1]:,.0f}",
        "bound": f"{bounds[-1]:,.0f}", "gap": _gap_text(scores[-1], bounds[-1]),
    }  # fmt: skip
    return Tracks(
        title=_("Course of the search"),
        description=_(
            "In %(seconds)s seconds the score rose from %(first)s to %(score)s. No plan of these weeks can score more "
            "than %(bound)s: the gap is %(gap)s."
        ) % told,
        seconds=seconds,
        tracks=[Track(_("Best plan so far"), scores), Track(_("Most that any plan can score"), bounds)],
        beside=(_("Gap"), [_gap_text(score, bound) for score, bound in zip(scores, bounds, strict=True)]),
    )  # fmt: skip


def _gap_text(score: float, bound: float) -> str:
    share = gap(score, bound)
    return _("not known") if share is None else percent_text(share, 2)
