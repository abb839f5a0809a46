"""What the tests of this room register and look up, over and over."""

from datetime import date

from django.utils import timezone

from amends.cases.operations import PersonDraft, register_people

BORN = date(1990, 3, 27)


def draft(team, given_names="Siân", family_name="O’Brien", date_of_birth=BORN, **values) -> PersonDraft:
    """A draft with the rest made up."""
    return PersonDraft(given_names, family_name, date_of_birth, **({"sex": "f", "team": team} | values))


def register(by, team, *names, **values):
    """Register one person by name; the rest made up."""
    return register_people([draft(team, *names, **values)], by=by, at=timezone.now())[0]
