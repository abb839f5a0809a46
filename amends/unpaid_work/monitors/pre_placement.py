"""People who were at their induction, and of whom no acknowledgement of what was gone through is on record."""

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from amends.contacts.models import ContactOutcome
from amends.organisation.roles import Permission
from amends.unpaid_work.models import Booking, Project
from amends.unpaid_work.monitors.monitor import PERSON, Action, Asked, Monitor, Row, of_person, person_row, working
from amends.unpaid_work.queries.attendance import ATTENDED

WHYS = {
    "part": _("Not all was gone through, or not acknowledged"),
    "nothing": _("Nothing is recorded"),
}


def find(asked: Asked) -> list[Row]:
    """The open requirements whose person attended an induction since the sentence, none of them acknowledged."""
    there = ContactOutcome.objects.filter(appointment=OuterRef("appointment"), code__in=ATTENDED, replaced_by=None)
    inductions = Booking.objects.filter(
        Exists(there),
        appointment__person=OuterRef("sentence__person"),
        session__project__type=Project.Type.INDUCTION,
        session__date__gte=OuterRef("sentence__sentence_date"),
    ).order_by("-session__date")
    requirements = (
        working(asked, Permission.HOURS_VIEW)
        .annotate(
            day=Subquery(inductions.values("session__date")[:1]),
            done=Exists(inductions.filter(pre_placement__acknowledged_on__isnull=False)),
            begun=Exists(inductions.filter(pre_placement__isnull=False)),
        )
        .filter(Q(done=False), day__isnull=False)
    )
    rows = requirements.order_by().values_list("pk", "day", "begun", *of_person("sentence__person__"))
    return [person_row(key, told, "part" if begun else "nothing", day) for key, day, begun, *told in rows]


MONITOR = Monitor(
    slug="pre_placement",
    title=_("Induction not acknowledged"),
    definition=_(
        "Open unpaid work requirements whose person attended an induction since the sentence, and has not acknowledged "
        "its contents: what has to be gone through before the first placement is a list of policy."
    ),
    source=_("outcomes of induction sessions and acknowledgements on record; the contents are a default of policy"),
    permission=Permission.HOURS_VIEW,
    subject=PERSON,
    whys=WHYS,
    find=find,
    action=Action(
        _("Open the session's record"), lambda row: reverse("unpaid_work:skills", args=[row.crn]), Permission.HOURS_VIEW
    ),
    empty=_("Everybody who was at their induction has acknowledged its contents."),
    due=_("Induction"),
)
