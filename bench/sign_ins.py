"""Sign users in for `bench/pages.py`, and write down what each role looks at.

python -m bench.sign_ins PLAN.json
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path


def main(out: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "amends.config.settings")
    import django

    django.setup()
    plans = [_plan(role) for role in ("placement_coordinator", "practitioner", "senior")]
    out.write_text(json.dumps([plan for plan in plans if plan]))


def _plan(role: str) -> dict[str, object] | None:
    from amends.organisation.models import User

    users = list(User.objects.filter(grants__role=role, is_active=True).distinct()[:20])
    if not users:
        return None
    return {"role": role, "sessions": [_session(user) for user in users[:1]], "pages": _pages(users[0])}


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
    """Addresses by page, of records this user may see; a page without one is left out."""
    from django.urls import reverse
    from django.utils import timezone

    from amends.cases.models import Person, Requirement
    from amends.organisation import access
    from amends.organisation.roles import Permission
    from amends.unpaid_work.models import Project, Session

    on = timezone.localdate()
    people = access.visible(Person.objects.filter(merged_into=None), user, Permission.PERSON_VIEW)
    people = list(people.filter(sentences__requirements__isnull=False).distinct()[:200])
    requirements = Requirement.objects.filter(sentence__person__in=people).select_related("sentence__person")[:200]
    projects = list(access.visible(Project.objects.all(), user, Permission.PROJECT_VIEW)[:100])
    sessions = access.visible(Session.objects.filter(date__gte=on, cancelled_at=None), user, Permission.SESSION_VIEW)[
        :100
    ]
    monday = on.fromordinal(on.toordinal() - on.weekday())
    teams = {project.team.code for project in projects}
    pages = {
        "home": ["/"],
        "people": [
            reverse("cases:people"),
            *(f"{reverse('cases:people')}?q={person.family_name}" for person in people[:50]),
        ],
        "person": [reverse("cases:person", args=[person.crn]) for person in people],
        "unpaid work of a person": [reverse("unpaid_work:person", args=[person.crn]) for person in people],
        "statement of hours": [
            reverse("unpaid_work:statement", args=[row.sentence.person.crn, row.pk]) for row in requirements
        ],
        "week board": [reverse("unpaid_work:board", args=[team, monday.isoformat()]) for team in teams],
        "session": [reverse("unpaid_work:session", args=[row.pk]) for row in sessions],
        "projects": [reverse("unpaid_work:projects")],
        "stand-downs": [reverse("unpaid_work:stand_downs")],
        "assessments": [reverse("unpaid_work:assessments")],
        "project": [reverse("unpaid_work:project", args=[row.pk]) for row in projects],
    }
    return {name: addresses for name, addresses in pages.items() if addresses}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
