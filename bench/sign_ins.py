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

ROLES = (
    "placement_coordinator", "practitioner", "senior", "case_administrator", "head_of_pdu", "unpaid_work_supervisor",
)  # fmt: skip
SIGN_INS_A_ROLE = 20
RECORDS_A_PAGE = 200


def main(out: Path) -> int:
    """Write the plan; 1 where a role is missing, since the benchmark would then measure less than it says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    import django

    django.setup()
    from amends.organisation.models import User

    plans, missing = [], []
    for role in ROLES:
        user = User.objects.filter(grants__role=role, is_active=True).order_by("pk").first()
        if user is None:
            missing.append(role)
        else:
            sessions = [_session(user) for _number in range(SIGN_INS_A_ROLE)]
            plans.append({"role": role, "sessions": sessions, "pages": _pages(user)})
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


def _pages(user) -> dict[str, list[str]]:
    """Addresses by page, of what this user may see: pages that the roles do not open are left out."""
    from django.urls import reverse

    from amends.organisation import access
    from amends.organisation.roles import Permission
    from amends.unpaid_work.monitors import open_to

    pages = {"home": ["/"]}
    lists = {
        "projects": ("unpaid_work:projects", Permission.PROJECT_VIEW),
        "stand-downs": ("unpaid_work:stand_downs", Permission.SESSION_VIEW),
        "watched": ("unpaid_work:monitors", Permission.PROJECT_VIEW),
        "attendance": ("unpaid_work:attendance", Permission.ATTENDANCE_VIEW),
        "enforcement due": ("enforcement:due", Permission.ENFORCEMENT_VIEW),
        "decisions on failures": ("enforcement:decisions", Permission.ENFORCEMENT_REPORT),
        "registers": ("unpaid_work:registers", Permission.REGISTER_RECORD),
        "concerns": ("contacts:concerns", Permission.CONCERN_READ),
        "staff": ("organisation:staff", Permission.STAFF_VIEW),
        "audit": ("organisation:audit", Permission.AUDIT_VIEW),
        "plans": ("unpaid_work:plans", Permission.SESSION_PLAN),
    }
    pages |= {name: [reverse(view)] for name, (view, needed) in lists.items() if access.allows(user, needed)}
    pages |= {f"watched {slug}": [reverse(f"unpaid_work:monitor_{slug}")] for slug in open_to(user)}
    pages |= _of_people(user) | _of_sessions(user)
    return {name: addresses for name, addresses in pages.items() if addresses}


def _of_people(user) -> dict[str, list[str]]:
    from django.urls import reverse

    from amends.cases.models import Person, Requirement
    from amends.organisation import access
    from amends.organisation.roles import Permission

    if not access.allows(user, Permission.PERSON_VIEW):
        return {}
    people = _some(access.visible(Person.objects.filter(merged_into=None), user, Permission.PERSON_VIEW))
    working = access.visible(Requirement.objects.select_related("sentence__person"), user, Permission.HOURS_VIEW)
    working = _some(working.filter(kind=Requirement.Kind.UNPAID_WORK, sentence__person__merged_into=None))
    crns = [requirement.sentence.person.crn for requirement in working]
    found = reverse("cases:people")
    ledgers = access.allows(user, Permission.ENFORCEMENT_VIEW)
    return {
        "enforcement ledger": [reverse("enforcement:ledger", args=[crn]) for crn in crns if ledgers],
        "people": [found, *(f"{found}?q={person.family_name}" for person in people[:50])],
        "person": [reverse("cases:person", args=[person.crn]) for person in people],
        "unpaid work of a person": [reverse("unpaid_work:person", args=[crn]) for crn in crns],
        "assessment of a person": [reverse("unpaid_work:assessment", args=[crn]) for crn in crns],
        "statement of hours": [
            reverse("unpaid_work:statement", args=[crn, requirement.pk])
            for crn, requirement in zip(crns, working, strict=True)
        ],
    }


def _of_sessions(user) -> dict[str, list[str]]:
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
    mondays = [monday_of(on) + WEEK * weeks for weeks in (-1, 0, 1)]
    pages = {
        "project": [reverse("unpaid_work:project", args=[row.pk]) for row in projects],
        "session": [reverse("unpaid_work:session", args=[row.pk]) for row in near],
        "week board": [
            reverse("unpaid_work:board", args=[team.code, monday.isoformat()])
            for team in teams(user)
            for monday in mondays
        ],
    }
    if access.allows(user, Permission.REGISTER_RECORD):
        held = access.visible(Session.objects.filter(cancelled_at=None), user, Permission.REGISTER_RECORD)
        recent = _some(held.filter(date__range=(on - WEEK, on + WEEK)))
        pages["register"] = [reverse("unpaid_work:register", args=[row.pk]) for row in recent]
    return pages


def _some(rows) -> list:
    """The same rows at each run, from all over the table."""
    keys = sorted(set(rows.values_list("pk", flat=True)))
    chosen: Iterable[int] = Random(1).sample(keys, min(len(keys), RECORDS_A_PAGE))
    return list(rows.filter(pk__in=chosen))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
