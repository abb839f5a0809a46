"""Planning again from what stands: something happened, and as little as the score asks for is changed."""

from amends.methods.planning.replanning.changes import (
    Changes,
    PersonChange,
    Place,
    SessionChange,
    SupervisorChange,
    changes_between,
)
from amends.methods.planning.replanning.events import (
    Event,
    NewPeople,
    PersonAway,
    PersonNoLongerEligible,
    PlacesCapped,
    SiteClosed,
    SupervisorAbsent,
)
from amends.methods.planning.replanning.replan import Replanned, replan
from amends.methods.planning.replanning.standing import as_it_stands, standing_from

__all__ = [
    "Changes",
    "Event",
    "NewPeople",
    "PersonAway",
    "PersonChange",
    "PersonNoLongerEligible",
    "Place",
    "PlacesCapped",
    "Replanned",
    "SessionChange",
    "SiteClosed",
    "SupervisorAbsent",
    "SupervisorChange",
    "as_it_stands",
    "changes_between",
    "replan",
    "standing_from",
]
