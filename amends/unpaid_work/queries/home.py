"""Home projects of a person, and the kits of a project."""

from django.db.models import Prefetch, QuerySet

from amends.cases.models import Person
from amends.organisation import access
from amends.organisation.roles import Permission
from amends.unpaid_work.models import HomeEntry, HomeKit, HomeKitOut, Project


def entries_of(person: Person) -> QuerySet[HomeEntry]:
    """Every entry of a person, the latest first, with its kits and their inspections."""
    kits = HomeKitOut.objects.select_related("kit", "inspection__recorded_by", "recorded_by")
    return entries().filter(requirement__sentence__person=person).prefetch_related(Prefetch("kits", kits))


def entries() -> QuerySet[HomeEntry]:
    """Entries with what their pages show."""
    return HomeEntry.objects.select_related("requirement__sentence__person", "asked_by", "decided_by")


def home_projects() -> QuerySet[Project]:
    """The projects whose work is done at home."""
    return Project.objects.filter(type=Project.Type.HOME).select_related("team")


def kits_of(project: Project) -> QuerySet[HomeKit]:
    """Every kind of kit of a project, those sent out no more last."""
    return project.kits.order_by("retired_at", "name")


def kits_for(user, person: Person) -> QuerySet[HomeKit]:
    """The kits that can be sent to a person: of the home projects of their region that the user sees."""
    found = access.visible(HomeKit.objects.filter(retired_at=None), user, Permission.PROJECT_VIEW)
    return found.filter(project__team__pdu__region=person.team.pdu.region_id, project__to_date=None)
