"""Sign users in for `bench/pages.py`, and write down what each role looks at.

python -m bench.sign_ins PLAN.json
"""

import json
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from random import Random

# How many of a hundred users have the role: an assumption, from what teams of a region are made up of.
ROLES = {
    "practitioner": 40, "senior": 10, "placement_coordinator": 12, "unpaid_work_supervisor": 12,
    "case_administrator": 12, "court_officer": 8, "head_of_pdu": 4, "performance_analyst": 2,
}  # fmt: skip
# How often a user goes to a page beside another: many times a day, daily, and weekly or monthly. Assumed, too.
OFTEN, DAILY, SELDOM = 20, 4, 1
SIGN_INS_A_ROLE = 20
RECORDS_A_PAGE = 200
# Pages without a record of their own: what they are called, and how often they are gone to.
LISTS = {
    "desk:home": ("home", OFTEN),
    "contacts:caseload": ("caseload", OFTEN),
    "contacts:due": ("contact due", DAILY),
    "contacts:offices": ("offices", SELDOM),
    "contacts:left_behind": ("cases left behind", DAILY),
    "contacts:releases": ("releases", SELDOM),
    "contacts:concerns": ("concerns", DAILY),
    "cases:assessments_due": ("assessments due", DAILY),
    "cases:workload": ("workload", DAILY),
    "cases:audits": ("audits of cases", SELDOM),
    "cases:supervised": ("supervision of staff", SELDOM),
    "cases:court_reports": ("court reports", DAILY),
    "cases:court_week": ("week of the court team", SELDOM),
    "cases:concordance": ("concordance", SELDOM),
    "unpaid_work:projects": ("projects", DAILY),
    "unpaid_work:registers": ("registers", OFTEN),
    "unpaid_work:site": ("today on site", OFTEN),
    "unpaid_work:plans": ("plans", DAILY),
    "unpaid_work:monitors": ("watched", DAILY),
    "unpaid_work:stand_downs": ("stand-downs", DAILY),
    "unpaid_work:attendance": ("attendance", SELDOM),
    "unpaid_work:outcomes": ("outcomes", SELDOM),
    "unpaid_work:diversity": ("diversity", SELDOM),
    "unpaid_work:capacity": ("capacity", SELDOM),
    "unpaid_work:monthly_report": ("monthly report", SELDOM),
    "unpaid_work:survey_results": ("answers of beneficiaries", SELDOM),
    "unpaid_work:exit_interviews": ("exit interviews", SELDOM),
    "unpaid_work:nominations": ("nominations", SELDOM),
    "unpaid_work:consultations": ("consultations", SELDOM),
    "unpaid_work:transfers": ("transfers", SELDOM),
    "unpaid_work:ete_results": ("results of education", SELDOM),
    "unpaid_work:court_returns": ("returns to court", SELDOM),
    "enforcement:due": ("enforcement due", DAILY),
    "enforcement:pipeline": ("breach and recall", DAILY),
    "enforcement:decisions": ("decisions on failures", SELDOM),
    "organisation:staff": ("staff", SELDOM),
    "organisation:audit": ("audit", SELDOM),
}
# Pages of a person, and of a requirement of theirs.
OF_A_PERSON = {
    "cases:person": ("person", OFTEN),
    "desk:case": ("case", OFTEN),
    "desk:timeline": ("timeline", OFTEN),
    "contacts:person": ("contacts of a person", OFTEN),
    "cases:assessments": ("assessments of a person", DAILY),
    "cases:risk": ("risk of a person", DAILY),
    "cases:tier": ("tier of a case", SELDOM),
    "unpaid_work:person": ("unpaid work of a person", OFTEN),
    "unpaid_work:assessment": ("assessment for unpaid work", DAILY),
    "unpaid_work:skills": ("skills of a person", SELDOM),
    "enforcement:ledger": ("enforcement ledger", DAILY),
}
OF_A_REQUIREMENT = {
    "unpaid_work:statement": ("statement of hours", DAILY),
    "unpaid_work:supervision": ("supervision", DAILY),
}


def main(out: Path) -> int:
    """Write the plan; 1 where a role is missing, since the benchmark would then measure less than it says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    import django

    django.setup()
    from amends.organisation.models import User

    plans, missing = [], []
    for role, weight in ROLES.items():
        user = User.objects.filter(grants__role=role, is_active=True).order_by("pk").first()
        if user is None:
            missing.append(role)
        else:
            sessions = [_session(user) for _number in range(SIGN_INS_A_ROLE)]
            plans.append({"role": role, "weight": weight, "sessions": sessions, "pages": _pages(user)})
    if missing:
        print(f"no user has the role {', '.join(missing)}: make the demonstration anew", file=sys.stderr)
        return 1
    out.write_text(json.dumps(plans))
    return 0


def _session(user) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return store.session_key


Pages = dict[str, tuple[float, list[str]]]  # by name: how often, and the addresses to choose from


def _pages(user) -> Pages:
    """What this user may see: pages that the roles do not open are left out."""
    from django.urls import reverse

    from amends.unpaid_work.monitors import open_to

    pages: Pages = {name: (often, [reverse(view)]) for view, (name, often) in LISTS.items() if _opens(user, view)}
    watched = open_to(user)
    for slug in watched:  # all of them together as often as one daily list
        pages[f"watched {slug}"] = DAILY / len(watched), [reverse(f"unpaid_work:monitor_{slug}")]
    pages |= _of_people(user) | _of_sessions(user)
    return {name: (often, addresses) for name, (often, addresses) in pages.items() if addresses}


def _opens(user, view: str, **record: object) -> bool:
    """Whether a role of the user opens the page."""
    from django.urls import resolve, reverse

    from amends.organisation import access

    return access.allows(user, resolve(reverse(view, kwargs=record)).func.permission)


def _of_people(user) -> Pages:
    from django.urls import reverse

    from amends.cases.models import Person, Requirement
    from amends.organisation import access
    from amends.organisation.roles import Permission

    if not access.allows(user, Permission.PERSON_VIEW):
        return {}
    people = _some(access.visible(Person.objects.filter(merged_into=None), user, Permission.PERSON_VIEW))
    found = reverse("cases:people")
    pages: Pages = {"people": (OFTEN, [found, *(f"{found}?q={person.family_name}" for person in people[:50])])}
    working = access.visible(Requirement.objects.select_related("sentence__person"), user, Permission.HOURS_VIEW)
    rows = _some(working.filter(kind=Requirement.Kind.UNPAID_WORK, sentence__person__merged_into=None))
    for view, (name, often) in OF_A_PERSON.items():
        works = view.startswith(("unpaid_work", "enforcement"))
        crns = [row.sentence.person.crn for row in rows] if works else [person.crn for person in people]
        if crns and _opens(user, view, crn=crns[0]):
            pages[name] = often, [reverse(view, args=[crn]) for crn in crns]
    for view, (name, often) in OF_A_REQUIREMENT.items():
        if rows and _opens(user, view, crn=rows[0].sentence.person.crn, pk=rows[0].pk):
            pages[name] = often, [reverse(view, args=[row.sentence.person.crn, row.pk]) for row in rows]
    return pages


def _of_sessions(user) -> Pages:
    from django.urls import reverse
    from django.utils import timezone

    from amends.organisation import access
    from amends.organisation.roles import Permission
    from amends.unpaid_work.models import Project, Session
    from amends.unpaid_work.queries.board import WEEK, monday_of, teams

    on = timezone.localdate()
    projects = _some(access.visible(Project.objects.all(), user, Permission.PROJECT_VIEW))
    sessions = access.visible(Session.objects.filter(cancelled_at=None), user, Permission.SESSION_VIEW)
    near = _some(sessions.filter(date__gte=on - WEEK))
    boards = [
        reverse("unpaid_work:board", args=[team.code, (monday_of(on) + WEEK * weeks).isoformat()])
        for team in teams(user)
        for weeks in (-1, 0, 1)
    ]
    pages: Pages = {
        "project": (DAILY, [reverse("unpaid_work:project", args=[row.pk]) for row in projects]),
        "session": (OFTEN, [reverse("unpaid_work:session", args=[row.pk]) for row in near]),
        "week board": (OFTEN, boards),
    }
    held = access.visible(Session.objects.filter(cancelled_at=None), user, Permission.REGISTER_RECORD)
    recent = _some(held.filter(date__range=(on - WEEK, on + WEEK)))
    return pages | {"register": (OFTEN, [reverse("unpaid_work:register", args=[row.pk]) for row in recent])}


def _some(rows) -> list:
    """The same rows at each run, from all over the table."""
    keys = sorted(set(rows.values_list("pk", flat=True)))
    chosen: Iterable[int] = Random(1).sample(keys, min(len(keys), RECORDS_A_PAGE))
    return list(rows.filter(pk__in=chosen))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
